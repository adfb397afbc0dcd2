import type { Millis } from '../vocabulary/time.ts';

/** What the client needs of time: something done later, unless it is cancelled. */
export interface Timers {
  /** Answers the function that cancels. */
  after(span: Millis, act: () => void): () => void;
}

export const realTimers: Timers = {
  after(span, act) {
    const timer = setTimeout(act, span);
    return () => clearTimeout(timer);
  },
};
