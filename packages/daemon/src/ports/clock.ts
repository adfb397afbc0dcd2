import type { Instant, Millis } from '@daywatch/shared/vocabulary/time.ts';

/** Time, as everything but `clock.ts` sees it. */
export interface Clock {
  now(): Instant;
  /** A reading that only moves forward, in milliseconds, for measuring spans. */
  elapsed(): Millis;
  /** Resolves after `span`, or at once when `signal` aborts; never rejects. */
  sleep(span: Millis, signal?: AbortSignal): Promise<void>;
  /** An abort signal that fires after `span`, for `timedOut`. */
  timeout(span: Millis): AbortSignal;
  /** Calls `ring` after `span`, unless what it returns is called before. It keeps no process alive. */
  alarm(span: Millis, ring: () => void): () => void;
}

/** The same for all: an exception of its own would bring a stack for each of them. */
export const timedOut = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
