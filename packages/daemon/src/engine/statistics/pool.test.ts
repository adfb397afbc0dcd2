import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogram, lastFinite, merge, quantile, samples, total } from './distribution.ts';
import { poolOf } from './pool.ts';

const level = fc.double({ min: 0, max: 1, noNaN: true });
/** Few different ones, so that many are equal; or any. */
const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }));
const lists = fc
  .array(fc.array(value, { maxLength: 30 }), { minLength: 1, maxLength: 12 })
  .filter((all) => all.some((list) => list.length > 0));
const counts = fc.array(fc.array(fc.nat(9), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 12 });

describe('distributions as if they were one', () => {
  it('have the quantiles of all their values in one sorted list', () => {
    fc.assert(
      fc.property(lists, level, (all, level) => {
        const sorted = samples(all.flat());
        const parts = all.map(samples);
        const pool = poolOf(parts);
        expect(pool).toMatchObject({ total: total(sorted), lastFinite: Number.POSITIVE_INFINITY });
        for (const one of [level, 0, 0.5, 1]) expect(pool.quantile(one)).toBe(quantile(sorted, one));
        expect(merge(parts)).toEqual(sorted);
      }),
    );
  });

  it('have those of their buckets added up', () => {
    fc.assert(
      fc.property(counts, level, (all, level) => {
        const parts = all.map((each) => histogram([1, 2, 5], each));
        const merged = merge(parts);
        const pool = poolOf(parts);
        expect(pool).toMatchObject({ total: total(merged), lastFinite: lastFinite(merged) });
        expect(pool.quantile(level)).toBe(quantile(merged, level));
      }),
    );
  });

  it('without a value have no quantile', () => {
    expect(() => poolOf([samples([])]).quantile(0.5)).toThrow('no value at place');
  });
});
