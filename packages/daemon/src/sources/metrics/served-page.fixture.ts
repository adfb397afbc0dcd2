import type { Measure, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Exchange } from '../../ports/outbound.ts';
import type { Source } from '../../ports/source.ts';
import { metrics } from '../metrics.ts';
import { sourceTools } from '../source-tools.fixture.ts';
import { protobufType } from './protobuf/encoded-page.fixture.ts';

const start = Date.parse('2026-12-01T22:00:00Z');
const address = 'http://shop.example/metrics';

/** A metrics source over pages that a test writes: each look is 15 s after the one before. */
export function servedPage(options: Readonly<Record<string, unknown>> = { url: address }) {
  let now = 0;
  const exchanges = new Map<string, Exchange>();
  const offered = new Map<string, Exchange>();
  let requests = 0;
  const source: Source = metrics.open(
    metrics.options.parse(options),
    sourceTools({
      name: 'metrics',
      clock: { ...sourceTools().clock, now: () => instant(start + now), elapsed: () => millis(now) },
      outbound: {
        async request({ url, headers }) {
          requests++;
          const inProtobuf = headers?.accept?.startsWith('application/vnd.google.protobuf') === true;
          return (
            (inProtobuf ? offered.get(url) : undefined) ??
            exchanges.get(url) ?? { type: 'failed', because: `${url}: nothing is served`, after: millis(0) }
          );
        },
      },
    }),
  );
  const answered = (page: string | Buffer, contentType: string): Exchange => {
    const phases = { firstByte: millis(1), total: millis(1) };
    const bytes = Buffer.from(page);
    return { type: 'answered', status: 200, headers: { 'content-type': contentType }, body: `${bytes}`, bytes, phases };
  };
  return {
    source,
    start: start / 1_000,
    requests: () => requests,
    serve(page: string | Buffer, contentType = 'text/plain') {
      now += 15_000;
      exchanges.set(address, answered(page, contentType));
    },
    /** The same in text, and in protobuf for those who ask for it first. */
    serveBoth(text: string, protobuf: Buffer) {
      now += 15_000;
      exchanges.set(address, answered(text, 'text/plain'));
      offered.set(address, answered(protobuf, protobufType));
    },
    /** What each instance serves; one that is not named does not answer. */
    serveAll(pages: Readonly<Record<string, string>>) {
      now += 15_000;
      exchanges.clear();
      for (const [url, page] of Object.entries(pages)) exchanges.set(url, answered(page, 'text/plain'));
    },
    fail(because: string) {
      now += 15_000;
      exchanges.set(address, { type: 'failed', because, after: millis(1) });
    },
    /** Asks one criterion's question of each page that is served from now on. */
    asking(measure: Measure, query: unknown): () => Promise<Reading> {
      const probe = source.probe({ name: 'it', measure, query, every: seconds(15) });
      return () => probe.observe(new AbortController().signal);
    },
  };
}
