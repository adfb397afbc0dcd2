import { groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import type { FailedBy } from '../criterion-state.ts';
import { noGoEvidence } from '../tuning.ts';
import { outageInARow } from '../violation.ts';
import { accepted } from './accepted.ts';
import { clock, type Explained, lastSeen, named, present } from './explained.ts';
import { sinceDeploy } from './since-deploy.ts';
import { amount, odds, period, quoted, roughly, times, valueIn } from './wording.ts';

/** `p95 412 ms: 212 of 1,204 requests took over 347 ms since 23:04 UTC; up to 60 … (…). Odds that chance does this: …` */
export function explainFailure(explained: Explained, why: FailedBy): string {
  const { of, frame } = explained;
  if (of.failed !== null && of.recoveredAt !== null) {
    const whole = sinceDeploy(explained);
    return `It failed at ${clock(explained, of.failed.at)} and is well again since ${clock(explained, of.recoveredAt)}${whole === undefined ? '' : `: ${whole}`}.`;
  }
  switch (why) {
    case 'evidence':
      return `${counts(explained)}. ${howSure(explained, noGoEvidence(frame.tuning))}${lastSeen(explained)}`;
    case 'violation':
      return `${violated(explained)}.${lastSeen(explained)}`;
    case 'outage':
      return `A total outage: it failed ${inARow(explained, outageInARow)}.${lastSeen(explained)}`;
    case 'no-data':
      return absence(explained);
  }
}

/** What sank since it failed was still that sure when it did: the promise was spent then and is not asked for again. */
function howSure(explained: Explained, needed: number): string {
  const { figures, of } = explained;
  if (figures.eValue >= needed) return `Odds that chance does this: ${odds(figures.eValue)}.`;
  return `It has been calmer since ${clock(explained, of.failed?.at ?? 0)}, when the odds that chance does this were ${odds(needed)}.`;
}

function counts(explained: Explained): string {
  const { judged, figures } = explained;
  const { criterion } = judged;
  const { test, run, threshold } = figures;
  if (test === undefined || run === undefined) return 'It is worse than allowed';
  const value = present(explained) ?? '';
  const since = `since ${clock(explained, run.since)}`;
  const bad = groupThousands(Math.round(run.bad));
  const beyond = `${criterion.worse === 'lower' ? 'under' : 'over'} ${valueIn(criterion, threshold ?? 0)}`;
  const fits = `up to ${roughly(run.allowed)} would be accepted (${accepted(explained, test)})`;
  switch (criterion.measure) {
    case 'count':
      return `${value}: ${amount(criterion, run.bad)} in ${period(run.total * 60)} ${since}; ${fits}`;
    case 'rate':
      return `${value}: ${bad} of ${amount(criterion, run.total)} were bad ${since}; ${fits}`;
    case 'check':
      return `${bad} of ${amount(criterion, run.total)} failed ${since}, ${value}; ${fits}`;
    case 'latency':
      return `${value}: ${bad} of ${amount(criterion, run.total)} took ${beyond} ${since}; ${fits}`;
    case 'gauge':
      return `${value}: ${bad} of ${amount(criterion, run.total)} were ${beyond} ${since}; ${fits}`;
  }
}

function violated(explained: Explained): string {
  const { of, judged, figures } = explained;
  const { criterion, confirmation } = judged;
  const { bad, since, confirmations, value } = of.violation;
  const start = clock(explained, since ?? 0);
  const often =
    confirmation === 'in-total'
      ? `${times(confirmations, 'time', 'times')}, last at ${clock(explained, of.violation.lastAt ?? 0)}`
      : inARow(explained, criterion.confirm);
  const against = figures.test === undefined ? '' : ` (${accepted(explained, figures.test)})`;
  switch (criterion.measure) {
    case 'count':
    case 'rate':
      if (confirmation !== 'standing')
        return `${named(explained, figures.test, value ?? 0)} in one reading: more than is accepted, ${often}${against}`;
      return `${amount(criterion, bad)}${criterion.measure === 'rate' ? (bad === 1 ? ' was bad' : ' were bad') : ''} since ${start}; none is allowed`;
    case 'check':
      return `It failed ${often}`;
    case 'latency':
    case 'gauge': {
      const turned = value !== null && criterion.worse === 'lower' ? -value : value;
      const shown = turned === null ? '' : `${named(explained, figures.test, turned)}: `;
      return `${shown}${criterion.worse === 'lower' ? 'less' : 'more'} than is accepted, ${often}${against}`;
    }
  }
}

/** `5 times in a row since 23:00 UTC`; while it is not yet well for sure, when it was last so. */
function inARow(explained: Explained, least: number): string {
  const { inARow, since, lastAt } = explained.of.violation;
  return inARow >= least
    ? `${times(inARow, 'time', 'times')}${inARow === 1 ? '' : ' in a row'} since ${clock(explained, since ?? 0)}`
    : `${times(least, 'time', 'times')} or more${least === 1 ? '' : ' in a row'}, last at ${clock(explained, lastAt ?? 0)}`;
}

function absence({ of, judged }: Explained): string {
  const inARow = Math.max(of.absentInARow, judged.criterion.confirm);
  const told = of.lastTrouble === null ? '' : ` (${quoted(of.lastTrouble.because)})`;
  return `Nothing was there in ${times(inARow, 'reading', 'readings')}${inARow === 1 ? '' : ' in a row'}${told}, and the plan counts that as failing.`;
}
