import { describe, expect, it } from 'vitest';
import { crossing } from './crossing.ts';

/** How often a function is asked on the way. */
function counted(height: (x: number) => number) {
  const asked = { times: 0 };
  const counting = (x: number) => {
    asked.times += 1;
    return height(x);
  };
  return { counting, asked };
}

describe('where a rising function crosses 0', () => {
  it.each<[string, number, number, (x: number) => number, number]>([
    ['a line', 0, 10, (x) => 3 * x - 6, 2],
    ['bent upwards', 0, 10, (x) => x * x - 2, Math.SQRT2],
    ['bent downwards', 1, 1e9, (x) => Math.log(x) - 5, Math.exp(5)],
    ['steep at one end', 0, 1, (x) => x ** 20 - 1e-9, 1e-9 ** 0.05],
    ['near nothing', 0, 1, (x) => Math.expm1(1e6 * x) - 1, Math.LN2 / 1e6],
  ])('%s', (_, low, high, height, root) => {
    const { counting, asked } = counted(height);
    const found = crossing(low, high, counting);
    expect(Math.abs(found - root) / root).toBeLessThan(2e-13);
    expect(height(found)).toBeGreaterThanOrEqual(0);
    expect(asked.times).toBeLessThan(200);
  });

  it('is found in a few steps where it bends little, as the evidence does between its bounds', () => {
    const { counting, asked } = counted((x) => Math.log(0.5 * Math.exp(2 * x) + 0.5 * Math.exp(x)) - 4);
    // Half of the square and half of the number itself are e^4.
    const root = (Math.sqrt(1 + 8 * Math.exp(4)) - 1) / 2;
    expect(crossing(4 / 2, (4 + Math.LN2) / 2, counting)).toBeCloseTo(Math.log(root), 12);
    expect(asked.times).toBeLessThan(16);
  });

  it.each<[string, number, number, (x: number) => number, number]>([
    ['at 0 itself', 0, 1, (x) => x, 0],
    ['between negative numbers', -2, -1, (x) => x + 1.5, -1.5],
    ['from under 0 to over it', -1, 1, (x) => x, 0],
  ])('comes to an end also %s', (_, low, high, height, root) => {
    const { counting, asked } = counted(height);
    expect(crossing(low, high, counting)).toBeCloseTo(root, 12);
    expect(asked.times).toBeLessThan(5_000);
  });

  it('is at an end where it lies beyond', () => {
    expect(crossing(1, 2, () => -1)).toBe(2);
    expect(crossing(1, 2, () => 1)).toBe(1);
    expect(crossing(1, 2, (x) => x - 2)).toBe(2);
    expect(crossing(2, 2, (x) => x - 2)).toBe(2);
  });
});
