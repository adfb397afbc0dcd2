import { groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import { coverageOf } from '../seen-time.ts';
import type { Standing } from '../standing.ts';
import { isOverLimit } from '../test-state.ts';
import { noGoEvidence } from '../tuning.ts';
import { accepted } from './accepted.ts';
import { clock, type Explained, lastSeen, trouble } from './explained.ts';
import { notRuledOut, ruledOutWords } from './ruled-out.ts';
import { sinceDeploy } from './since-deploy.ts';
import { amount, odds, percent, period, rangeIn, times, unitWord } from './wording.ts';

type Why<State extends Standing['state']> = Extract<Standing, { state: State }>['why'];

export function explainBlindness(explained: Explained, why: Why<'blind'>): string {
  const { of, judged, now } = explained;
  switch (why) {
    case 'silent': {
      const last = of.lastReadingAt;
      const when =
        last === null
          ? `No acceptable reading since the deploy, ${period(now)} ago`
          : `No acceptable reading since ${clock(explained, last)}, for ${period(now - last)}`;
      return `${when}${trouble(explained)}.`;
    }
    case 'ahead':
      return `Its last reading is stamped ${clock(explained, of.lastReadingAt ?? 0)}, which is still to come: a clock is wrong.`;
    case 'vanished': {
      const quiet = of.longestQuietSeconds ?? 0;
      const usual =
        quiet > 0 ? `before the deploy the longest quiet was ${period(quiet)}` : 'before the deploy it was never quiet';
      return `No ${unitWord(judged.criterion)} since ${clock(explained, of.lastUnitAt ?? 0)}; ${usual}.`;
    }
  }
}

export function explainDoubt(explained: Explained, why: Why<'undecided'>): string {
  const { of, judged, now } = explained;
  const { criterion } = judged;
  switch (why) {
    case 'cannot-decide':
      return `It cannot decide: ${of.cannotDecide}.`;
    case 'no-reading':
      return `No reading yet${trouble(explained)}.`;
    case 'settling':
      return `Warming up: readings are judged from ${clock(explained, judged.settleSeconds)} on, after the deploy has settled.`;
    case 'unconfirmed':
      return unconfirmed(explained);
    case 'suspicious':
      return `${soFar(explained)}. ${alone(explained)}`;
    case 'no-units':
      return `No ${unitWord(criterion)} to judge since the deploy.`;
    case 'gaps':
      return `Only ${percent(coverageOf(of, judged, now))} of the expected readings arrived, too few to decide${trouble(explained)}.`;
    case 'thin':
      return `No sure difference so far: ${soFar(explained)}${betweenWords(explained)}. Too little yet to rule out ${notRuledOut(explained)}.`;
    case 'over-limit':
      return `Over its limit in the whole watch: ${soFar(explained)}${betweenWords(explained)}. ${tooLittle(explained)}.`;
  }
}

/** What a NO-GO lacked: traffic, or a baseline that is long enough to be sure that it was not always so. */
function tooLittle({ of, frame }: Explained): string {
  const isByLimit = of.tests.some((test) => !('reference' in test.limit) && isOverLimit(test, frame.tuning));
  return isByLimit
    ? 'Too little traffic to be sure, too much of it bad for GO'
    : 'Too little was read before the deploy for a NO-GO, too much is bad since for GO';
}

export function explainPass(explained: Explained, why: Why<'passing'>): string {
  switch (why) {
    case 'clean':
      return clean(explained);
    case 'nothing-found':
      return `Nothing found in the whole watch: ${soFar(explained)}${betweenWords(explained)}. Traffic was too thin to rule out ${notRuledOut(explained)}.`;
    case 'ruled-out':
      return `${soFar(explained)}. ${ruledOutWords(explained)}.`;
  }
}

const soFar = (explained: Explained): string => sinceDeploy(explained) ?? 'nothing counted yet';

/** `; the true share lies between 0 % and 1.2 % (95 % sure)`: where the average since the deploy may lie. */
function betweenWords({ judged, figures }: Explained): string {
  const { criterion } = judged;
  if (figures.interval === undefined || criterion.measure === 'latency' || criterion.measure === 'gauge') return '';
  return `; 95 % sure that it is ${rangeIn(criterion, figures.interval)}`;
}

function alone({ figures, judged, frame }: Explained): string {
  const needed = noGoEvidence(frame.tuning);
  const sharers = Math.round(1 / judged.weight);
  return `Odds that chance does this: ${odds(figures.eValue)}; with ${times(sharers, 'criterion', 'criteria')} under one promise a NO-GO by this one alone takes 1 in ${groupThousands(Math.round(needed / judged.weight))}.`;
}

function unconfirmed(explained: Explained): string {
  const { of, judged } = explained;
  const { absentInARow, violation } = of;
  if (absentInARow > 0) {
    return `Nothing was there in ${times(absentInARow, 'reading', 'readings')}; ${judged.criterion.confirm} in a row count as failing${trouble(explained)}.`;
  }
  const { confirm } = judged.criterion;
  const seen = Math.max(1, violation.confirmations);
  const counted =
    judged.confirmation === 'standing' && violation.bad > 0
      ? `${amount(judged.criterion, violation.bad)}${judged.criterion.measure === 'rate' ? ' bad' : ''} at ${clock(explained, violation.since ?? 0)} where none is allowed`
      : `A violation at ${clock(explained, violation.since ?? 0)}`;
  return `${counted}, not confirmed yet (${seen} of ${confirm}).${lastSeen(explained)}`;
}

/** A fact that held: how often it was looked at, and against what. */
function clean(explained: Explained): string {
  const { of, judged, figures } = explained;
  const { measure } = judged.criterion;
  const looked = `${times(of.judged, 'reading', 'readings')} since the deploy`;
  if (judged.confirmation === 'standing') {
    return `No ${measure === 'count' ? 'event' : 'bad request'} in ${looked}; none is allowed.`;
  }
  if (measure === 'check') return `It held in all ${looked}.`;
  const against = figures.test === undefined ? '' : ` (${accepted(explained, figures.test)})`;
  return `None of ${looked} had more than is accepted${against}.`;
}
