import { groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import type { FailedBy } from '../criterion-state.ts';
import { outageInARow } from '../violation.ts';
import { accepted, clock, type Explained, present } from './explained.ts';
import { amount, odds, percent, roughly, span, valueIn } from './wording.ts';

/** `p95 412 ms: 212 of 1,204 requests over 347 ms since 23:04 UTC; 60 would be usual (…). Odds that chance does this: …` */
export function explainFailure(explained: Explained, why: FailedBy): string {
  const { of } = explained;
  const sentence = of.recoveredAt === null ? becauseOf(explained, why) : failedOnce(explained);
  return of.recoveredAt === null ? sentence : `${sentence} Recovered since ${clock(explained, of.recoveredAt)}.`;
}

function becauseOf(explained: Explained, why: FailedBy): string {
  const { of, judged, figures } = explained;
  const { violation } = of;
  const told = violation.because === null ? '' : ` (${violation.because})`;
  const last = clock(explained, violation.lastAt ?? 0);
  switch (why) {
    case 'evidence':
      return `${counts(explained)}. Odds that chance does this: ${odds(figures.eValue)}.`;
    case 'violation':
      return `${violated(explained)}${told}.`;
    case 'outage':
      return `A total outage: it failed ${outageInARow} times in a row, last at ${last}${told}.`;
    case 'no-data': {
      const answer = of.lastTrouble === null ? '' : ` (${of.lastTrouble.because})`;
      return `Nothing there ${judged.criterion.confirm} times in a row, which counts as failing here${answer}.`;
    }
  }
}

function failedOnce(explained: Explained): string {
  const now = present(explained);
  return `It failed at ${clock(explained, explained.of.failed?.at ?? 0)}${now === undefined ? '' : `; now ${now}`}.`;
}

function counts(explained: Explained): string {
  const { judged, figures } = explained;
  const { criterion } = judged;
  const { test, bar, run, threshold } = figures;
  if (test === undefined || bar === undefined || run === undefined) return 'It is worse than allowed';
  const isLimit = test.limit.type === 'rate-limit' || test.limit.type === 'value-limit';
  const value = present(explained) ?? percent(0);
  const bad = groupThousands(Math.round(run.bad));
  const since = `since ${clock(explained, run.since)}`;
  const fits = roughly(run.allowed);
  const within = `${fits} would be within the limit of ${valueIn(criterion, bar.rate)}${isLimit ? '' : ` (${accepted(explained)})`}`;
  switch (criterion.measure) {
    case 'count':
      return `${value}: ${amount(criterion, run.bad)} in ${span(run.total * 60)} ${since}; ${within}`;
    case 'rate':
      return `${value}: ${bad} of ${amount(criterion, run.total)} ${since}; ${within}`;
    case 'check':
      return `${value} failed: ${bad} of ${amount(criterion, run.total)} ${since}; ${within}`;
    case 'latency':
    case 'gauge': {
      const beyond = `${criterion.worse === 'lower' ? 'under' : 'over'} ${valueIn(criterion, threshold ?? 0)}`;
      const allowed = `${fits} would be ${isLimit ? 'accepted' : 'usual'} (${accepted(explained)})`;
      return `${value}: ${bad} of ${amount(criterion, run.total)} ${beyond} ${since}; ${allowed}`;
    }
  }
}

function violated(explained: Explained): string {
  const { of, judged } = explained;
  const { criterion, confirmation } = judged;
  const { bad, since, confirmations } = of.violation;
  const start = clock(explained, since ?? 0);
  const times = `${confirmations} times${confirmation === 'in-a-row' ? ' in a row' : ''} since ${start}`;
  switch (criterion.measure) {
    case 'count':
    case 'rate':
      if (confirmation !== 'standing') return `Over the limit ${times} (${accepted(explained)})`;
      return `${amount(criterion, bad)}${criterion.measure === 'rate' ? ' failed' : ''} since ${start}; none is allowed`;
    case 'check':
      return `It failed ${times}`;
    case 'latency':
    case 'gauge':
      return `Beyond what is accepted ${times}; now ${present(explained) ?? 'unknown'} (${accepted(explained)})`;
  }
}
