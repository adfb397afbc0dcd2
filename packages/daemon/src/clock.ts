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
  // Not AbortSignal.timeout: its weak references cost more than a short wait for one that nobody needs any more.
  timeout(span: Millis) {
    const controller = new AbortController();
    // Whole milliseconds, so that it never fires early.
    setTimeout(() => controller.abort(timedOut), Math.ceil(span)).unref();
    return controller.signal;
  },
};

/** The same for all: an exception of its own would bring a stack for each of them. */
const timedOut = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
