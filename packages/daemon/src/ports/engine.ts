import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { RollbackRule, WatchPlan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Instant, Millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import type { SlowWork } from './slow-work.ts';

/** What a watch needs to know before its first reading. */
export interface WatchSetup {
  readonly criteria: readonly Criterion[];
  /** When the deploy finished. */
  readonly startedAt: Instant;
  readonly settings: Omit<WatchPlan, 'criteria'>;
  readonly rollback: RollbackRule;
  /** How much longer than its plan says a person wanted the watch to be, and how much later its latest end is. */
  readonly extension?: { readonly watch: Millis; readonly latestEnd: Millis };
}

/**
 * One running watch: readings in, judgement out. It holds state, but asks nothing of the world:
 * the same calls always give the same answers.
 */
export interface Watch {
  /**
   * Folds one reading in. `dropped` with the reason: it is from before the deploy, a second one for its interval,
   * older than what is judged already, or of a criterion that the plan does not have. `isLate`: of time that was judged
   * without it.
   */
  observe(
    observation: Observation,
  ): { readonly folded: true } | { readonly folded: false; readonly because: string; readonly isLate?: true };
  /** Mutes one criterion for a time: not judged, not waited for, and its weight goes to nobody. */
  silence(of: { readonly criterion: string; readonly from: Instant; readonly until: Instant }): void;
  assess(now: Instant): Assessment;
  /** The same with pauses, as of a thousand criteria it takes a while. Until it is done nothing may be observed or silenced. */
  assessing(now: Instant): SlowWork<Assessment>;
  /** Plain JSON from which `restoreWatch` makes a watch that answers the same, to the bit. */
  snapshot(): unknown;
  /** The same with pauses, in which nothing may be observed or silenced. */
  snapshotting(): SlowWork<unknown>;
}
