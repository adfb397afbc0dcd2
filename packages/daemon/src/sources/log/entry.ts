import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Level } from './level.ts';

/** The error that a line carries. */
export interface Fault {
  /** `TypeError`. */
  readonly type: string;
  readonly message: string;
  /** Where it was raised: the first function of the service's own, with its file and without the line. */
  readonly place?: string;
}

/** One event of a log, with the lines that belong to it. */
export interface Entry {
  readonly at?: Instant;
  readonly level?: Level;
  /** What it says, without its time and level. */
  readonly message: string;
  readonly fault?: Fault;
  /** The whole, as it was written. */
  readonly text: string;
}
