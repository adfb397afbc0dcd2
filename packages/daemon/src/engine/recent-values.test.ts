import { describe, expect, it } from 'vitest';
import { noRecentValues, recentDistribution, rememberValues } from './recent-values.ts';
import { histogram, quantile, samples, total } from './statistics/distribution.ts';

/** Readings one after the other, each of these values. */
function remembered(...readings: readonly (readonly number[])[]) {
  const recent = noRecentValues();
  for (const values of readings) rememberValues(recent, samples(values));
  return recent;
}
const each = (n: number, values: (i: number) => number[]) => Array.from({ length: n }, (_, i) => values(i));
const sorted = (of: ReturnType<typeof remembered>, readings?: number): readonly number[] => {
  const values = recentDistribution(of, readings);
  if (values?.type !== 'samples') throw new Error('no values are kept');
  return [...values.sorted];
};

describe('the last values', () => {
  it('are none before the first', () => {
    expect(recentDistribution(noRecentValues())).toBeNull();
    expect(recentDistribution(remembered([], []))).toBeNull();
  });

  it('are all of them while they are few', () => {
    expect(sorted(remembered([3, 1], [2], []))).toEqual([1, 2, 3]);
    expect(sorted(remembered(...each(16, (i) => [16 - i])))).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
  });

  it('are those of the last 80 readings, and never fewer than those of 60', () => {
    expect(sorted(remembered(...each(80, (i) => [i]))).at(0)).toBe(0);
    expect(sorted(remembered(...each(81, (i) => [i]))).at(0)).toBe(20);
    expect(sorted(remembered(...each(100, (i) => [i]))).at(0)).toBe(20);
    expect(sorted(remembered(...each(101, (i) => [i]))).at(0)).toBe(40);
  });

  it('of a regression leave out what came before it, as nearly as twenty readings allow', () => {
    const recent = remembered(...each(60, (i) => [i < 40 ? 1 : 9]));
    const newest = sorted(recent, 20);
    expect(new Set(newest)).toEqual(new Set([9]));
    expect(sorted(recent, 39)).toEqual(newest);
    expect(sorted(recent, 1)).toEqual(newest);
    expect(new Set(sorted(recent, 40))).toEqual(new Set([1, 9]));
  });

  it('of very many keep an even part in bounded memory: their quantiles stay', () => {
    const recent = remembered(...each(20, (i) => Array.from({ length: 500 }, (_, j) => ((j * 7 + i) % 500) / 500)));
    const values = recentDistribution(recent);
    if (values === null) throw new Error('nothing kept');
    expect(total(values)).toBeLessThanOrEqual(16);
    expect(total(values)).toBeGreaterThanOrEqual(8);
    expect(quantile(values, 0.5)).toBeGreaterThan(0.3);
    expect(quantile(values, 0.5)).toBeLessThan(0.7);
  });

  it('a 17th value halves what is kept, and from then on every second one is', () => {
    const recent = remembered(each(17, (i) => [i]).flat());
    expect(sorted(recent)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16]);
    rememberValues(recent, samples([30]));
    expect(sorted(recent)).not.toContain(30);
    rememberValues(recent, samples([31]));
    expect(sorted(recent)).toContain(31);
  });

  it('in buckets are counted together, and what was handed in is left alone', () => {
    const recent = noRecentValues();
    const read = histogram([1, 2], [1, 2, 3]);
    rememberValues(recent, read);
    rememberValues(recent, read);
    expect(recentDistribution(recent)).toEqual(histogram([1, 2], [2, 4, 6]));
    expect(read).toEqual(histogram([1, 2], [1, 2, 3]));
  });

  it('leave out parts in which nothing was counted', () => {
    const recent = noRecentValues();
    for (let i = 0; i < 20; i++) rememberValues(recent, histogram([1], [1, 0]));
    rememberValues(recent, histogram([1], [0, 0]));
    expect(recentDistribution(recent, 1)).toEqual(histogram([1], [20, 0]));
  });
});
