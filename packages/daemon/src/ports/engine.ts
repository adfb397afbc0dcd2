import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { RollbackRule, WatchPlan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';

/** What a watch needs to know before its first reading. */
export interface WatchSetup {
  readonly criteria: readonly Criterion[];
  /** When the deploy finished. */
  readonly startedAt: Instant;
  readonly settings: Omit<WatchPlan, 'criteria'>;
  readonly rollback: RollbackRule;
}

/**
 * One running watch: readings in, judgement out. It holds state, but asks nothing of the world:
 * the same calls always give the same answers.
 */
export interface Watch {
  /**
   * Folds one reading in. `dropped` with the reason: it is from before the deploy, a second one for its interval,
   * older than what is judged already, or of a criterion that the plan does not have.
   */
  observe(observation: Observation): { readonly folded: true } | { readonly folded: false; readonly because: string };
  assess(now: Instant): Assessment;
  /** Plain JSON from which `restoreWatch` makes a watch that answers the same, to the bit. */
  snapshot(): unknown;
}

/** `engine/watch.ts`. `baseline`: readings of the old version, in order of time. */
export type BeginWatch = (setup: WatchSetup, baseline: readonly Observation[]) => Watch;
/** `engine/watch.ts`. Throws when the snapshot is not of this setup. */
export type RestoreWatch = (setup: WatchSetup, snapshot: unknown) => Watch;

/** `engine/due.ts`. The next point of the criterion's grid after `after`; each criterion has an offset of its own. */
export type NextDue = (criterion: Pick<Criterion, 'name' | 'every'>, after: Instant) => Instant;
