import {
  type CriterionState,
  type FailedBy,
  isSilenced,
  type JudgedCriterion,
  sumUpEvidence,
} from './criterion-state.ts';
import { hasRecovered, restartSearch, watchRecovery } from './test-state.ts';
import { noGoEvidence, type Tuning } from './tuning.ts';
import { verdictEvidence } from './verdict-evidence.ts';
import { brokenRule, keepsRuleAgain } from './violation.ts';
import { pairs, type WatchFrame, type WatchState } from './watch-state.ts';

/**
 * After each reading: who fails from now on, and who is well again.
 *
 * By evidence, the first to fail is the culprit: the largest share of the combined E when that reaches
 * `noGoEvidence`. A further criterion fails when its share *alone* (weight times its own E) reaches as much, that is,
 * when it would have made the NO-GO by itself. So no chance is added: the shares of all criteria that are not worse sum
 * to a supermartingale that starts under 1, and Ville's inequality bounds the chance that even one of them is ever
 * counted as a further failure by alpha without `baselineShare`, however many criteria there are. (To ask only that its own E reaches
 * `noGoEvidence` would spend that much on each criterion, and "two critical ones fail" would be m times as easily
 * wrong.) What is only shown, a warning or a dry run, stands alone and fails by its own E.
 */
export function noteFailures(
  frame: WatchFrame,
  state: WatchState,
  judged: JudgedCriterion,
  of: CriterionState,
  now: number,
): void {
  const { tuning } = frame;
  noteRecovery(judged, of, now, tuning);
  const by = brokenRule(judged, of);
  if (by !== undefined) fail(of, by, now, tuning);
  if (judged.confirmation !== undefined || isSilenced(of, now)) return;

  const needed = noGoEvidence(tuning);
  const share = judged.deciding ? judged.weight : 1;
  if (share * of.evidence >= needed) fail(of, 'evidence', now, tuning);
  if (!judged.deciding || verdictEvidence(frame, state, now) < needed) return;
  const all = pairs(frame, state).filter(([other]) => other.weight > 0);
  if (all.some(([, other]) => other.failed?.by === 'evidence' && other.recoveredAt === null)) return;
  const [, culprit] = all.reduce((most, next) => (shareOf(next) > shareOf(most) ? next : most));
  fail(culprit, 'evidence', now, tuning);
}

const shareOf = ([{ weight }, of]: readonly [JudgedCriterion, CriterionState]) => weight * of.evidence;

/** A criterion that was well again and fails once more is not well. */
function fail(of: CriterionState, by: FailedBy, now: number, tuning: Tuning): void {
  if (of.failed !== null && of.recoveredAt === null) return;
  of.failed = { at: now, by };
  of.recoveredAt = null;
  for (const test of of.tests) watchRecovery(test, tuning);
}

function noteRecovery(judged: JudgedCriterion, of: CriterionState, now: number, tuning: Tuning): void {
  if (of.failed === null || of.recoveredAt !== null) return;
  const recovered =
    of.failed.by === 'evidence' ? of.tests.every((test) => hasRecovered(test, tuning)) : keepsRuleAgain(judged, of);
  if (!recovered) return;
  of.violation.confirmations = 0;
  of.violation.inARow = 0;
  for (const test of of.tests) restartSearch(test, tuning);
  sumUpEvidence(of);
  if (judged.deciding) of.recoveredAt = now;
  else of.failed = null;
}
