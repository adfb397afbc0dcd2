import type { Instant, Millis } from '@daywatch/shared/vocabulary/time.ts';

/** Time, as everything but `clock.ts` sees it. */
export interface Clock {
  now(): Instant;
  /** A reading that only moves forward, in milliseconds, for measuring spans. */
  elapsed(): Millis;
  /** Resolves after `span`, or at once when `signal` aborts; never rejects. */
  sleep(span: Millis, signal?: AbortSignal): Promise<void>;
  /** An abort signal that fires after `span`. */
  timeout(span: Millis): AbortSignal;
}
