import { instant, millis } from '@daywatch/shared/vocabulary/time.ts';
import { type Clock, timedOut } from './ports/clock.ts';

/** The machine's clock. The one place that touches `Date` and timers. */
export const systemClock: Clock = {
  now: () => instant(Date.now()),
  elapsed: () => millis(performance.now()),
  // Not that of node:timers/promises: it makes an exception of each wait that is aborted, and an early end is no failure.
  sleep: (span, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, span);
      signal?.addEventListener('abort', wake, { once: true });
    }),
  // Not AbortSignal.timeout: its weak references cost more than a short wait for one that nobody needs any more.
  timeout(span) {
    const controller = new AbortController();
    systemClock.alarm(span, () => controller.abort(timedOut));
    return controller.signal;
  },
  alarm(span, ring) {
    // Whole milliseconds, so that it never fires early.
    const timer = setTimeout(ring, Math.ceil(span)).unref();
    return () => clearTimeout(timer);
  },
};
