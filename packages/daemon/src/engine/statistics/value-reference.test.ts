import { describe, expect, it } from 'vitest';
import { inOneGo } from '../slow-work.ts';
import { defaultTuning as tuning } from '../tuning.ts';
import { type Distribution, histogram, samples } from './distribution.ts';
import { valueHistory } from './value-history.ts';
import { valueAtFactor, valueLimit, valueReference } from './value-reference.ts';

const hour = 3600;
const referenceOf = (slots: readonly (Distribution | null)[], of: Partial<Parameters<typeof valueReference>[0]> = {}) =>
  valueReference({
    history: inOneGo(valueHistory(slots, 60, tuning)),
    level: 0.95,
    nats: 7,
    tolerance: 0.1,
    wideTolerance: 0.5,
    tuning,
    ...of,
  });
/** Each minute the same hundred values, 1 to 100, times `factor`. */
const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
const minute = (factor = 1) => samples(hundred.map((value) => factor * value));
const steady = (minutes: number, factor = 1) => Array.from({ length: minutes }, () => minute(factor));

describe('the limit of a quantile', () => {
  it('is the quantile with its tolerance, and a share of values that the baseline leaves unsure', () => {
    const day = referenceOf(steady(1440));
    expect(day).toMatchObject({ level: 0.95, quantile: 95, values: 144_000, spanSeconds: 86_400, usable: true });
    const { threshold, share } = valueLimit(day, 0, tuning);
    expect(threshold).toBeCloseTo(95 * 1.1, 9);
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.053);
    expect(day.proven).toBeLessThanOrEqual(95);
    expect(valueAtFactor(day, 1.5)).toBeCloseTo(1.5 * day.proven, 9);
  });

  it('is wider by half after a short baseline, and wide at hours that it did not see', () => {
    const short = referenceOf(steady(180));
    expect(valueLimit(short, 0, tuning).threshold).toBeCloseTo(95 * 1.15, 9);
    expect(valueLimit(short, 10 * hour, tuning).threshold).toBeCloseTo(95 * 1.5, 9);
    const strict = referenceOf(steady(180), { wideTolerance: 0.05 });
    expect(valueLimit(strict, 10 * hour, tuning).threshold).toBeCloseTo(95 * 1.15, 9);
  });

  it('rests on very few slots as on none: as bursty as what was never measured', () => {
    expect(referenceOf(steady(9)).phi).toBe(tuning.phiWithoutBaseline);
    expect(referenceOf(steady(10)).phi).toBe(1);
  });

  it('follows an hour that was surely slower, and not a gap', () => {
    const night = [...steady(600), ...steady(60, 3), ...steady(780)];
    expect(referenceOf(night).flat.threshold).toBeGreaterThan(250);
    const gap = [...steady(600), ...Array.from({ length: 60 }, () => null), ...steady(780)];
    expect(referenceOf(gap)).toMatchObject({ quantile: 95, values: 138_000 });
    expect(referenceOf(gap).flat.threshold).toBe(95);
  });

  it('cannot be used where it lies past the last bucket', () => {
    const buckets = (over: number) => Array.from({ length: 1440 }, () => histogram([0.1, 1], [60, 40 - over, over]));
    expect(referenceOf(buckets(0), { level: 0.5 }).usable).toBe(true);
    expect(referenceOf(buckets(10)).usable).toBe(false);
  });
});

describe('where lower is worse, values are negated', () => {
  const level = referenceOf(steady(1440, -1), { tolerance: 0.2, wideTolerance: 1 });

  it('a fifth worse is a fifth less, and as many times worse is never nothing at all', () => {
    expect(level.quantile).toBe(-6);
    expect(valueLimit(level, 0, tuning).threshold).toBeCloseTo(-6 * 0.8, 9);
    expect(valueAtFactor(level, 1.5)).toBeCloseTo(level.proven / 2, 9);
    expect(valueAtFactor(level, 10)).toBeCloseTo(level.proven / 10, 9);
  });
});

describe('what the true share may have been', () => {
  it('rises step by step over the same threshold', () => {
    const { flat, further } = referenceOf(steady(1440));
    expect(further.map(({ headStart }) => headStart)).toEqual(tuning.baselineSteps);
    expect(further.map(({ hourly }) => hourly)).toEqual(tuning.baselineSteps.map(() => null));
    const shares = [flat.share, ...further.map((one) => one.flat)];
    expect(new Set(shares).size).toBe(shares.length);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it('is told of each hour of the day when there are days enough', () => {
    const slow = (at: number) => at % 1440 < 480;
    const days = Array.from({ length: 6 * 1440 }, (_, at) => (at % 10 === 0 ? minute(slow(at) ? 2 : 1) : null));
    const { hourly, further } = referenceOf(days);
    expect(hourly?.[4]?.threshold).toBe(190);
    expect(hourly?.[14]?.threshold).toBe(95);
    expect(valueLimit(referenceOf(days), 14.5 * hour, tuning).threshold).toBeCloseTo(95 * 1.1, 9);
    for (const one of further) {
      expect(one.hourly).toHaveLength(24);
      expect(one.hourly?.[14]).toBeGreaterThan(hourly?.[14]?.share ?? 1);
    }
  });

  it('is that of everything where only an hour that is not whole holds any', () => {
    const early = [...steady(30), ...Array.from({ length: 5 * 1440 }, () => null)];
    const { hourly, flat } = referenceOf(early);
    expect(hourly).toEqual(Array.from({ length: 24 }, () => flat));
  });
});
