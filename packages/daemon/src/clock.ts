import { setTimeout as wait } from 'node:timers/promises';
import { instant, type Millis, millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from './ports/clock.ts';

/** The machine's clock. The one place that touches `Date` and timers. */
export const systemClock: Clock = {
  now: () => instant(Date.now()),
  elapsed: () => millis(performance.now()),
  async sleep(span, signal) {
    if (signal?.aborted) return;
    // An aborted wait is an early end, not a failure.
    await wait(span, undefined, signal ? { signal } : undefined).catch(() => undefined);
  },
  // It takes whole milliseconds only.
  timeout: (span: Millis) => AbortSignal.timeout(Math.ceil(span)),
};
