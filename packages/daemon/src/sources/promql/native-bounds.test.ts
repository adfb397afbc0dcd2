import { describe, expect, it } from 'vitest';
import { nativeBounds, nativeCounts } from './native-bounds.ts';

const bounds = nativeBounds('s');
const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
/** By upper bound, those that have any. */
const counted = (...buckets: Parameters<typeof nativeCounts>[0][]) =>
  nativeCounts(
    buckets.flatMap((one) => [...one]),
    's',
  ).flatMap((count, i) => (count > 0 ? [[bounds[i] ?? 'over', count]] : []));

describe('the bounds of a native histogram', () => {
  it('are as many as the engine keeps apart, finest between 1 ms and 16 s', () => {
    expect(bounds).toHaveLength(64);
    expect(bounds[0]).toBe(2 ** -13);
    expect(bounds.at(-1)).toBe(256);
    expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
    for (const bound of bounds.filter((one) => one > 0.001 && one <= 16))
      expect(bounds.some((other) => Math.abs(bound / other - 2 ** 0.25) < 1e-9)).toBe(true);
  });

  it('are about the same times in each unit', () => {
    for (const unit of ['ms', 'us', 'ns'] as const)
      for (const [i, bound] of nativeBounds(unit).entries()) expect(bound / (bounds[i] ?? 0)).toBeCloseTo(1, 0);
  });
});

describe('a bucket', () => {
  it.each([
    ['as wide as ours', 2 ** -1, 2 ** -0.75, [[2 ** -0.75, 8]]],
    ['rounded as another library does', 0.5 * (1 + 1e-12), 2 ** -0.75 * (1 + 1e-12), [[2 ** -0.75, 8]]],
    ['finer', 2 ** -0.875, 2 ** -0.75, [[2 ** -0.75, 8]]],
    ['coarser is spread over the logarithm', 2 ** -1, 2 ** 0, [0.25, 0.5, 0.75, 1].map((part) => [2 ** (part - 1), 2])],
    [
      'at 0 is spread evenly',
      0,
      2 ** -11,
      [
        [2 ** -13, 2],
        [2 ** -12, 2],
        [2 ** -11, 4],
      ],
    ],
    ['around 0 belongs to the first', -(2 ** -128), 2 ** -128, [[2 ** -13, 8]]],
    ['below 0 too', Number.NEGATIVE_INFINITY, -1, [[2 ** -13, 8]]],
    ['beyond all is over', 300, 400, [['over', 8]]],
    ['without end is over', 1, Number.POSITIVE_INFINITY, [['over', 8]]],
    [
      'of which a part is beyond',
      128,
      512,
      [
        [256, 4],
        ['over', 4],
      ],
    ],
  ])('%s', (_, from, to, expected) => {
    expect(counted([{ from, to, count: 8 }])).toEqual(expected);
  });

  it('loses no observation, however it lies', () => {
    for (let i = -80; i < 60; i++)
      for (const schema of [-4, -1, 0, 1, 3]) {
        const bucket = { from: 2 ** ((i - 1) / 2 ** schema), to: 2 ** (i / 2 ** schema), count: 1_000 };
        expect(total(nativeCounts([bucket], 's'))).toBeCloseTo(1_000, 3);
      }
  });
});
