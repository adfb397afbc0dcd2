import { millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { toolSet } from '../../mcp/tool-set.ts';
import { docsPage } from '../docs-page.ts';
import type { Handlers } from '../handler.ts';
import { pageHeaders } from '../headers.ts';
import { openApiDocument } from '../openapi.ts';
import type { HttpParts } from '../parts.ts';
import { textReply } from '../reply.ts';

const storePatience = seconds(2);

/** What machines and browsers ask before they know anything: is it alive, is it well, what can it do. */
export function operations(
  parts: HttpParts,
): Pick<Handlers, 'health' | 'readiness' | 'metrics' | 'dashboard' | 'openapi' | 'docs'> {
  const { about, store, clock } = parts;
  const html = (page: string) => {
    const headers = pageHeaders(page);
    return () => new Response(page, { headers });
  };
  // Made with the first question: to describe the whole API takes longer than to open the store.
  const dashboard = once(() => html(parts.dashboardPage()));
  const openapi = once(() => openApiDocument(about.version));
  const openapiText = once(() => JSON.stringify(openapi()));
  const docs = once(() => html(docsPage(openapi())));

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
    health: () => ({ value: { status: 'ok', ...about, toolSet } }),
    async readiness() {
      const late = [...(await storeFault()), ...parts.late()];
      return late.length === 0
        ? { value: { status: 'ready', late } }
        : { value: { status: 'late', late }, status: 503 };
    },
    metrics: async () => textReply(await parts.metricsText(), 200, 'text/plain; version=0.0.4; charset=utf-8'),
    dashboard: () => dashboard()(),
    openapi: () => textReply(openapiText(), 200, 'application/json'),
    docs: () => docs()(),
  };
}

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
