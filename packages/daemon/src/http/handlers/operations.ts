import { millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Handlers } from '../handler.ts';
import { pageHeaders } from '../headers.ts';
import type { HttpParts } from '../parts.ts';
import { textReply } from '../reply.ts';

const storePatience = seconds(2);

/** What machines and browsers ask before they know anything: is it alive, is it well, what can it do. */
export function operations(
  parts: HttpParts,
  pages: { readonly openapi: string; readonly docs: string },
): Pick<Handlers, 'health' | 'readiness' | 'metrics' | 'dashboard' | 'openapi' | 'docs'> {
  const { about, store, clock } = parts;
  const html = (page: string) => {
    const headers = pageHeaders(page);
    return () => new Response(page, { headers });
  };

  async function storeFault(): Promise<string[]> {
    const answered = new AbortController();
    const late = clock
      .sleep(storePatience, answered.signal)
      .then(() => [`the store has not answered for ${millis(storePatience) / 1_000} s`]);
    const ping = store.ping().then(
      () => [],
      (cause) => {
        // What a driver says may hold addresses and names; it belongs into the log.
        parts.log.error({ err: cause }, 'the store does not answer');
        return ['the store does not answer'];
      },
    );
    return Promise.race([ping, late]).finally(() => answered.abort());
  }

  return {
    health: () => ({ value: { status: 'ok', ...about } }),
    async readiness() {
      const late = [...(await storeFault()), ...parts.late()];
      return late.length === 0
        ? { value: { status: 'ready', late } }
        : { value: { status: 'late', late }, status: 503 };
    },
    metrics: async () => textReply(await parts.metricsText(), 200, 'text/plain; version=0.0.4; charset=utf-8'),
    dashboard: html(parts.dashboardPage),
    openapi: () => textReply(pages.openapi, 200, 'application/json'),
    docs: html(pages.docs),
  };
}
