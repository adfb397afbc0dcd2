import { setImmediate as turn } from 'node:timers/promises';
import { type Clock, timedOut } from '@daywatch/daemon/src/ports/clock.ts';
import { type Instant, instant, type Millis, millis, plus } from '@daywatch/shared/vocabulary/time.ts';

export interface FakeClock extends Clock {
  /** Lets time pass: wakes every sleeper at its own moment, in order, and lets what follows from it happen. */
  advance(span: Millis): Promise<void>;
  /** The wall clock is set back; spans that are being waited for go on as they were. */
  setBack(span: Millis): void;
  /** How many are asleep or have a timeout pending. */
  waiting(): number;
}

interface Waiter {
  readonly at: Instant;
  wake(): void;
}

/** A clock that stands still until the test moves it. */
export function createFakeClock(start: Instant = instant(Date.parse('2026-12-01T22:00:00Z'))): FakeClock {
  let now = start;
  /** How much the wall clock was set back. */
  let back = 0;
  const waiters = new Set<Waiter>();
  const waitUntil = (at: Instant, act: () => void): (() => void) => {
    const waiter = { at, wake: act };
    waiters.add(waiter);
    return () => waiters.delete(waiter);
  };

  return {
    now: () => instant(now - back),
    elapsed: () => millis(now - start),
    sleep: (span, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wake = () => {
          forget();
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const forget = waitUntil(plus(now, span), wake);
        signal?.addEventListener('abort', wake, { once: true });
      }),
    timeout(span) {
      const controller = new AbortController();
      const forget = waitUntil(plus(now, span), () => {
        forget();
        controller.abort(timedOut);
      });
      return controller.signal;
    },
    alarm(span, ring) {
      const forget = waitUntil(plus(now, span), () => {
        forget();
        ring();
      });
      return forget;
    },
    async advance(span: Millis) {
      const until = plus(now, span);
      await turn();
      for (;;) {
        const next = [...waiters].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        now = instant(Math.max(now, next.at));
        next.wake();
        await turn();
      }
      now = until;
      await turn();
    },
    setBack(span) {
      back += span;
    },
    waiting: () => waiters.size,
  };
}
