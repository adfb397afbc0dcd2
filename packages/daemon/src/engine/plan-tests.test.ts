import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { describe, expect, it } from 'vitest';
import type { Baseline } from './baseline.ts';
import { planTests } from './plan-tests.ts';
import { criterion } from './scenario.fixture.ts';
import { inOneGo } from './slow-work.ts';
import { type Distribution, histogram, samples } from './statistics/distribution.ts';
import type { Count } from './statistics/law.ts';
import { levelOf } from './test-limit.ts';
import { defaultTuning as tuning } from './tuning.ts';

const slots = 60;
const each = <T>(of: (i: number) => T): T[] => Array.from({ length: slots }, (_, i) => of(i));
const before = (of: Partial<Baseline>): Baseline => ({
  slotSeconds: 60,
  counts: each(() => ({ n: 0, k: 0 })),
  values: each(() => null),
  shape: null,
  longestQuietSeconds: 0,
  ...of,
});
const counted = (of: (i: number) => Count) => before({ counts: each(of) });
const measured = (of: (i: number) => Distribution) => before({ values: each(of) });

const onePercent = counted(() => ({ n: 1000, k: 10 }));
const oneToTwenty = measured(() => samples(Array.from({ length: 20 }, (_, i) => i + 1)));

type Of = Partial<Criterion> & Pick<Criterion, 'measure'>;
const planned = (of: Of, baseline?: Baseline, sharers = 1) =>
  inOneGo(planTests({ criterion: criterion(of), baseline, sharers, tuning }));
function tests(...of: Parameters<typeof planned>) {
  const plan = planned(...of);
  if (plan.type === 'none') throw new Error(plan.because);
  return plan.tests;
}
const limits = (...of: Parameters<typeof planned>) => tests(...of).map(({ limit }) => limit.type);
const levels = (...of: Parameters<typeof planned>) => tests(...of).map(({ limit }) => levelOf(limit));

describe('readings are held against', () => {
  it('the limit of the plan, and beside it what the baseline had with the tolerance', () => {
    expect(limits({ measure: 'rate', limit: 0.02 }, onePercent)).toEqual(['rate-limit']);
    expect(limits({ measure: 'rate', tolerance: 0.25 }, onePercent)).toEqual(['rate-baseline']);
    expect(limits({ measure: 'rate', limit: 0.02, tolerance: 0.25 }, onePercent)).toEqual([
      'rate-limit',
      'rate-baseline',
    ]);
    expect(limits({ measure: 'rate', limit: 0.02, tolerance: 0.25 })).toEqual(['rate-limit']);
  });

  it('a limit as it stands in the plan', () => {
    expect(tests({ measure: 'rate', limit: 0.02 })[0]?.limit).toEqual({
      type: 'rate-limit',
      law: 'binomial',
      rate: 0.02,
    });
    expect(tests({ measure: 'count', limit: 3 })[0]?.limit).toEqual({ type: 'rate-limit', law: 'poisson', rate: 3 });
    expect(tests({ measure: 'latency', limit: 0.4 })[0]?.limit).toEqual({
      type: 'value-limit',
      level: 0.95,
      threshold: 0.4,
    });
    expect(tests({ measure: 'gauge', limit: 80, quantile: 0.5 })[0]?.limit).toMatchObject({
      level: 0.5,
      threshold: 80,
    });
  });

  it('the same tail and the negated limit where lower is worse', () => {
    const free = { measure: 'gauge', limit: 10, worse: 'lower' } as const;
    expect(tests(free)[0]?.limit).toMatchObject({ level: 0.95, threshold: -10 });
    for (const [quantile, level] of [
      [0.05, 0.95],
      [0.95, 0.95],
      [0.5, 0.5],
    ] as const)
      expect(tests({ ...free, quantile })[0]?.limit).toMatchObject({ level, threshold: -10 });
    expect(tests({ measure: 'gauge', limit: 10, quantile: 0.05 })[0]?.limit).toMatchObject({
      level: 0.05,
      threshold: 10,
    });
  });

  it('three quantiles of values, or the one that the plan names', () => {
    expect(levels({ measure: 'latency', tolerance: 0.1 }, oneToTwenty)).toEqual([0.5, 0.95, 0.99]);
    expect(levels({ measure: 'gauge', tolerance: 0.1, quantile: 0.9 }, oneToTwenty)).toEqual([0.9]);
    expect(levels({ measure: 'latency', limit: 9, tolerance: 0.1 }, oneToTwenty)).toEqual([0.95, 0.5, 0.95, 0.99]);
  });

  it('the law of what is counted', () => {
    const law = (measure: 'rate' | 'check' | 'count') => {
      const [test] = tests({ measure, tolerance: 0.25 }, onePercent);
      return test?.limit.type === 'rate-baseline' ? test.limit.reference.law : undefined;
    };
    expect([law('rate'), law('check'), law('count')]).toEqual(['binomial', 'binomial', 'poisson']);
  });
});

describe('a check that says nothing of limits', () => {
  it('is compared with how often it failed before, and without that with what is always fine', () => {
    expect(limits({ measure: 'check' }, onePercent)).toEqual(['rate-baseline']);
    expect(tests({ measure: 'check' })[0]?.limit).toEqual({ type: 'rate-limit', law: 'binomial', rate: 0.01 });
    const never = counted(() => ({ n: 4, k: 4 }));
    expect(limits({ measure: 'check' }, never)).toEqual(['rate-limit']);
  });

  it('no longer, once it has a limit', () => {
    expect(tests({ measure: 'check', limit: 0.05 }, onePercent)).toMatchObject([
      { limit: { type: 'rate-limit', rate: 0.05 } },
    ]);
    expect(limits({ measure: 'check', limit: 0.05, tolerance: 0.25 }, onePercent)).toEqual([
      'rate-limit',
      'rate-baseline',
    ]);
  });
});

describe('there is nothing to hold it against', () => {
  const inTheLast = measured(() => histogram([1, 2], [0, 0, 20]));
  it.each<[string, Of, Baseline | undefined]>([
    ['it has neither a limit nor a tolerance', { measure: 'rate' }, onePercent],
    [
      'it has no limit, and there was nothing to read before the deploy to compare with',
      { measure: 'rate', tolerance: 0.25 },
      undefined,
    ],
    [
      'what it may reach lies beyond the last bucket, where nothing can be told apart',
      { measure: 'latency', tolerance: 0.1 },
      inTheLast,
    ],
    [
      'what was read before the deploy leaves no rate that would be too bad',
      { measure: 'rate', tolerance: 0.25 },
      counted(() => ({ n: 4, k: 4 })),
    ],
  ])('because %s', (because, of, baseline) => expect(planned(of, baseline)).toEqual({ type: 'none', because }));

  it('but events may always be more', () => {
    expect(
      limits(
        { measure: 'count', tolerance: 0.25 },
        counted(() => ({ n: 1, k: 40 })),
      ),
    ).toEqual(['rate-baseline']);
  });

  it('only of the quantiles that lie beyond the last bucket', () => {
    const half = measured(() => histogram([1, 2], [15, 0, 5]));
    expect(levels({ measure: 'latency', tolerance: 0.1 }, half)).toEqual([0.5]);
  });
});

describe('how bursty it is taken to be', () => {
  const phis = (...of: Parameters<typeof planned>) => tests(...of).map(({ phi }) => phi);

  it('is what the baseline was, by the limit of the plan as well', () => {
    const inBursts = counted((i) => ({ n: 1000, k: i % 20 < 2 ? 100 : 0 }));
    const [limited, compared] = phis({ measure: 'rate', limit: 0.02, tolerance: 0.25 }, inBursts);
    expect(compared).toBeGreaterThan(10);
    expect(limited).toBe(compared);
    expect(phis({ measure: 'rate', limit: 0.02 }, inBursts)).toEqual([compared]);
  });

  it('is that of its own quantile', () => {
    const slowMinutes = measured((i) =>
      samples(Array.from({ length: 20 }, (_, j) => (i % 20 < 2 && j > 9 ? 40 + j : j + 1))),
    );
    const [limited, median, usual] = phis({ measure: 'latency', limit: 9, tolerance: 0.1 }, slowMinutes);
    expect(limited).toBe(usual);
    expect(limited).not.toBe(median);
  });

  it('is more than enough without a baseline', () => {
    expect(phis({ measure: 'rate', limit: 0.02 })).toEqual([tuning.phiWithoutBaseline]);
  });

  it('is more for looks, which fail in spells that an hour has not shown', () => {
    const [ofRequests] = phis({ measure: 'rate', tolerance: 0.25 }, onePercent);
    const [ofLooks] = phis({ measure: 'check', tolerance: 0.25 }, onePercent);
    expect(ofLooks).toBeGreaterThan(ofRequests as number);
  });
});

describe('what the baseline was', () => {
  const usual = (...of: Parameters<typeof planned>) => {
    const plan = planned(...of);
    return plan.type === 'tests' ? plan.usual : undefined;
  };

  it('is its rate, whether or not it is compared with', () => {
    expect(usual({ measure: 'rate', tolerance: 0.25 }, onePercent)).toBe(0.01);
    expect(usual({ measure: 'rate', limit: 0.02 }, onePercent)).toBe(0.01);
    expect(
      usual(
        { measure: 'count', limit: 3 },
        counted(() => ({ n: 2, k: 5 })),
      ),
    ).toBe(2.5);
  });

  it('is p95 of its values, or the quantile that the plan names', () => {
    expect(usual({ measure: 'latency', limit: 9 }, oneToTwenty)).toBe(19);
    expect(usual({ measure: 'latency', limit: 9, quantile: 0.5 }, oneToTwenty)).toBe(10);
  });

  it('is unknown without one', () => expect(usual({ measure: 'rate', limit: 0.02 })).toBeNull());
});

it('the worst that the baseline may have been is worse the more criteria and quantiles share the promise', () => {
  const worst = (...of: Parameters<typeof tests>) => {
    const compared = tests(...of).find(({ limit }) => levelOf(limit) === (of[0].measure === 'rate' ? undefined : 0.5));
    if (compared === undefined || !('reference' in compared.limit)) throw new Error('nothing is compared');
    return compared.limit.reference.further.at(-1)?.flat as number;
  };
  const errors = { measure: 'rate', tolerance: 0.25 } as const;
  expect(worst(errors, onePercent, 10)).toBeGreaterThan(worst(errors, onePercent, 1));
  const times = { measure: 'latency', tolerance: 0.1 } as const;
  expect(worst(times, oneToTwenty)).toBeGreaterThan(worst({ ...times, quantile: 0.5 }, oneToTwenty));
});
