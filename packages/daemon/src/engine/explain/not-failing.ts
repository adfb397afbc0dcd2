import { groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import { coverageOf } from '../seen-time.ts';
import type { Standing } from '../standing.ts';
import { certifying, ruledOut } from '../test-state.ts';
import { accepted, clock, type Explained, present, quantileOf, trouble } from './explained.ts';
import { amount, percent, span, unitWord } from './wording.ts';

type Why<State extends Standing['state']> = Extract<Standing, { state: State }>['why'];

export function explainBlindness(explained: Explained, why: Why<'blind'>): string {
  const { of, judged, now } = explained;
  const words = unitWord(judged.criterion);
  switch (why) {
    case 'silent': {
      const last = of.lastReadingAt;
      const when =
        last === null
          ? `No acceptable reading since the deploy, ${span(now)} ago`
          : `No acceptable reading since ${clock(explained, last)}, for ${span(now - last)}`;
      return `${when}${trouble(explained)}.`;
    }
    case 'ahead':
      return `Its last reading is stamped ${clock(explained, of.lastReadingAt ?? 0)}, which is still to come: a clock is wrong.`;
    case 'vanished':
      return `No ${words} since ${clock(explained, of.lastUnitAt ?? 0)}; before the deploy the longest quiet was ${span(of.longestQuietSeconds ?? 0)}.`;
  }
}

export function explainDoubt(explained: Explained, why: Why<'undecided'>): string {
  const { of, judged, figures, now } = explained;
  const { criterion } = judged;
  switch (why) {
    case 'cannot-decide':
      return `It cannot decide: ${of.cannotDecide}.`;
    case 'no-reading':
      return `No reading yet${trouble(explained)}.`;
    case 'settling':
      return `Readings are judged from ${clock(explained, judged.settleSeconds)} on, after the deploy has settled.`;
    case 'unconfirmed': {
      const told = of.violation.because ?? of.lastTrouble?.because;
      return `A violation that is not confirmed yet${told === undefined ? '' : ` (${told})`}.`;
    }
    case 'suspicious':
      return `${sinceDeploy(explained)}. It would be a NO-GO by itself (E ${Math.floor(figures.eValue)}), but it shares the promise with others.`;
    case 'no-units':
      return `No ${unitWord(criterion)} to judge since the deploy.`;
    case 'gaps':
      return `Only ${percent(coverageOf(of, judged, now))} of the expected readings arrived, too few to decide${trouble(explained)}.`;
    case 'thin':
      return `No sure difference so far: ${sinceDeploy(explained)}. Too little yet to rule out ${factorWords(explained)}.`;
    case 'over-limit':
      return `Over its limit in the whole watch: ${sinceDeploy(explained)}. Too little traffic to be sure, too much of it bad for GO.`;
  }
}

export function explainPass(explained: Explained, why: Why<'passing'>): string {
  const { of, judged, frame } = explained;
  const { tuning } = frame;
  switch (why) {
    case 'clean':
      return `No violation in ${groupThousands(of.judged)} readings.`;
    case 'nothing-found':
      return `Nothing found in the whole watch: ${sinceDeploy(explained)}. Traffic was too thin to rule out ${factorWords(explained)}.`;
    case 'ruled-out': {
      const factors = certifying(of.tests, tuning).map((test) => ruledOut(test, judged.goFactor, tuning) ?? 1);
      return `${sinceDeploy(explained)}. Ruled out: ${upTo(explained, Math.max(...factors))}.`;
    }
  }
}

/** `0.4 %, 41 of 10,204 requests since the deploy (baseline 0.5 %, +25 % allowed)`. */
function sinceDeploy(explained: Explained): string {
  const { judged, figures } = explained;
  const { criterion } = judged;
  const { test } = figures;
  const value = present(explained);
  if (test === undefined || value === undefined) return 'nothing counted yet';
  const bad = groupThousands(Math.round(test.k));
  const against = accepted(explained);
  switch (criterion.measure) {
    case 'count':
      return `${value}, ${amount(criterion, test.k)} in ${span(test.n * 60)} (${against})`;
    case 'rate':
    case 'check':
      return `${value}, ${bad} of ${amount(criterion, test.n)} since the deploy (${against})`;
    case 'latency':
    case 'gauge':
      return `${value}, ${amount(criterion, test.n)} since the deploy (${against})`;
  }
}

const factorWords = (explained: Explained): string => upTo(explained, explained.judged.goFactor);

/** What GO rules out: the limit where there is only one, else a factor of the baseline. */
function upTo(explained: Explained, factor: number): string {
  const { of } = explained;
  const compared = of.tests.some(({ limit }) => limit.type === 'rate-baseline' || limit.type === 'value-baseline');
  if (!compared) return 'an average at the limit';
  const name = quantileOf(explained);
  const lower = explained.judged.criterion.worse === 'lower';
  return `${lower ? `a fall by ${percent(Math.min(0.9, factor - 1))}` : `${factor} times the baseline`}${name === undefined ? '' : ` at ${name}`}`;
}
