import type { Measure, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Logger } from '../../ports/logger.ts';
import type { Exchange } from '../../ports/outbound.ts';
import type { Source } from '../../ports/source.ts';
import { refusingShell } from '../../shell.ts';
import { metrics } from '../metrics.ts';
import { shortMemory } from '../short-memory.ts';

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
const start = Date.parse('2026-12-01T22:00:00Z');

/** A metrics source over pages that a test writes: each look is 15 s after the one before. */
export function servedPage() {
  let now = 0;
  let exchange: Exchange = { type: 'failed', because: 'nothing is served', after: millis(0) };
  let requests = 0;
  const source: Source = metrics.open(
    { url: 'http://shop.example/metrics', timeout: '5s' },
    {
      name: 'metrics',
      log: quiet,
      memory: shortMemory(),
      shell: refusingShell('no commands here'),
      clock: {
        now: () => instant(start + now),
        elapsed: () => millis(now),
        sleep: async () => {},
        timeout: () => new AbortController().signal,
      },
      outbound: {
        request: async () => {
          requests++;
          return exchange;
        },
      },
    },
  );
  return {
    source,
    start: start / 1_000,
    requests: () => requests,
    serve(page: string, contentType = 'text/plain') {
      now += 15_000;
      const phases = { firstByte: millis(1), total: millis(1) };
      exchange = { type: 'answered', status: 200, headers: { 'content-type': contentType }, body: page, phases };
    },
    fail(because: string) {
      now += 15_000;
      exchange = { type: 'failed', because, after: millis(1) };
    },
    /** Asks one criterion's question of each page that is served from now on. */
    asking(measure: Measure, query: unknown): () => Promise<Reading> {
      const probe = source.probe({ name: 'it', measure, query });
      return () => probe.observe(new AbortController().signal);
    },
  };
}
