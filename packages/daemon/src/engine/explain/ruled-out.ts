import { barAtFactor } from '../test-limit.ts';
import { certifying, ruledOut, type TestState } from '../test-state.ts';
import { type Explained, quantileOf } from './explained.ts';
import { valueIn } from './wording.ts';

/** `an average of 0.4 % or more`, `a p95 of 417 ms or more`: the very number that GO's evidence speaks against. */
function asBad(explained: Explained, test: TestState, factor: number): string {
  const { criterion } = explained.judged;
  const { threshold, rate } = barAtFactor(test.limit, factor);
  const lower = criterion.worse === 'lower' && threshold !== null;
  const edge = valueIn(criterion, lower ? -threshold : (threshold ?? rate));
  const name = quantileOf(explained, test);
  return `${name === undefined ? 'an average' : `a ${name}`} of ${edge} or ${lower ? 'less' : 'more'}`;
}

const goFactor = (explained: Explained, test: TestState): number | undefined =>
  ruledOut(test, explained.judged.goFactor, explained.frame.tuning);

/** What still has to be ruled out before GO. */
export function notRuledOut(explained: Explained): string {
  const { of, judged, frame } = explained;
  return certifying(of.tests, frame.tuning)
    .filter((test) => goFactor(explained, test) === undefined)
    .map((test) => asBad(explained, test, judged.goFactor))
    .join(' and ');
}

/** `Ruled out, wrong at most once in 40 times: an average of 0.246 % or more`. */
export function ruledOutWords(explained: Explained): string {
  const { of, frame } = explained;
  const { tuning } = frame;
  const each = certifying(of.tests, tuning).map((test) => asBad(explained, test, goFactor(explained, test) ?? 1));
  return `Ruled out, at odds of 1 in ${Math.round(2 / tuning.goAlpha)}: ${each.join(' and ')}`;
}
