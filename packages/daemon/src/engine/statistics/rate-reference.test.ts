import { describe, expect, it } from 'vitest';
import { defaultTuning as tuning } from '../tuning.ts';
import type { Count, Law } from './law.ts';
import { rateAtFactor, rateLimit, rateReference } from './rate-reference.ts';

const hour = 3600;
const referenceOf = (slots: readonly Count[], of: Partial<Parameters<typeof rateReference>[0]> = {}) =>
  rateReference({
    slots,
    slotSeconds: 60,
    law: 'binomial',
    nats: 7,
    tolerance: 0.25,
    wideTolerance: 1,
    okBelow: 0.0002,
    tuning,
    ...of,
  });
const steady = (slots: number, n = 100, k = 1): Count[] => Array.from({ length: slots }, () => ({ n, k }));

describe('how bursty a short baseline is taken to be', () => {
  it('is what no baseline is, where there are too few slots to measure it on', () => {
    expect(referenceOf(steady(9)).phi).toBe(tuning.phiWithoutBaseline);
    expect(referenceOf(steady(10)).phi).toBe(1);
  });

  it('and more where looks may fail in spells that it has not shown: less after each hour, nothing after six', () => {
    const spells = (minutes: number) => referenceOf(steady(minutes), { spells: 0.5 }).phi - 1;
    expect(spells(60)).toBeCloseTo(0.5 * (1 - Math.sqrt(1 / 6)), 12);
    expect(spells(240)).toBeCloseTo(0.5 * (1 / 2 - Math.sqrt(1 / 6)), 12);
    expect(spells(359)).toBeGreaterThan(0);
    expect(spells(360)).toBe(0);
    expect(spells(1440)).toBe(0);
  });
});

describe('the limit of a rate', () => {
  it('lies over what was there by what the baseline leaves unsure, and by the tolerance', () => {
    const day = referenceOf(steady(1440));
    expect(day.sums).toEqual({ n: 144_000, k: 1440 });
    expect(day.flat).toBeGreaterThan(0.01);
    expect(day.flat).toBeLessThan(0.0105);
    expect(day.proven).toBeLessThan(0.01);
    expect(rateLimit(day, 0, tuning)).toBeCloseTo(1.25 * day.flat, 12);
    expect(referenceOf(steady(240)).flat).toBeGreaterThan(day.flat);
  });

  it('is wider by half after a short baseline, and wide at hours that it did not see', () => {
    const short = referenceOf(steady(180));
    expect(rateLimit(short, 0, tuning)).toBeCloseTo(1.375 * short.flat, 12);
    expect(rateLimit(short, 10 * hour, tuning)).toBeCloseTo(2 * short.flat, 12);
    const long = referenceOf(steady(360));
    expect(rateLimit(long, 0, tuning)).toBeCloseTo(1.25 * long.flat, 12);
    const strict = referenceOf(steady(180), { wideTolerance: 0.1 });
    expect(rateLimit(strict, 10 * hour, tuning)).toBeCloseTo(1.375 * strict.flat, 12);
  });

  it('is never under what is always fine, and a share never over all of them', () => {
    expect(rateLimit(referenceOf(steady(1440, 100, 0), { okBelow: 0.01 }), 0, tuning)).toBe(0.01);
    expect(rateLimit(referenceOf(steady(1440, 100, 95)), 0, tuning)).toBe(1);
    expect(rateLimit(referenceOf(steady(1440, 1, 3), { law: 'poisson' }), 0, tuning)).toBeGreaterThan(3.75);
  });

  it.each<Law>(['binomial', 'poisson'])('what GO rules out is a multiple of what was surely there: %s', (law) => {
    const reference = referenceOf(steady(1440), { law });
    expect(rateAtFactor(reference, 3)).toBeCloseTo(3 * reference.proven, 12);
  });

  it('follows an hour that was surely worse, and only that', () => {
    const calm = referenceOf(steady(1440));
    const withBadHour = (k: number) => [...steady(600), ...steady(60, 100, k), ...steady(780)];
    expect(referenceOf(withBadHour(4)).flat).toBeGreaterThan(0.035);
    expect(referenceOf(withBadHour(4)).flat).toBeLessThan(0.04);
    const mean = referenceOf(withBadHour(0)).flat;
    expect(mean).toBeLessThan(calm.flat);
  });

  it('takes no notice of an hour in which nothing was', () => {
    const gap = [...steady(600), ...steady(60, 0, 0), ...steady(780)];
    expect(referenceOf(gap).flat).toBeGreaterThan(0.01);
    expect(referenceOf(gap).flat).toBeLessThan(0.0105);
  });
});

describe('what the true rate may have been', () => {
  it('rises step by step, each paid for by what the baseline has against the one before', () => {
    const { flat, further } = referenceOf(steady(1440));
    expect(further.map(({ headStart }) => headStart)).toEqual(tuning.baselineSteps);
    const rates = [flat, ...further.map((one) => one.flat)];
    expect(rates).toEqual([...rates].sort((a, b) => a - b));
    expect(new Set(rates).size).toBe(rates.length);
  });

  it('is one where the worst hour is what counts: then every step is the same', () => {
    const night = [...steady(600), ...steady(60, 100, 30), ...steady(780)];
    expect(referenceOf(night).further).toEqual([]);
  });

  it('is told of each hour of the day when there are days enough', () => {
    const days = Array.from({ length: 6 * 1440 }, (_, minute) => ({ n: 100, k: minute % 1440 < 480 ? 4 : 1 }));
    const { hourly, further, flat } = referenceOf(days);
    expect(hourly).toHaveLength(24);
    expect(hourly?.[4]).toBeGreaterThan(0.039);
    expect(hourly?.[14]).toBeLessThan(0.015);
    expect(further.length).toBeGreaterThan(0);
    for (const one of further) {
      expect(one.hourly).toHaveLength(24);
      expect(one.hourly?.[14]).toBeGreaterThan(hourly?.[14] ?? 0);
    }
    const reference = referenceOf(days);
    expect(rateLimit(reference, 14.5 * hour, tuning)).toBeCloseTo(1.25 * (hourly?.[14] ?? 0), 12);
    expect(rateLimit({ ...reference, hourly: null }, 14.5 * hour, tuning)).toBeCloseTo(1.25 * flat, 12);
  });

  it('of one bad day of six is one at every hour; of one bad hour only where that is what counts', () => {
    const days = (bad: number) => [...steady(3 * 1440), ...steady(bad, 100, 30), ...steady(3 * 1440 - bad)];
    expect(referenceOf(days(1440)).further).toEqual([]);
    const { flat, further } = referenceOf(days(60));
    expect(further.map((one) => one.flat)).toEqual(tuning.baselineSteps.map(() => flat));
  });

  it('is that of all hours, a little less sure, for one of which nothing is known', () => {
    const asleep = Array.from({ length: 6 * 1440 }, (_, minute) =>
      minute % 1440 < 300 ? { n: 0, k: 0 } : { n: 100, k: 50 },
    );
    const { hourly, flat } = referenceOf(asleep);
    expect(hourly?.[2]).toBeGreaterThan(flat);
    expect(hourly?.[2]).toBeLessThan(1.01 * flat);
  });

  it('is that of everything where only an hour that is not whole holds any', () => {
    const early = [...steady(30), ...steady(5 * 1440, 0, 0)];
    const { hourly, flat } = referenceOf(early);
    expect(new Set(hourly)).toEqual(new Set([flat]));
  });
});
