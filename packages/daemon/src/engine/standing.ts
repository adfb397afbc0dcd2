import type { CriterionState, FailedBy, JudgedCriterion } from './criterion-state.ts';
import { coverageOf } from './seen-time.ts';
import { isCovered } from './statistics/baseline-blocks.ts';
import { certifying, isOverLimit, ruledOut } from './test-state.ts';
import { noGoEvidence, type Tuning } from './tuning.ts';

/** How one criterion stands at one moment, and which rule says so. */
export type Standing =
  | { readonly state: 'failing'; readonly why: FailedBy }
  | { readonly state: 'blind'; readonly why: 'silent' | 'ahead' | 'vanished' }
  | {
      readonly state: 'undecided';
      readonly why:
        | 'cannot-decide'
        | 'no-reading'
        | 'settling'
        | 'unconfirmed'
        | 'suspicious'
        | 'no-units'
        | 'gaps'
        | 'thin'
        | 'over-limit';
    }
  /** `ruled-out`: its factor is; `nothing-found`: the watch is over and traffic was too thin for more. */
  | { readonly state: 'passing'; readonly why: 'ruled-out' | 'nothing-found' | 'clean' };

/** `now` in seconds after the deploy. `isEnd`: the watch has seen its whole duration. */
export function standingOf({
  judged,
  of,
  now,
  isEnd,
  tuning,
}: {
  judged: JudgedCriterion;
  of: CriterionState;
  now: number;
  isEnd: boolean;
  tuning: Tuning;
}): Standing {
  const isWellAgain = judged.recovers && of.recoveredAt !== null;
  if (of.failed !== null && !isWellAgain) return { state: 'failing', why: of.failed.by };
  if (of.cannotDecide !== null) return { state: 'undecided', why: 'cannot-decide' };
  const age = now - (of.lastReadingAt ?? 0);
  if (age > silentAfter(judged, tuning)) return { state: 'blind', why: 'silent' };
  // A clock that runs ahead must not look fresh for hours.
  if (age < -silentAfter(judged, tuning)) return { state: 'blind', why: 'ahead' };
  if (hasVanished(judged, of, now, tuning)) return { state: 'blind', why: 'vanished' };
  if (of.readings === 0) return { state: 'undecided', why: 'no-reading' };
  if (of.judged === 0) return { state: 'undecided', why: 'settling' };
  const isCoveredEnough = coverageOf(of, judged, now) >= tuning.coverage;
  // Where nobody asked for anything, nothing was wrong, and nothing was shown to be right.
  const hasNoUnits = of.tests.some((test) => test.n <= 0);

  if (judged.confirmation !== undefined) {
    if (of.violation.confirmations > 0 || of.violation.inARow > 0 || of.absentInARow > 0) {
      return { state: 'undecided', why: 'unconfirmed' };
    }
    if (hasNoUnits) return { state: 'undecided', why: 'no-units' };
    return isCoveredEnough ? { state: 'passing', why: 'clean' } : { state: 'undecided', why: 'gaps' };
  }

  if (of.evidence >= noGoEvidence(tuning)) return { state: 'undecided', why: 'suspicious' };
  if (of.absentInARow > 0) return { state: 'undecided', why: 'unconfirmed' };
  if (hasNoUnits) return { state: 'undecided', why: 'no-units' };
  if (!isCoveredEnough) return { state: 'undecided', why: 'gaps' };
  const isProven = certifying(of.tests, tuning).every((test) => ruledOut(test, judged.goFactor, tuning) !== undefined);
  if (isProven) return { state: 'passing', why: 'ruled-out' };
  // Who failed once must prove to be well: that nothing more was found is not enough.
  if (!isEnd || isWellAgain) return { state: 'undecided', why: 'thin' };
  // Too little to call it a failure, and yet no GO: what is over its limit was not seen in good health.
  if (of.tests.some((test) => isOverLimit(test, tuning))) return { state: 'undecided', why: 'over-limit' };
  return { state: 'passing', why: 'nothing-found' };
}

/** No acceptable reading for longer than this is blindness: 5 minutes in a long watch, two intervals at least. */
export const silentAfter = (
  { everySeconds }: Pick<JudgedCriterion, 'everySeconds'>,
  { staleSeconds }: Tuning,
): number => Math.max(staleSeconds, 2 * everySeconds);

/**
 * Requests that stopped coming are not a healthy service. Quiet is unusual when it lasts more than twice as long as the
 * longest quiet of the baseline, at a time of day that the baseline knows.
 */
function hasVanished(judged: JudgedCriterion, of: CriterionState, now: number, tuning: Tuning): boolean {
  const { measure } = judged.criterion;
  if (of.longestQuietSeconds === null || (measure !== 'rate' && measure !== 'latency')) return false;
  const quiet = (of.lastReadingAt ?? 0) - (of.lastUnitAt ?? 0);
  const usual = Math.max(2 * of.longestQuietSeconds, silentAfter(judged, tuning));
  return quiet > usual && isCovered({ at: now, spanSeconds: of.baselineSeconds, coverSeconds: tuning.coverSeconds });
}
