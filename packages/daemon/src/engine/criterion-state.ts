import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { WatchSetup } from '../ports/engine.ts';
import type { SlowWork } from '../ports/slow-work.ts';
import type { Baseline } from './baseline.ts';
import { type Confirmation, confirmationOf, goFactorOf, isDeciding } from './measures.ts';
import { planTests } from './plan-tests.ts';
import { noRecentValues, type RecentValues } from './recent-values.ts';
import type { Shape } from './shape.ts';
import type { TestState } from './test-state.ts';
import type { Tuning } from './tuning.ts';

/** Why a criterion fails. */
export type FailedBy = 'evidence' | 'violation' | 'outage' | 'no-data';

/** What one criterion knows from its plan and its baseline. It never changes, but that the shape may come with a reading. */
export interface Known {
  readonly name: string;
  /** Set when there is nothing to hold readings against: then it stays undecided. */
  readonly cannotDecide: string | null;
  /** What the baseline's value was. */
  readonly usual: number | null;
  readonly longestQuietSeconds: number | null;
  readonly baselineSeconds: number;
  shape: Shape | null;
}

/** What one criterion knows. Plain data, a few kilobytes; all times are seconds after the deploy. */
export interface CriterionState extends Known {
  readonly tests: readonly TestState[];
  /** The criterion's own E. */
  evidence: number;

  /** End of the last reading that was folded in, and its start. */
  foldedUntil: number;
  foldedFrom: number | null;
  /** Acceptable readings, and those of them that were judged. */
  readings: number;
  judged: number;
  /** Time that no acceptable reading speaks of, up to `seenUntil`. */
  unseenSeconds: number;
  seenUntil: number;
  /** End of the last acceptable reading, and of the last one with a unit in it. */
  lastReadingAt: number | null;
  lastUnitAt: number | null;
  lastTrouble: { readonly at: number; readonly because: string } | null;

  recent: RecentValues | null;
  violation: ViolationState;
  absentInARow: number;
  presentInARow: number;
  /** Set once it has failed, and for a deciding criterion never again null: what happened stays known. */
  failed: { readonly at: number; readonly by: FailedBy } | null;
  recoveredAt: number | null;
  silence: { readonly from: number; readonly until: number } | null;
}

/** What a deterministic criterion, or a check in an outage, counts. */
export interface ViolationState {
  inARow: number;
  soundInARow: number;
  /** Readings that speak for a violation by the criterion's own way of confirming. */
  confirmations: number;
  /** Bad units in all violating readings. */
  bad: number;
  since: number | null;
  lastAt: number | null;
  /** What the last violating reading measured, in the sign of the tests. */
  value: number | null;
  because: string | null;
}

/** A criterion and how it is judged: made again from the plan, not part of the state. */
export interface JudgedCriterion {
  readonly criterion: Criterion;
  readonly confirmation: Confirmation | undefined;
  readonly deciding: boolean;
  /** Whether it counts as undecided again once it is well again. */
  readonly recovers: boolean;
  readonly goFactor: number;
  readonly everySeconds: number;
  readonly settleSeconds: number;
  /** Its share of the verdict's evidence; 0 when it is not part of it. */
  readonly weight: number;
}

export function judgedCriteria(
  { criteria, settings }: Pick<WatchSetup, 'criteria' | 'settings'>,
  tuning: Tuning,
): readonly JudgedCriterion[] {
  const sharing = criteria.filter((criterion) => isDeciding(criterion) && confirmationOf(criterion) === undefined);
  return criteria.map((criterion) => ({
    criterion,
    confirmation: confirmationOf(criterion),
    deciding: isDeciding(criterion),
    recovers: settings.recover === true,
    goFactor: goFactorOf(criterion),
    everySeconds: criterion.every / 1000,
    settleSeconds: Math.max(tuning.settleSeconds, (criterion.after ?? 0) / 1000),
    weight: sharing.includes(criterion) ? 1 / sharing.length : 0,
  }));
}

export function* openCriterion(
  { criterion, weight }: JudgedCriterion,
  baseline: Baseline | undefined,
  tuning: Tuning,
): SlowWork<CriterionState> {
  const sharers = weight > 0 ? Math.round(1 / weight) : 1;
  const planned = yield* planTests({ criterion, baseline, sharers, tuning });
  const isValue = criterion.measure === 'latency' || criterion.measure === 'gauge';
  return {
    ...unread(),
    name: criterion.name,
    tests: planned.type === 'tests' ? planned.tests : [],
    cannotDecide: planned.type === 'tests' ? null : planned.because,
    usual: planned.type === 'tests' ? planned.usual : null,
    longestQuietSeconds: baseline?.longestQuietSeconds ?? null,
    baselineSeconds: baseline === undefined ? 0 : baseline.slotSeconds * baseline.counts.length,
    shape: baseline?.shape ?? null,
    recent: isValue ? noRecentValues() : null,
  };
}

/** What readings will change, before the first of them. */
export const unread = (): Omit<CriterionState, keyof Known | 'tests' | 'recent'> => ({
  evidence: 1,
  foldedUntil: 0,
  foldedFrom: null,
  readings: 0,
  judged: 0,
  unseenSeconds: 0,
  seenUntil: 0,
  lastReadingAt: null,
  lastUnitAt: null,
  lastTrouble: null,
  violation: {
    inARow: 0,
    soundInARow: 0,
    confirmations: 0,
    bad: 0,
    since: null,
    lastAt: null,
    value: null,
    because: null,
  },
  absentInARow: 0,
  presentInARow: 0,
  failed: null,
  recoveredAt: null,
  silence: null,
});

/** Sets the criterion's own E: the mean of its tests', which is again an e-value (Vovk, Wang 2021). */
export function sumUpEvidence(state: CriterionState): void {
  let sum = 0;
  for (const { evidence } of state.tests) sum += evidence;
  state.evidence = state.tests.length === 0 ? 1 : sum / state.tests.length;
}

/** Whether any of the time from `since` to `at` is; `at` alone when it is left out. */
export const isSilenced = ({ silence }: CriterionState, at: number, since = at): boolean =>
  silence !== null && at >= silence.from && since < silence.until;
