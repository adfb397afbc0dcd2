import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Measure } from '@daywatch/shared/vocabulary/observation.ts';
import { ruleOutFactors } from './statistics/rule-out.ts';

interface MeasureDefaults {
  readonly tolerance: number;
  /** The tolerance at times of day that the baseline did not see. */
  readonly wideTolerance: number;
  /** A bad rate at or under this is never a regression: a share, for `count` events a minute. */
  readonly okBelow: number;
  /** GO rules out "this many times the baseline, or worse". */
  readonly goFactor: number;
}

/** Source: verdict sections 2 and 6. */
export const measureDefaults: Readonly<Record<Measure, MeasureDefaults>> = {
  rate: { tolerance: 0.25, wideTolerance: 1, okBelow: 0.0002, goFactor: 2 },
  check: { tolerance: 0.25, wideTolerance: 1, okBelow: 0.01, goFactor: 5 },
  count: { tolerance: 0.25, wideTolerance: 1, okBelow: 1 / 60, goFactor: 3 },
  latency: { tolerance: 0.1, wideTolerance: 0.5, okBelow: 0, goFactor: 1.5 },
  gauge: { tolerance: 0.2, wideTolerance: 1, okBelow: 0, goFactor: 1.5 },
};

/** The quantiles a tolerance watches, each by its own test. */
export const watchedQuantiles: readonly number[] = [0.5, 0.95, 0.99];
/** The quantile a limit speaks of when the plan does not say. */
export const usualQuantile = 0.95;

/**
 * The tolerance that is tested, if any. A check needs no numbers in the plan: without them it has the usual tolerance.
 */
export function toleranceOf({ measure, limit, tolerance }: Criterion): number | undefined {
  if (tolerance !== undefined) return tolerance;
  return measure === 'check' && limit === undefined ? measureDefaults.check.tolerance : undefined;
}

/** GO's factor, never tighter than what the plan tolerates. */
export function goFactorOf(criterion: Criterion): number {
  const { goFactor } = measureDefaults[criterion.measure];
  const least = Math.max(goFactor, 1 + (toleranceOf(criterion) ?? 0));
  return ruleOutFactors.find((factor) => factor >= least) ?? least;
}

/** Takes part in the verdict. Integrity always does; a warning or a dry run is only shown. */
export const isDeciding = ({ severity, integrity, dryRun }: Criterion): boolean =>
  !dryRun && (integrity || severity !== 'warning');

const allowsNone = ({ measure, limit }: Criterion): boolean =>
  limit === 0 && (measure === 'rate' || measure === 'count' || measure === 'check');

/**
 * How a criterion fails that is a matter of fact and not of statistics. `standing`: what happened has happened, the
 * next reading that arrives confirms that the source is sound. `in-a-row`, `in-total`: so many violating readings.
 */
export type Confirmation = 'standing' | 'in-a-row' | 'in-total';

/** Undefined for a criterion that is judged by statistics. */
export function confirmationOf(criterion: Criterion): Confirmation | undefined {
  const { measure, integrity, strict } = criterion;
  if (allowsNone(criterion) && measure !== 'check') return 'standing';
  if (integrity || strict) return 'in-a-row';
  return allowsNone(criterion) ? 'in-total' : undefined;
}
