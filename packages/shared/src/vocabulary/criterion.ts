import * as z from 'zod';
import type { Measure } from './observation.ts';
import type { Millis } from './time.ts';
import type { Unit } from './units.ts';

export const severity = z.enum(['blocking', 'critical', 'warning']);
export type Severity = z.infer<typeof severity>;

/** What good looks like: one measure of one source, with what is accepted of it. Made by `plan/parse` from the plan. */
export interface Criterion {
  readonly name: string;
  readonly title: string;
  /** Which of the plan's services it is about, where there are several. */
  readonly service?: string;
  readonly severity: Severity;
  /** Data integrity is at stake: one confirmed failure recommends the rollback. */
  readonly integrity: boolean;
  readonly source: string;
  readonly measure: Measure;
  /** What to ask the source; its shape belongs to the source's kind, which has checked it. */
  readonly query: unknown;
  /** For `latency` and `gauge`: the one quantile a limit speaks of, 0 to 1. */
  readonly quantile?: number;
  /** Absolute limit, in `unit`. A criterion has a limit, a tolerance, or both. */
  readonly limit?: number;
  /** How much worse than the baseline is accepted: 0.25 is 25 %. */
  readonly tolerance?: number;
  readonly worse: 'higher' | 'lower';
  readonly unit: Unit;
  readonly every: Millis;
  /** Warm-up: readings this soon after the deploy finished are kept but not judged. */
  readonly after?: Millis;
  readonly timeout: Millis;
  /** What an absent reading is: nothing seen (`blind`), or a violation (`failing`). It is never a pass. */
  readonly noData: 'blind' | 'failing';
  /** Measured and shown, never deciding. */
  readonly dryRun: boolean;
  /** Fails at the first confirmed violation instead of by statistics. */
  readonly strict: boolean;
  /** Readings in a row that confirm a violation of a deterministic criterion. */
  readonly confirm: number;
}
