import { readFileSync, statSync } from 'node:fs';
import type { TlsSettings } from '../ports/outbound.ts';
import { isPem } from '../web/outbound-within.ts';

/** What TLS needs, in PEM. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export type ReadTls = { readonly material: TlsMaterial } | { readonly fault: string };

const names = { ca: 'ca', certificate: 'cert', key: 'key' } as const;

/** PEM as it stands, or from the file that is named. */
export function readTls(settings: TlsSettings): ReadTls {
  const material: { -readonly [Key in keyof TlsMaterial]: TlsMaterial[Key] } = {};
  for (const [option, name] of Object.entries(names) as [keyof TlsSettings, keyof TlsMaterial][]) {
    const written = settings[option];
    if (written === undefined) continue;
    if (isPem(written)) material[name] = written;
    else {
      try {
        const text = readFileSync(written, 'utf8');
        if (!isPem(text)) return { fault: `the file of "${option}", ${written}, holds no PEM` };
        material[name] = text;
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
        return { fault: `the file of "${option}", ${written}, cannot be read (${code})` };
      }
    }
  }
  return { material };
}

/** Changes when one of the files does: certificates are renewed while the daemon runs. */
export const fingerprintOf = (settings: TlsSettings): string =>
  Object.keys(names)
    .map((option) => {
      const written = settings[option as keyof TlsSettings];
      if (written === undefined || isPem(written)) return written ?? '';
      return `${written}@${statSync(written, { throwIfNoEntry: false })?.mtimeMs ?? 'gone'}`;
    })
    .join('\n');
