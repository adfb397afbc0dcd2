import { lowerBound } from './statistics/chernoff-bound.ts';
import { above, total } from './statistics/distribution.ts';
import { bet, type EProcess, openEProcess } from './statistics/e-process.ts';
import { type Count, nothing } from './statistics/law.ts';
import { logEvidenceBelow, ruleOutFactors, unitsToRefute } from './statistics/rule-out.ts';
import { valueAtFactor } from './statistics/value-reference.ts';
import type { Manner } from './statistics/winnings.ts';
import {
  barAt,
  barAtFactor,
  furtherOf,
  furtherRate,
  lawOf,
  levelOf,
  mostAccepted,
  type TestLimit,
} from './test-limit.ts';
import type { Tuning } from './tuning.ts';
import type { Units } from './units.ts';

/** One test of one criterion: its limit, frozen, and what has been counted against it since the deploy. */
export interface TestState {
  readonly limit: TestLimit;
  /** How bursty bad units are: divides all evidence. */
  readonly phi: number;
  /** The bets against its limit, by the first supposition about the baseline; and against those of the further ones. */
  process: EProcess;
  further: readonly EProcess[];
  /** E of the test, as `evidenceOf` has it. */
  evidence: number;
  /** Judged units since the deploy. */
  n: number;
  k: number;
  /** For values: how many were over the threshold of each rule-out factor. */
  readonly overFactor: number[];
  /** Runs once the criterion has failed: evidence that it is well again. */
  recovery: EProcess | null;
}

export function openTest(limit: TestLimit, phi: number, tuning: Tuning): TestState {
  const factors = limit.type === 'value-baseline' ? ruleOutFactors.map(() => 0) : [];
  const search = openSearch(limit, tuning);
  return { limit, phi, ...search, n: 0, k: 0, overFactor: factors, recovery: null };
}

function openSearch(limit: TestLimit, tuning: Tuning): Pick<TestState, 'process' | 'further' | 'evidence'> {
  const further = furtherOf(limit).map(() => openEProcess('worse', tuning, { trail: false }));
  return { process: openEProcess('worse', tuning), further, evidence: 1 };
}

/** The bad units of a reading, held against one threshold. */
export function countOver(units: Units, threshold: number | null): Count {
  if (units.type === 'counted') return units.count;
  const { values } = units;
  return { n: total(values), k: threshold === null ? 0 : above(values, threshold) };
}

interface Interval {
  readonly at: number;
  readonly seconds: number;
  /** Undefined when nothing in it may be judged, which is no evidence either way. */
  readonly units: Units | undefined;
}

/** Counts one interval without betting on it. */
export function countInto(test: TestState, { at, units }: Interval, tuning: Tuning): Tick {
  const { limit, overFactor } = test;
  const { threshold, rate } = barAt(limit, at, tuning);
  const { n, k } = units === undefined ? nothing : countOver(units, threshold);
  test.n += n;
  test.k += k;
  if (limit.type === 'value-baseline' && units?.type === 'measured') {
    for (let i = 0; i < overFactor.length; i++) {
      const threshold = valueAtFactor(limit.reference, ruleOutFactors[i] as number);
      overFactor[i] = (overFactor[i] as number) + above(units.values, threshold);
    }
  }
  return { n, k, limit: rate };
}
type Tick = Count & { readonly limit: number };

/** How the bad units of a test come. */
export const mannerOf = ({ limit, phi }: TestState): Manner => ({
  phi,
  law: lawOf(limit),
  inBursts: limit.type === 'rate-limit' || limit.type === 'rate-baseline',
});

/** Counts one interval and bets on it. */
export function betOn(test: TestState, interval: Interval, tuning: Tuning): void {
  const { at, seconds } = interval;
  const { n, k, limit } = countInto(test, interval, tuning);
  const tick = { at, seconds, n, k, limit };
  const manner = mannerOf(test);
  bet(test.process, tick, manner, tuning);
  if (test.recovery !== null) bet(test.recovery, tick, manner, tuning);
  const further = furtherOf(test.limit);
  for (let i = 0; i < further.length; i++) {
    tick.limit = furtherRate(test.limit, further[i] as (typeof further)[number], at, tuning);
    bet(test.further[i] as EProcess, tick, manner, tuning);
  }
  test.evidence = evidenceOf(test);
}

/** E: the least of all suppositions, each with what the baseline itself says against the one before. */
export function evidenceOf({ limit, process, further }: Pick<TestState, 'limit' | 'process' | 'further'>): number {
  const supposed = furtherOf(limit);
  let least = process.evidence;
  for (let i = 0; i < further.length; i++) {
    const { headStart } = supposed[i] as (typeof supposed)[number];
    least = Math.min(least, Math.exp(headStart) * (further[i] as EProcess).evidence);
  }
  return least;
}

/** The bets against the further suppositions, at this time of the watch. */
export function furtherBets(
  { limit, further }: TestState,
  at: number,
  tuning: Tuning,
): { readonly process: EProcess; readonly limit: number; readonly headStart: number }[] {
  return furtherOf(limit).map((supposed, i) => ({
    process: further[i] as EProcess,
    limit: furtherRate(limit, supposed, at, tuning),
    headStart: supposed.headStart,
  }));
}

/** The smallest factor, up to `most`, that "this many times the baseline, or worse" is ruled out for; else undefined. */
export function ruledOut(test: TestState, most: number, tuning: Tuning): number | undefined {
  const absolute = test.limit.type === 'rate-limit' || test.limit.type === 'value-limit';
  if (absolute) return isRuledOut(test, 1, test.k, tuning) ? 1 : undefined;
  return ruleOutFactors.find(
    (factor, i) => factor <= most && isRuledOut(test, factor, test.overFactor[i] ?? test.k, tuning),
  );
}

/** One sigma sure that more is bad than is accepted in any case: not enough for NO-GO, too much for GO. */
export function isOverLimit({ limit, phi, n, k }: TestState, { blockNats }: Tuning): boolean {
  const most = mostAccepted(limit);
  if (most === undefined || n <= 0) return false;
  return lowerBound({ k: k / phi, n: n / phi, nats: blockNats, law: lawOf(limit) }) > most;
}

/** How many more units, none of them bad, would rule `factor` out; 1 when it is ruled out already. */
export function unitsToRuleOut(test: TestState, factor: number, tuning: Tuning): number {
  const k = test.overFactor[ruleOutFactors.indexOf(factor)] ?? test.k;
  return Math.min(Math.max(1, Math.ceil(inAllToRuleOut(test, factor, k, tuning) - test.n)), countless);
}
const countless = 1e12;

/** Units since the deploy. Good ones change nothing of it, so the last answer is remembered. */
function inAllToRuleOut(test: TestState, factor: number, k: number, tuning: Tuning): number {
  const known = needed.get(test);
  if (known?.k === k && known.factor === factor && known.tuning === tuning) return known.units;
  const { limit, phi } = test;
  const { rate: q } = barAtFactor(limit, factor);
  const units = unitsToRefute({ k, q, phi, law: lawOf(limit), nats: ruledOutAt(tuning) });
  needed.set(test, { factor, k, tuning, units });
  return units;
}
interface Needed {
  readonly factor: number;
  readonly k: number;
  readonly tuning: Tuning;
  readonly units: number;
}
const needed = new WeakMap<TestState, Needed>();

/** An e-value of at least 2 / goAlpha against "on average since the deploy, `factor` times the baseline or worse". */
function isRuledOut({ limit, phi, n }: TestState, factor: number, k: number, tuning: Tuning): boolean {
  const { rate: q } = barAtFactor(limit, factor);
  return logEvidenceBelow({ sums: { n, k }, q, phi, law: lawOf(limit) }) >= ruledOutAt(tuning);
}
const ruledOutAt = ({ goAlpha }: Tuning): number => Math.log(2 / goAlpha);

/** From the moment a criterion fails: evidence against "still at the limit, or worse". */
export function watchRecovery(test: TestState, tuning: Tuning): void {
  test.recovery = openEProcess('better', tuning, { trail: false });
}

export const hasRecovered = ({ recovery }: TestState, { recoveryAlpha }: Tuning): boolean =>
  recovery !== null && recovery.evidence >= 1 / recoveryAlpha;

/** Well again: the search for the next regression begins afresh. */
export function restartSearch(test: TestState, tuning: Tuning): void {
  Object.assign(test, openSearch(test.limit, tuning), { recovery: null });
}

/** The tests that GO must hear from: not the tail, unless there is nothing else. */
export function certifying(tests: readonly TestState[], { goHighestQuantile }: Tuning): readonly TestState[] {
  const firm = tests.filter(({ limit }) => (levelOf(limit) ?? 0) <= goHighestQuantile);
  return firm.length > 0 ? firm : tests;
}
