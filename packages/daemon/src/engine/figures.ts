import type { CriterionState, JudgedCriterion } from './criterion-state.ts';
import { shownLimit } from './explain/shown-limit.ts';
import { toleranceOf, usualQuantile } from './measures.ts';
import { recentDistribution } from './recent-values.ts';
import { confidenceSequence } from './statistics/confidence-sequence.ts';
import { quantile, total } from './statistics/distribution.ts';
import { bestRun, type Run } from './statistics/e-process.ts';
import type { Count } from './statistics/law.ts';
import { type Bar, barAt, lawOf, levelOf } from './test-limit.ts';
import type { TestState } from './test-state.ts';
import { noGoEvidence, type Tuning } from './tuning.ts';

/** The numbers that are shown of one criterion, in its unit; values for which lower is worse are turned back. */
export interface Figures {
  /** The test that speaks: of a failing criterion one that is convinced, else the plan's limit, else p95. */
  readonly test: TestState | undefined;
  readonly bar: Bar | undefined;
  /** What a single value may not exceed, or where lower is worse, not undershoot. */
  readonly threshold: number | undefined;
  /** For a criterion that fails by evidence: when it began, and what was counted since. */
  readonly run: Run | undefined;
  readonly value: number | undefined;
  /** It is of the last readings, and not of all that were judged: of times and levels only some are kept. */
  readonly isOfLate: boolean;
  readonly interval: readonly [number, number] | undefined;
  readonly baseline: number | undefined;
  readonly limit: number | undefined;
  readonly tolerance: number | undefined;
  readonly eValue: number;
}

export function figuresOf(judged: JudgedCriterion, of: CriterionState, now: number, tuning: Tuning): Figures {
  const { criterion } = judged;
  const failing = of.failed?.by === 'evidence' && of.recoveredAt === null;
  const test = failing ? convinced(of.tests, tuning) : shownTest(of.tests);
  const bar = test && barAt(test.limit, now, tuning);
  const run = failing && test ? bestRun(test.process) : undefined;
  const counted = run ? { n: run.total, k: run.bad } : test && { n: test.n, k: test.k };
  const measured = criterion.measure === 'latency' || criterion.measure === 'gauge';
  const sign = measured && criterion.worse === 'lower' ? -1 : 1;
  const seen =
    test &&
    (measured
      ? recentQuantile(of, test, run && (now - run.since) / judged.everySeconds)
      : counted && rateOf(test, counted));
  const turned = (value: number | undefined) => value && sign * value;
  const usual = test?.limit.type === 'value-baseline' ? test.limit.reference.quantile : of.usual;
  const tolerance = comparedTolerance(of) ?? toleranceOf(criterion);
  const bound = test && shownLimit(test.limit, now);
  return {
    test,
    bar,
    threshold: bar?.threshold == null ? undefined : sign * bar.threshold,
    run,
    value: turned(violating(judged, of) ?? seen?.value),
    isOfLate: test !== undefined && seen !== undefined && seen.of < test.n,
    interval: seen?.interval && ordered(sign * seen.interval[0], sign * seen.interval[1]),
    baseline: usual === null ? undefined : sign * usual,
    limit: criterion.limit ?? (bound === undefined ? undefined : sign * bound),
    tolerance: turned(tolerance),
    eValue: of.evidence,
  };
}

/** What is tolerated of the baseline there is: more than the plan says where it is short. */
const comparedTolerance = ({ tests }: CriterionState): number | undefined =>
  tests
    .map(({ limit }) => ('reference' in limit ? limit.reference.tolerance : undefined))
    .find((of) => of !== undefined);

/** Of a rule that is broken, the reading that broke it: an average would hide it. */
function violating({ criterion, confirmation }: JudgedCriterion, of: CriterionState): number | undefined {
  const isBroken = of.failed?.by === 'violation' && of.recoveredAt === null;
  const isOne = confirmation === 'in-a-row' && criterion.measure !== 'check';
  return isBroken && isOne ? (of.violation.value ?? undefined) : undefined;
}

/** The plan's limit, which stands first and speaks of p95 where the plan does not say; else p95; else the one there is. */
const shownTest = (tests: readonly TestState[]): TestState | undefined =>
  tests.find(({ limit }) => levelOf(limit) === usualQuantile) ?? tests[0];

/** One that is convinced by itself: the usual one if it is, so that not every reading is told of another quantile. */
function convinced(tests: readonly TestState[], tuning: Tuning): TestState | undefined {
  const usual = shownTest(tests);
  return usual !== undefined && usual.evidence >= noGoEvidence(tuning) ? usual : strongest(tests);
}

const strongest = (tests: readonly TestState[]): TestState | undefined =>
  tests.reduce<TestState | undefined>(
    (best, test) => (best === undefined || test.evidence > best.evidence ? test : best),
    undefined,
  );

interface Seen {
  readonly value: number;
  /** How many units it is of. */
  readonly of: number;
  readonly interval?: Interval;
}

function rateOf(test: TestState, counted: Count): Seen | undefined {
  const { n, k } = counted;
  return n > 0 ? { value: k / n, of: n, interval: intervalOf(test, counted) } : undefined;
}

/**
 * The 95 % confidence sequence of a test's bad rate. Most looks find most criteria as they were, so the last one is
 * remembered: what is remembered never changes an answer.
 */
function intervalOf(test: TestState, { n, k }: Count): Interval {
  const known = intervals.get(test);
  if (known?.n === n && known.k === k) return known.interval;
  const interval = confidenceSequence({ k, n, phi: test.phi, law: lawOf(test.limit) });
  intervals.set(test, { n, k, interval });
  return interval;
}
type Interval = readonly [low: number, high: number];
const intervals = new WeakMap<TestState, Count & { readonly interval: Interval }>();

/** The quantile of the last readings, of a regression only those in it; its interval is that of the share of values over it. */
function recentQuantile({ recent }: CriterionState, test: TestState, readings: number | undefined): Seen | undefined {
  const values = recent && recentDistribution(recent, readings);
  if (!values) return undefined;
  const level = levelOf(test.limit) ?? usualQuantile;
  const n = total(values);
  const [low, high] = intervalOf(test, { k: (1 - level) * n, n });
  return { value: quantile(values, level), of: n, interval: [quantile(values, 1 - high), quantile(values, 1 - low)] };
}

const ordered = (a: number, b: number): readonly [number, number] => (a <= b ? [a, b] : [b, a]);
