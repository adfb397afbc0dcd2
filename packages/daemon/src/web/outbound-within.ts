import { millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Outbound, TlsSettings } from '../ports/outbound.ts';
import type { Reach } from '../ports/reach.ts';

/**
 * HTTP for one source, or for a workflow that is a step: files of certificates that its options name are found from the
 * plan's folder, or refused.
 */
export const outboundWithin = (outbound: Outbound, reach: Pick<Reach, 'find'>): Outbound => ({
  async request(request) {
    if (request.tls === undefined) return outbound.request(request);
    const tls: Record<string, string> = {};
    for (const [name, written] of Object.entries(request.tls) as [keyof TlsSettings, string][]) {
      const found = isPem(written) ? { path: written } : reach.find(written, 'source');
      if ('refused' in found) return { type: 'failed', cause: 'invalid', because: found.refused, after: millis(0) };
      tls[name] = found.path;
    }
    return outbound.request({ ...request, tls });
  },
});

export const isPem = (text: string): boolean => text.includes('-----BEGIN');
