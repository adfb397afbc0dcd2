import { barAtFactor, levelOf } from '../test-limit.ts';
import { certifying, ruledOut, type TestState } from '../test-state.ts';
import { type Explained, quantileOf } from './explained.ts';
import { valueIn } from './wording.ts';

/** `an average of 0.4 % or more`, `a p95 of 417 ms or more`: the very number that GO's evidence speaks against. */
function asBad(explained: Explained, { test, edge }: Edge): string {
  const { criterion } = explained.judged;
  const name = quantileOf(explained, test);
  const lower = criterion.worse === 'lower' && name !== undefined;
  const shown = valueIn(criterion, lower ? -edge : edge);
  return `${name === undefined ? 'an average' : `a ${name}`} of ${shown} or ${lower ? 'less' : 'more'}`;
}

interface Edge {
  readonly test: TestState;
  /** In the sign of the tests: more is worse. */
  readonly edge: number;
}

function edgeOf(test: TestState, factor: number): Edge {
  const { threshold, rate } = barAtFactor(test.limit, factor);
  return { test, edge: threshold ?? rate };
}

/** Of a limit and what was usual, both about the same quantile, the nearer one says the other too. */
const nearest = (edges: readonly Edge[]): readonly Edge[] =>
  edges.filter(
    (one, i) =>
      !edges.some(
        (other, j) =>
          levelOf(other.test.limit) === levelOf(one.test.limit) &&
          (other.edge < one.edge || (other.edge === one.edge && j < i)),
      ),
  );

const inWords = (explained: Explained, edges: readonly Edge[]): string =>
  nearest(edges)
    .toSorted((a, b) => (levelOf(a.test.limit) ?? 0) - (levelOf(b.test.limit) ?? 0))
    .map((edge) => asBad(explained, edge))
    .join(' and ');

const goFactor = (explained: Explained, test: TestState): number | undefined =>
  ruledOut(test, explained.judged.goFactor, explained.frame.tuning);

/** What still has to be ruled out before GO. */
export function notRuledOut(explained: Explained): string {
  const { of, judged, frame } = explained;
  const open = certifying(of.tests, frame.tuning).filter((test) => goFactor(explained, test) === undefined);
  return inWords(
    explained,
    open.map((test) => edgeOf(test, judged.goFactor)),
  );
}

/** `Ruled out, wrong at most once in 40 times: an average of 0.246 % or more`. */
export function ruledOutWords(explained: Explained): string {
  const { of, frame } = explained;
  const { tuning } = frame;
  const edges = certifying(of.tests, tuning).map((test) => edgeOf(test, goFactor(explained, test) ?? 1));
  return `Ruled out, at odds of 1 in ${Math.round(2 / tuning.goAlpha)}: ${inWords(explained, edges)}`;
}
