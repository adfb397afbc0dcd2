import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { hours } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { Baseline } from './baseline.ts';
import { type CriterionState, judgedCriteria, openCriterion, unread } from './criterion-state.ts';
import { figuresOf } from './figures.ts';
import { noRecentValues, rememberValues } from './recent-values.ts';
import { criterion, settingsFor } from './scenario.fixture.ts';
import { inOneGo } from './slow-work.ts';
import { confidenceSequence } from './statistics/confidence-sequence.ts';
import { samples } from './statistics/distribution.ts';
import { levelOf, type TestLimit } from './test-limit.ts';
import { openTest, type TestState } from './test-state.ts';
import { noGoEvidence, defaultTuning as tuning } from './tuning.ts';

const now = 7200;
const settings = settingsFor(hours(24));
type Of = Partial<Criterion> & Pick<Criterion, 'measure'>;

/** The numbers of a criterion that stands like this, two hours after the deploy. */
function shown(of: Of, its: Partial<CriterionState> = {}, baseline?: Baseline) {
  const [judged] = judgedCriteria({ criteria: [criterion(of)], settings }, tuning);
  if (judged === undefined) throw new Error('nothing is judged');
  return figuresOf(judged, { ...inOneGo(openCriterion(judged, baseline, tuning)), ...its }, now, tuning);
}
const test = (limit: TestLimit, changes: Partial<TestState> = {}): TestState => ({
  ...openTest(limit, 1, tuning),
  ...changes,
});
const onePercent: TestLimit = { type: 'rate-limit', law: 'binomial', rate: 0.01 };
const errors = { measure: 'rate', limit: 0.01 } as const;

const slots = 120;
const before = (of: Partial<Baseline>): Baseline => ({
  slotSeconds: 60,
  counts: Array.from({ length: slots }, () => ({ n: 1000, k: 10 })),
  values: Array.from({ length: slots }, () => null),
  shape: null,
  longestQuietSeconds: 0,
  ...of,
});
const oneTo = (largest: number, sign = 1) =>
  samples(Array.from({ length: largest }, (_, i) => sign * (i + 1)).toSorted((a, b) => a - b));
const values = (sign = 1) => before({ values: Array.from({ length: slots }, () => oneTo(20, sign)) });

const recent = (...readings: readonly (readonly number[])[]) => {
  const remembered = noRecentValues();
  for (const reading of readings) rememberValues(remembered, samples(reading.toSorted((a, b) => a - b)));
  return { recent: remembered };
};
const failed = { at: 600, by: 'evidence' } as const;

describe('of what is counted is shown', () => {
  it('the share of all since the deploy, and between what it surely lies', () => {
    const { value, interval } = shown(errors, { tests: [test(onePercent, { n: 1000, k: 20 })] });
    expect(value).toBe(0.02);
    expect(interval).toEqual(confidenceSequence({ n: 1000, k: 20, phi: 1, law: 'binomial' }));
  });

  it('what is so now: a reading more changes it', () => {
    const growing = test(onePercent, { n: 1000, k: 20 });
    const interval = () => shown(errors, { tests: [growing] }).interval;
    const first = interval();
    expect(interval()).toEqual(first);
    growing.k = 21;
    expect(interval()?.[0]).toBeGreaterThan(first?.[0] as number);
    growing.k = 20;
    growing.n = 2000;
    expect(interval()?.[1]).toBeLessThan(first?.[1] as number);
  });

  it('nothing before the first unit, or without a test', () => {
    expect(shown(errors)).toMatchObject({ value: undefined, interval: undefined, limit: 0.01 });
    expect(shown({ measure: 'rate' })).toMatchObject({ test: undefined, value: undefined, limit: undefined });
  });

  it('of a regression what was counted since it began', () => {
    const counted = test(onePercent, { n: 1000, k: 20 });
    if (counted.process.trail === null) throw new Error('it remembers nothing');
    const each = (number: number) => counted.process.capital.map(() => number);
    const trail = { ...counted.process.trail, since: each(3600), bad: each(15), total: each(100) };
    const tests = [{ ...counted, process: { ...counted.process, trail } }];
    expect(shown(errors, { tests, failed })).toMatchObject({ run: { since: 3600 }, value: 0.15 });
    expect(shown(errors, { tests, failed, recoveredAt: 5000 })).toMatchObject({ run: undefined, value: 0.02 });
    expect(shown(errors, { tests, failed: { at: 600, by: 'outage' } })).toMatchObject({ run: undefined, value: 0.02 });
  });
});

describe('of values is shown', () => {
  const slow = { measure: 'latency', limit: 30 } as const;

  it('their quantile in the last readings, and between what it surely lies', () => {
    const { value, interval } = shown(slow, recent(Array.from({ length: 16 }, (_, i) => i + 1)));
    expect(value).toBe(16);
    const [low, high] = interval ?? [0, 0];
    expect(low).toBeGreaterThanOrEqual(1);
    expect(low).toBeLessThan(16);
    expect(high).toBe(16);
    expect(shown({ ...slow, quantile: 0.5 }, recent([1, 2, 3])).value).toBe(2);
    expect(shown(slow)).toMatchObject({ value: undefined, interval: undefined });
  });

  it('as of late, once more were judged than are kept', () => {
    const isOfLate = (n: number) =>
      shown(slow, { ...recent([1, 2], [3]), tests: [test({ type: 'value-limit', level: 0.95, threshold: 30 }, { n })] })
        .isOfLate;
    expect([2, 3, 4].map(isOfLate)).toEqual([false, false, true]);
    expect(shown(slow).isOfLate).toBe(false);
    expect(shown(errors, { tests: [test(onePercent, { n: 1e6, k: 20 })] }).isOfLate).toBe(false);
  });

  it('both ends of where the median lies', () => {
    const { interval } = shown({ ...slow, quantile: 0.5 }, recent(...Array.from({ length: 60 }, (_, i) => [i + 1])));
    const [low, high] = interval ?? [0, 0];
    expect(low).toBeGreaterThan(1);
    expect(low).toBeLessThan(30);
    expect(high).toBeGreaterThan(30);
    expect(high).toBeLessThan(60);
  });

  it('in a regression that of the readings since', () => {
    const calmThenSlow = recent(...Array.from({ length: 60 }, (_, i) => [i < 40 ? 1 : 9]));
    const level = (its: Partial<CriterionState>) =>
      shown({ ...slow, quantile: 0.5 }, { ...calmThenSlow, ...its }).value;
    const [limited] = [test({ type: 'value-limit', level: 0.5, threshold: 3 })];
    if (limited?.process.trail == null) throw new Error('it remembers nothing');
    const trail = { ...limited.process.trail, since: limited.process.capital.map(() => now - 20 * 15) };
    const tests = [{ ...limited, process: { ...limited.process, trail } }];
    expect(level({ tests })).toBe(1);
    expect(level({ tests, failed })).toBe(9);
  });

  it('all of it turned back where lower is worse', () => {
    const free = { measure: 'gauge', tolerance: 0.2, worse: 'lower' } as const;
    const of = shown(free, recent([-10, -8, -4]), values(-1));
    expect(of).toMatchObject({ value: 4, baseline: 2 });
    expect(of.interval?.[0]).toBe(4);
    expect(of.interval?.[1]).toBeGreaterThan(4);
    expect(of.limit).toBeCloseTo(1.4, 9);
    // A single value may be worse, at an hour that the baseline did not see.
    expect(of.threshold).toBeCloseTo(0.2, 9);
    expect(shown({ measure: 'gauge', limit: 3, worse: 'lower' }, recent([-10]))).toMatchObject({
      value: 10,
      limit: 3,
      threshold: 3,
    });
    expect(shown({ ...errors, worse: 'lower' }, { tests: [test(onePercent, { n: 10, k: 2 })] }).value).toBe(0.2);
  });
});

describe('what it is compared with', () => {
  it('is the rate of before, or the quantile of the test that speaks', () => {
    expect(shown({ measure: 'rate', tolerance: 0.25 }, {}, before({})).baseline).toBe(0.01);
    expect(shown(errors, {}, before({})).baseline).toBe(0.01);
    expect(shown(errors).baseline).toBeUndefined();
    expect(shown({ measure: 'latency', tolerance: 0.1 }, {}, values()).baseline).toBe(19);
    const median = { measure: 'latency', tolerance: 0.1, quantile: 0.5 } as const;
    expect(shown(median, {}, values()).baseline).toBe(10);
    expect(shown({ ...median, limit: 15 }, {}, values()).baseline).toBe(10);
  });

  it('has the limit of the plan, else what is tolerated of before', () => {
    expect(shown(errors).limit).toBe(0.01);
    const compared = shown({ measure: 'rate', tolerance: 0.25 }, {}, before({}));
    expect(compared.limit).toBeCloseTo(0.01 * (1 + 0.25 * 1.5), 12);
    expect(compared.threshold).toBeUndefined();
    expect(shown({ measure: 'latency', limit: 30 })).toMatchObject({ limit: 30, threshold: 30 });
    // What is always fine for a check that has neither.
    expect(shown({ measure: 'check' }).limit).toBe(0.01);
  });

  it('tolerates what it says it does: more than the plan after a short baseline', () => {
    expect(shown({ measure: 'rate', tolerance: 0.25 }, {}, before({})).tolerance).toBeCloseTo(0.375, 12);
    expect(shown({ ...errors, tolerance: 0.25 }, {}, before({})).tolerance).toBeCloseTo(0.375, 12);
    expect(shown({ ...errors, tolerance: 0.25 }).tolerance).toBe(0.25);
    expect(shown(errors).tolerance).toBeUndefined();
  });
});

describe('of several tests speaks, with what it is compared with', () => {
  const speaks = (of: Of, its: (tests: readonly TestState[]) => Partial<CriterionState> = () => ({})) => {
    const [judged] = judgedCriteria({ criteria: [criterion(of)], settings }, tuning);
    if (judged === undefined) throw new Error('nothing is judged');
    const opened = inOneGo(openCriterion(judged, values(), tuning));
    const { test: speaking, baseline } = figuresOf(judged, { ...opened, ...its(opened.tests) }, now, tuning);
    return speaking && `${speaking.limit.type} ${levelOf(speaking.limit)} of ${baseline}`;
  };
  const times = { measure: 'latency', tolerance: 0.1 } as const;
  const convinced = (evidence: readonly number[]) => (tests: readonly TestState[]) => ({
    failed,
    tests: tests.map((one, i) => ({ ...one, evidence: evidence[i] ?? 1 })),
  });
  const enough = noGoEvidence(tuning);

  it('the limit of the plan, else p95, else the first', () => {
    expect(speaks({ ...times, limit: 30 })).toBe('value-limit 0.95 of 19');
    expect(speaks(times)).toBe('value-baseline 0.95 of 19');
    expect(speaks({ ...times, quantile: 0.9 })).toBe('value-baseline 0.9 of 18');
    expect(speaks({ ...times, quantile: 0.9, limit: 30 })).toBe('value-limit 0.9 of 18');
  });

  it('of a failing one the same, when it is convinced', () => {
    expect(speaks(times, convinced([9 * enough, enough, 1]))).toBe('value-baseline 0.95 of 19');
    expect(speaks({ ...times, limit: 30 }, convinced([enough, 1, 9 * enough, 1]))).toBe('value-limit 0.95 of 19');
  });

  it('else the one that is most so, of equals the first', () => {
    expect(speaks(times, convinced([2, 0.9 * enough, 9 * enough]))).toBe('value-baseline 0.99 of 20');
    expect(speaks(times, convinced([2 * enough, 1, 2 * enough]))).toBe('value-baseline 0.5 of 10');
  });
});

describe('of a rule that is broken is shown', () => {
  const violation = { ...unread().violation, value: 95 };
  const broken = { violation, failed: { at: 600, by: 'violation' }, ...recent([20]) } as const;
  const pool = { measure: 'gauge', limit: 80, strict: true } as const;

  it('the reading that broke it, which an average would hide', () => {
    expect(shown(pool, broken).value).toBe(95);
    expect(shown({ ...pool, worse: 'lower' }, { ...broken, violation: { ...violation, value: -2 } }).value).toBe(2);
  });

  it('what is so now once it is kept again, and before it was confirmed', () => {
    expect(shown(pool, { ...broken, recoveredAt: 900 }).value).toBe(20);
    expect(shown(pool, { ...broken, failed: null }).value).toBe(20);
    expect(shown(pool, { ...broken, failed: { at: 600, by: 'no-data' } }).value).toBe(20);
  });

  it('the share of all where every single one counts', () => {
    const tests = [test({ ...onePercent, rate: 0 }, { n: 100, k: 2 })];
    expect(shown({ measure: 'rate', limit: 0 }, { ...broken, tests }).value).toBe(0.02);
    expect(shown({ measure: 'check', limit: 0, integrity: true }, { ...broken, tests }).value).toBe(0.02);
  });
});

it('the evidence is that of the criterion, not of one test', () => {
  expect(shown(errors, { evidence: 4.5 }).eValue).toBe(4.5);
});
