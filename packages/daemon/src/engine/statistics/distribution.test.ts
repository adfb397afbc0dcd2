import { describe, expect, it } from 'vitest';
import { above, histogram, lastFinite, merge, quantile, samples, total } from './distribution.ts';

describe('single values', () => {
  const five = samples([3, 1, 2, 5, 4]);

  it.each([
    [0, 1],
    [0.2, 1],
    [0.21, 2],
    [0.5, 3],
    [0.95, 5],
    [1, 5],
  ])('the quantile %d is a value that was read: %d', (level, value) => expect(quantile(five, level)).toBe(value));

  it.each([
    [0, 5],
    [1, 4],
    [2.5, 3],
    [5, 0],
    [9, 0],
  ])('over %d lie %d; what is on the threshold is not over it', (threshold, over) => {
    expect(above(five, threshold)).toBe(over);
  });

  it('are sorted, and none is minus nothing', () => {
    expect(samples([2, -0, -3])).toEqual({ type: 'samples', sorted: Float64Array.of(-3, 0, 2) });
    expect(samples([-0])).toEqual({ type: 'samples', sorted: Float64Array.of(0) });
    expect(samples([])).toEqual({ type: 'samples', sorted: Float64Array.of() });
    expect(total(five)).toBe(5);
    expect(lastFinite(five)).toBe(Number.POSITIVE_INFINITY);
  });

  it('together are sorted anew', () => {
    expect(merge([samples([3, 1]), samples([2]), samples([])])).toEqual({
      type: 'samples',
      sorted: Float64Array.of(1, 2, 3),
    });
    expect(merge([five])).toBe(five);
  });
});

describe('buckets', () => {
  const three = histogram([1, 3], [4, 4, 2]);

  it.each([
    [0.2, 0.5],
    [0.4, 1],
    [0.6, 2],
    [0.8, 3],
    [0.9, 3],
    [1, 3],
  ])('the quantile %d is %d: even inside a bucket, and the last bound beyond it', (level, value) => {
    expect(quantile(three, level)).toBeCloseTo(value, 12);
  });

  it.each([
    [0, 10],
    [0.5, 8],
    [1, 6],
    [2, 4],
    [3, 2],
    [100, 2],
  ])('over %d lie %d: what is beyond the last bound always counts', (threshold, over) => {
    expect(above(three, threshold)).toBeCloseTo(over, 12);
  });

  it('that are empty in front do not move the quantile', () => {
    expect(quantile(histogram([1, 2, 3], [0, 0, 5, 0]), 0)).toBe(2);
    expect(quantile(histogram([1, 2, 3], [0, 0, 0, 0]), 0.5)).toBe(3);
  });

  it('end where the values that are asked for do, also when the next one is empty', () => {
    expect(quantile(histogram([1, 2, 3], [5, 0, 5, 0]), 0.5)).toBe(1);
  });

  it('together are added up', () => {
    expect(merge([three, histogram([1, 3], [1, 0, 1])])).toEqual(histogram([1, 3], [5, 4, 3]));
    expect(total(three)).toBe(10);
    expect(lastFinite(three)).toBe(3);
  });
});

it('of nothing at all nothing can be merged, and no value is a quantile', () => {
  expect(() => merge([])).toThrow('no element 0 of 0');
  expect(() => quantile(samples([]), 0.5)).toThrow('of 0');
});
