import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coarseBounds, coarseBuckets, mostBounds } from './coarse-buckets.ts';

const bucketsOf = (length: number) => ({
  bounds: Array.from({ length }, (_, i) => i + 1),
  counts: Array.from({ length: length + 1 }, (_, i) => i % 7),
});
const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

describe('a histogram of very many buckets', () => {
  it('stays as it is up to the most that is kept', () => {
    const few = bucketsOf(mostBounds);
    expect(coarseBuckets(few)).toEqual(bucketsOf(mostBounds));
    expect(coarseBounds(few.bounds)).toBe(few.bounds);
  });

  it('is joined to no more than that: no value is lost, and what lies over a bound that stays is the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (length) => {
        const [fine, coarse] = [bucketsOf(length), coarseBuckets(bucketsOf(length))];
        expect(coarse.bounds.length).toBeLessThanOrEqual(mostBounds);
        expect(coarse.counts).toHaveLength(coarse.bounds.length + 1);
        expect(sum(coarse.counts)).toBe(sum(fine.counts));
        expect(coarse.bounds.at(-1)).toBe(fine.bounds.at(-1));
        for (const [i, bound] of coarse.bounds.entries()) {
          expect(sum(coarse.counts.slice(i + 1))).toBe(sum(fine.counts.slice(fine.bounds.indexOf(bound) + 1)));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('keeps at least half of what it may, and the same bounds whether or not they are counted', () => {
    for (const length of [mostBounds, mostBounds + 1, 2 * mostBounds, 2 * mostBounds + 1, 12_000]) {
      const { bounds } = bucketsOf(length);
      expect(coarseBounds(bounds).length).toBeGreaterThanOrEqual(mostBounds / 2);
      expect(coarseBuckets(bucketsOf(length)).bounds).toEqual(coarseBounds(bounds));
    }
  });
});
