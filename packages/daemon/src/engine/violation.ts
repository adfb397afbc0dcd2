import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { CriterionState, FailedBy, JudgedCriterion } from './criterion-state.ts';
import { quantile } from './statistics/distribution.ts';
import { barAt, levelOf } from './test-limit.ts';
import { countOver } from './test-state.ts';
import type { Tuning } from './tuning.ts';
import type { Units } from './units.ts';

/** A blocking check that fails this often in a row is a total outage. */
export const outageInARow = 3;
/** Sound readings in a row after which a failed criterion counts as well again. */
export const soundAgain = 3;

/** Whether one reading by itself breaks the limit. */
function violates(state: CriterionState, units: Units, at: number, tuning: Tuning): boolean {
  return state.tests.some(({ limit }) => {
    const { threshold, rate } = barAt(limit, at, tuning);
    const { n, k } = countOver(units, threshold);
    // Half a part in a thousand million: 3 of 300 is not more than 1 %.
    return k > n * rate * (1 + 5e-10);
  });
}

/**
 * Of a violating reading the share that was bad, or the value at the quantile of the first test: the plan's limit where
 * there is one.
 */
function measuredBy({ tests }: CriterionState, units: Units): number | null {
  if (units.type === 'counted') return units.count.k / units.count.n;
  const level = tests[0] && levelOf(tests[0].limit);
  return level === undefined ? null : quantile(units.values, level);
}

/** Counts one judged reading of a criterion that is judged by facts. */
export function noteViolation(
  { confirmation }: JudgedCriterion,
  state: CriterionState,
  { units, at, because }: { units: Units; at: number; because: string | undefined },
  tuning: Tuning,
): void {
  const { violation } = state;
  const failing = confirmation === undefined ? countOver(units, null).k > 0 : violates(state, units, at, tuning);
  violation.inARow = failing ? violation.inARow + 1 : 0;
  violation.soundInARow = failing ? 0 : violation.soundInARow + 1;
  if (failing) {
    violation.bad += units.type === 'counted' ? units.count.k : 1;
    violation.since = violation.inARow === 1 && confirmation !== 'standing' ? at : (violation.since ?? at);
    violation.lastAt = at;
    violation.value = measuredBy(state, units);
    violation.because = because ?? null;
  }
  switch (confirmation) {
    case 'standing':
      // What happened stands; a reading that arrives after it shows that the source is sound.
      if (violation.bad > 0) violation.confirmations += 1;
      break;
    case 'in-total':
      if (failing) violation.confirmations += 1;
      break;
    case 'in-a-row':
    case undefined:
      violation.confirmations = violation.inARow;
  }
}

/** A check whose failures in a row are an outage. */
export const canBeOut = ({ measure, severity }: Pick<Criterion, 'measure' | 'severity'>): boolean =>
  measure === 'check' && severity === 'blocking';

/** Which rule, if any, makes the criterion fail now, whatever the statistics say. */
export function brokenRule({ criterion, confirmation }: JudgedCriterion, state: CriterionState): FailedBy | undefined {
  const { violation, absentInARow } = state;
  if (confirmation !== undefined && violation.confirmations >= criterion.confirm) return 'violation';
  if (canBeOut(criterion) && violation.inARow >= outageInARow) return 'outage';
  return criterion.noData === 'failing' && absentInARow >= criterion.confirm ? 'no-data' : undefined;
}

/** Whether a criterion that broke a rule keeps it again. What stands never does. */
export function keepsRuleAgain({ confirmation }: JudgedCriterion, state: CriterionState): boolean {
  if (state.failed?.by === 'no-data') return state.presentInARow >= soundAgain;
  return confirmation !== 'standing' && state.violation.soundInARow >= soundAgain;
}
