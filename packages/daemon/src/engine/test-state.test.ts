import { describe, expect, it } from 'vitest';
import { openEProcess, bet as place } from './statistics/e-process.ts';
import { rateReference } from './statistics/rate-reference.ts';
import { mostAccepted, type TestLimit } from './test-limit.ts';
import {
  betOn,
  certifying,
  countInto,
  countOver,
  furtherBets,
  isOverLimit,
  mannerOf,
  openTest,
  ruledOut,
  unitsToRuleOut,
} from './test-state.ts';
import { defaultTuning as tuning } from './tuning.ts';
import type { Units } from './units.ts';

const counted = (n: number, k: number): Units => ({ type: 'counted', count: { n, k } });
/** One percent of errors in the hours before: few enough that it may have been more. */
const reference = rateReference({
  slots: Array.from({ length: 400 }, (_, minute) => ({ n: 20, k: minute % 5 === 0 ? 1 : 0 })),
  slotSeconds: 60,
  law: 'binomial',
  nats: 7,
  tolerance: 0.25,
  wideTolerance: 1,
  okBelow: 0.0002,
  tuning,
});
const compared: TestLimit = { type: 'rate-baseline', reference };
const absolute: TestLimit = { type: 'rate-limit', law: 'binomial', rate: 0.01 };
const interval = { at: 600, seconds: 15, units: counted(100, 3) };

describe('E of a test', () => {
  it('is the least of what every supposition about the baseline wins, each with its head start', () => {
    const test = openTest(compared, 1, tuning);
    const [first, further] = [openEProcess('worse', tuning), furtherBets(test, interval.at, tuning)];
    expect(further.map(({ headStart }) => headStart)).toEqual(tuning.baselineSteps);
    const tick = { at: interval.at, seconds: interval.seconds, n: 100, k: 3 };
    const won = [
      place(first, { ...tick, limit: 1.25 * reference.flat }, mannerOf(test), tuning),
      ...further.map(({ limit, headStart }) => {
        const fresh = openEProcess('worse', tuning);
        return Math.exp(headStart) * place(fresh, { ...tick, limit }, mannerOf(test), tuning);
      }),
    ];
    betOn(test, interval, tuning);
    expect(test.evidence).toBeCloseTo(Math.min(...won), 12);

    for (let i = 0; i < 20; i++) betOn(test, { ...interval, at: 615 + 15 * i }, tuning);
    expect(test.evidence).toBeLessThan(test.process.evidence);
    const wonBy = furtherBets(test, 900, tuning).map(
      ({ process, headStart }) => Math.exp(headStart) * process.evidence,
    );
    expect(test.evidence).toBe(Math.min(test.process.evidence, ...wonBy));
  });

  it('of an absolute limit is what its one process wins', () => {
    const test = openTest(absolute, 1, tuning);
    betOn(test, interval, tuning);
    expect(furtherBets(test, 600, tuning)).toEqual([]);
    expect(test.evidence).toBe(test.process.evidence);
  });
});

describe('counting', () => {
  it('adds up what was judged, without betting on it', () => {
    const test = openTest(absolute, 1, tuning);
    for (const units of [counted(100, 6), undefined, counted(50, 1)]) countInto(test, { ...interval, units }, tuning);
    expect(test).toMatchObject({ n: 150, k: 7, evidence: 1 });
  });

  it('of buckets counts what lies in all of them, and over the threshold what is bad', () => {
    const values = { type: 'histogram', bounds: [0.1, 1], counts: [6, 3, 1] } as const;
    expect(countOver({ type: 'measured', values }, 1)).toEqual({ n: 10, k: 1 });
  });
});

describe('what is ruled out', () => {
  const judged = (limit: TestLimit, n: number, k: number) => ({ ...openTest(limit, 1, tuning), n, k });

  it('of an absolute limit is the limit itself, whatever factor is asked for', () => {
    expect(ruledOut(judged(absolute, 10_000, 10), 3, tuning)).toBe(1);
    expect(ruledOut(judged(absolute, 10_000, 100), 3, tuning)).toBeUndefined();
    const level: TestLimit = { type: 'value-limit', level: 0.9, threshold: 80 };
    expect(ruledOut(judged(level, 10_000, 10), 3, tuning)).toBe(1);
  });

  it('of a baseline is the smallest factor that can be, and none over what is asked for', () => {
    for (const most of [2, 3]) expect(ruledOut(judged(compared, 10_000, 100), most, tuning)).toBe(2);
    expect(ruledOut(judged(compared, 10_000, 100), 1.5, tuning)).toBeUndefined();
  });
});

it('over its limit is what lies so by one sigma, with something to judge: an absolute one, or one of a brief baseline', () => {
  const of = (limit: TestLimit, n: number, k: number) => isOverLimit({ ...openTest(limit, 1, tuning), n, k }, tuning);
  expect(of(absolute, 100, 5)).toBe(true);
  expect(of(absolute, 100, 1)).toBe(false);
  expect(isOverLimit({ ...openTest(absolute, 9, tuning), n: 100, k: 5 }, tuning)).toBe(false);
  expect(of(absolute, 0, 0)).toBe(false);
  expect(of(compared, 100, 50)).toBe(false);
  const brief: TestLimit = { type: 'rate-baseline', reference: { ...reference, spanSeconds: 1740 } };
  const most = mostAccepted(brief) ?? Number.NaN;
  expect(of(brief, 1000, 1000 * most + Math.sqrt(1000 * most) / 2)).toBe(false);
  expect(of(brief, 1000, 1000 * most + 2 * Math.sqrt(1000 * most))).toBe(true);
  expect(of(brief, 0, 0)).toBe(false);
  expect(of({ type: 'value-limit', level: 0.9, threshold: 80 }, 100, 50)).toBe(true);
});

it('GO asks the quantiles that certify, and the tail only where there is nothing else', () => {
  const [median, tail] = [0.5, 0.99].map((level) => openTest({ type: 'value-limit', level, threshold: 1 }, 1, tuning));
  const both = [median, tail].filter((test) => test !== undefined);
  expect(certifying(both, tuning)).toEqual([median]);
  expect(certifying(both.slice(1), tuning)).toEqual([tail]);
});

describe('what would still have to come to rule a factor out', () => {
  const after = (...readings: readonly Units[]) => {
    const test = openTest(absolute, 1, tuning);
    for (const units of readings) countInto(test, { ...interval, units }, tuning);
    return test;
  };
  const isRuledOut = (n: number, k: number) => ruledOut(after(counted(n, k)), 1, tuning) === 1;

  it('is the fewest units that do, and 1 when they have come', () => {
    const needed = unitsToRuleOut(after(counted(100, 0)), 1, tuning);
    expect([isRuledOut(100 + needed - 1, 0), isRuledOut(100 + needed, 0)]).toEqual([false, true]);
    expect(unitsToRuleOut(after(counted(100_000, 0)), 1, tuning)).toBe(1);
  });

  it('is asked again of the same test: less by each good unit, more by a bad one, other for another factor', () => {
    const test = after(counted(100, 0));
    const needed = unitsToRuleOut(test, 1, tuning);
    countInto(test, { ...interval, units: counted(50, 0) }, tuning);
    expect(unitsToRuleOut(test, 1, tuning)).toBe(needed - 50);
    countInto(test, { ...interval, units: counted(1, 1) }, tuning);
    const more = unitsToRuleOut(test, 1, tuning);
    expect(more).toBeGreaterThan(needed - 51);
    expect(more).toBe(unitsToRuleOut({ ...test }, 1, tuning));
    const slots = openTest(compared, 1, tuning);
    countInto(slots, { ...interval, units: counted(100, 0) }, tuning);
    const [wide, narrow] = [unitsToRuleOut(slots, 2, tuning), unitsToRuleOut(slots, 1.5, tuning)];
    expect(narrow).toBeGreaterThan(wide);
    expect(unitsToRuleOut(slots, 2, { ...tuning, goAlpha: tuning.goAlpha / 10 })).toBeGreaterThan(wide);
  });
});
