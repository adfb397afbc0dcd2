import type { RollbackRule } from '@daywatch/shared/vocabulary/plan.ts';
import type { Recommendation, VerdictWord } from '@daywatch/shared/vocabulary/verdict.ts';
import type { CriterionState, JudgedCriterion } from './criterion-state.ts';
import type { Standing } from './standing.ts';
import type { Tuning } from './tuning.ts';
import type { Ending } from './watch-state.ts';

export interface Standings {
  readonly judged: JudgedCriterion;
  readonly of: CriterionState;
  readonly standing: Standing;
  readonly silenced: boolean;
}

export interface Decided {
  readonly verdict: VerdictWord;
  readonly recommendation: Recommendation;
  readonly rule: string;
  readonly certified: boolean;
}

/** Folds the criteria's standings into the verdict. What is silenced is not waited for, but a failure stays one. */
export function decideVerdict({
  standings,
  evidence,
  now,
  ending,
  rollback,
  tuning,
}: {
  standings: readonly Standings[];
  /** The verdict's E. */
  evidence: number;
  now: number;
  ending: Ending['state'];
  rollback: RollbackRule;
  tuning: Tuning;
}): Decided {
  const deciding = standings.filter(({ judged }) => judged.deciding);
  const failing = deciding.filter(({ standing }) => standing.state === 'failing');
  if (failing.length > 0) return noGo(failing, rollback);

  const awaited = deciding.filter(({ silenced }) => !silenced);
  if (ending === 'too-blind') return undecided('the watch saw too little and cannot be extended: a person decides');
  if (deciding.length === 0) return undecided('no criterion of this watch may decide');
  if (awaited.length === 0) return undecided('every criterion that may decide is silenced');
  if (evidence >= tuning.goSuspicion) return undecided('something looks wrong, not yet surely');
  const missing = awaited.filter(({ standing }) => standing.state !== 'passing');
  if (missing.length > 0) {
    return undecided(`${counted(missing.length, 'criterion', 'criteria')} of ${awaited.length} not passing yet`);
  }
  if (ending === 'running' && now < tuning.goEarliestSeconds)
    return undecided('all criteria pass, but it is too early for GO');
  const certified = awaited.every(({ standing }) => standing.state === 'passing' && standing.why !== 'nothing-found');
  const rule = certified
    ? 'every blocking and critical criterion passes with enough coverage'
    : 'the whole watch was seen and nothing was found; traffic was too thin to certify every criterion';
  return { verdict: 'go', recommendation: 'proceed', rule, certified };
}

const undecided = (rule: string): Decided => ({
  verdict: 'undecided',
  recommendation: 'hold',
  rule,
  certified: false,
});

/** The plan's clauses: so many blocking, so many critical, so many of integrity. */
function noGo(failing: readonly Standings[], clauses: RollbackRule): Decided {
  const outage = failing.find(({ standing }) => standing.state === 'failing' && standing.why === 'outage');
  const integrity = failing.filter(({ judged }) => judged.criterion.integrity).length;
  const blocking = failing.filter(({ judged }) => judged.criterion.severity === 'blocking').length;
  const critical = failing.filter(({ judged }) => judged.criterion.severity === 'critical').length;
  const fired = [
    outage !== undefined && blocking >= clauses.blocking && 'a blocking check failed 3 times in a row: a total outage',
    integrity >= clauses.integrity && 'the integrity of the data is compromised',
    blocking >= clauses.blocking && counted(blocking, 'blocking criterion fails', 'blocking criteria fail'),
    critical >= clauses.critical && counted(critical, 'critical criterion fails', 'critical criteria fail'),
  ].find((rule) => rule !== false);
  if (fired !== undefined) return { verdict: 'no-go', recommendation: 'roll-back', rule: fired, certified: false };
  const rule = [
    blocking > 0 && counted(blocking, 'blocking criterion fails', 'blocking criteria fail'),
    critical > 0 && counted(critical, 'critical criterion fails', 'critical criteria fail'),
  ].filter((part) => part !== false);
  return {
    verdict: 'no-go',
    recommendation: 'hold',
    rule: `${rule.join(' and ')}, fewer than a rollback needs`,
    certified: false,
  };
}

const counted = (n: number, one: string, many: string): string => (n === 1 ? `one ${one}` : `${n} ${many}`);
