import { describe, expect, it } from 'vitest';
import { inOneGo } from './slow-work.ts';
import { samples } from './statistics/distribution.ts';
import { rateReference } from './statistics/rate-reference.ts';
import { valueHistory } from './statistics/value-history.ts';
import { valueReference } from './statistics/value-reference.ts';
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
import { defaultTuning as tuning } from './tuning.ts';

const hour = 3600;
const common = { slotSeconds: 60, nats: 7, wideTolerance: 1, tuning };
/** Two hours before the deploy, so that hours later were not seen. */
const events: Extract<TestLimit, { type: 'rate-baseline' }> = {
  type: 'rate-baseline',
  reference: rateReference({
    ...common,
    slots: Array.from({ length: 120 }, (_, i) => ({ n: 1, k: i % 4 === 0 ? 1 : 0 })),
    law: 'poisson',
    tolerance: 0.25,
    okBelow: 1 / 60,
  }),
};
const history = inOneGo(
  valueHistory(
    Array.from({ length: 120 }, (_, i) =>
      samples(Array.from({ length: 20 }, (_, j) => 0.1 + ((i * 7 + j * 3) % 40) / 400)),
    ),
    60,
    tuning,
  ),
);
const times: Extract<TestLimit, { type: 'value-baseline' }> = {
  type: 'value-baseline',
  reference: valueReference({ ...common, history, level: 0.95, tolerance: 0.1 }),
};
const share: TestLimit = { type: 'rate-limit', law: 'binomial', rate: 0.01 };
const level: TestLimit = { type: 'value-limit', level: 0.9, threshold: 80 };

describe('an absolute limit', () => {
  it('is the same at every hour, and itself what GO rules out', () => {
    for (const at of [0, 5 * hour]) {
      expect(barAt(share, at, tuning)).toEqual({ threshold: null, rate: 0.01 });
      expect(barAt(level, at, tuning)).toEqual({ threshold: 80, rate: expect.closeTo(0.1, 12) });
    }
    expect(barAtFactor(share, 3)).toEqual({ threshold: null, rate: 0.01 });
    expect(barAtFactor(level, 3)).toEqual({ threshold: 80, rate: expect.closeTo(0.1, 12) });
  });

  it('supposes nothing about a baseline', () => {
    for (const limit of [share, level]) {
      expect(furtherOf(limit)).toEqual([]);
    }
  });
});

describe('a limit from the baseline', () => {
  it('lies over what was there, and further over it at hours that were not seen', () => {
    for (const limit of [events, times]) {
      const [seen, unseen] = [barAt(limit, 0, tuning), barAt(limit, 5 * hour, tuning)];
      const bar = ({ threshold, rate }: typeof seen) => threshold ?? rate;
      expect(bar(unseen)).toBeGreaterThan(bar(seen));
    }
    expect(barAt(events, 0, tuning).rate).toBeGreaterThan(1.25 * 0.25);
    expect(barAt(times, 0, tuning).threshold).toBeGreaterThan(1.1 * 0.19);
    expect(barAt(times, 0, tuning).rate).toBeGreaterThan(0.05);
  });

  it('has further suppositions, each allowing more and paid for by more evidence of the baseline', () => {
    for (const limit of [events, times]) {
      const further = furtherOf(limit).map((supposed) => furtherRate(limit, supposed, 0, tuning));
      const rates = [barAt(limit, 0, tuning).rate, ...further];
      expect(rates).toHaveLength(1 + tuning.baselineSteps.length);
      for (const [i, rate] of rates.slice(1).entries()) expect(rate).toBeGreaterThan(rates[i] as number);
      expect(furtherOf(limit).map(({ headStart }) => headStart)).toEqual(tuning.baselineSteps);
    }
  });

  it('GO rules out a multiple of what was surely there', () => {
    const twice = barAtFactor(events, 2).rate;
    expect(twice).toBeLessThanOrEqual(2 * 0.25);
    expect(barAtFactor(events, 4).rate).toBeCloseTo(2 * twice, 12);
    const longer = barAtFactor(times, 1.5);
    expect(longer.threshold).toBeLessThanOrEqual(1.5 * 0.1975);
    expect(longer.rate).toBeCloseTo(0.05, 12);
  });
});

describe('over what nothing is well', () => {
  it('is an absolute limit itself', () => {
    expect(mostAccepted(share)).toBe(0.01);
    expect(mostAccepted(level)).toBeCloseTo(0.1, 12);
  });

  it('is what a baseline of less than half an hour accepts at most, and of a longer one nothing: there evidence decides', () => {
    const rateAfter = (spanSeconds: number) =>
      mostAccepted({ ...events, reference: { ...events.reference, spanSeconds } });
    expect([rateAfter(1740), rateAfter(1800)]).toEqual([barAt(events, 5 * hour, tuning).rate, undefined]);
    const valueAfter = (spanSeconds: number) =>
      mostAccepted({ ...times, reference: { ...times.reference, spanSeconds } });
    expect([valueAfter(1740), valueAfter(1800)]).toEqual([barAt(times, 0, tuning).rate, undefined]);
  });
});

it('a law and a quantile belong to it', () => {
  expect([share, level, events, times].map(lawOf)).toEqual(['binomial', 'binomial', 'poisson', 'binomial']);
  expect([share, level, events, times].map(levelOf)).toEqual([undefined, 0.9, undefined, 0.95]);
});
