import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Instant, Millis } from '@daywatch/shared/vocabulary/time.ts';

/** What a criterion asks of a source, and how often; `worse` tells which of several values is the one to look at. */
export type Question = Pick<Criterion, 'name' | 'measure' | 'query' | 'quantile'> &
  Partial<Pick<Criterion, 'every' | 'worse'>>;

/** What runs where the question is asked, as far as the daemon knows: for questions like "new since the deploy". */
export interface Occasion {
  /** The version that serves, or is just being put there. */
  readonly deployed?: {
    readonly deployment: string;
    readonly version: string;
    readonly commit: string;
    /** When its deploy began to change the environment. */
    readonly since: Instant;
  };
  /**
   * False while what was deployed is not judged yet: it is being put there, or it settles. What is told in one reading
   * only would be told in vain then.
   */
  readonly judged?: boolean;
}

/** A stretch of the past, read in intervals of `every`. */
export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
  readonly every: Millis;
}

/** What a source remembers of a stretch, in order of time; intervals that it knows nothing of are not there. */
export type History =
  | {
      readonly type: 'remembered';
      readonly readings: readonly { readonly at: Instant; readonly seconds: number; readonly reading: Reading }[];
    }
  | { readonly type: 'failed'; readonly because: string };

/** A reading that somebody else has made. */
export interface Pushed {
  readonly at: Instant;
  readonly reading: Reading;
  /** The sender said of when it is: a second one of the same time is the first, sent again. */
  readonly timed: boolean;
}

/** One criterion's place at a source. It may remember what it saw last, for instance a counter. */
export interface Probe {
  /** Never rejects: what goes wrong outside is an `error` reading that names the source, what was asked, and what came back. */
  observe(signal: AbortSignal, occasion?: Occasion): Promise<Reading>;
  /** Only where the source itself keeps the past, as Prometheus does. Never rejects. */
  history?(stretch: Stretch, signal: AbortSignal): Promise<History>;
  /** Only where others push the readings: it is kept when this resolves, and part of the next reading. */
  accept?(pushed: Pushed): Promise<void>;
}

/** Where readings come from. Opened from the plan, closed by whoever opened it. */
export interface Source {
  probe(question: Question): Probe;
  close(): Promise<void>;
}
