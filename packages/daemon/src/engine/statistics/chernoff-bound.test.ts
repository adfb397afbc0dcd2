import { describe, expect, it } from 'vitest';
import { information, lowerBound, upperBound } from './chernoff-bound.ts';
import type { Law } from './law.ts';

describe('what a rate may be, surely', () => {
  it.each<[string, { k: number; n: number; law: Law }]>([
    ['a share', { k: 12, n: 400, law: 'binomial' }],
    ['most of them', { k: 390, n: 400, law: 'binomial' }],
    ['few events', { k: 3, n: 600, law: 'poisson' }],
    ['several events a minute', { k: 900, n: 300, law: 'poisson' }],
    ['fractions of both', { k: 0.7, n: 12.5, law: 'poisson' }],
    ['a fraction of a minute', { k: 0.7, n: 0.02, law: 'poisson' }],
  ])('ends where the data have just so much against it: %s', (_, of) => {
    const p = of.k / of.n;
    for (const nats of [0.5, 6]) {
      const [low, high] = [lowerBound({ ...of, nats }), upperBound({ ...of, nats })];
      expect(low).toBeLessThan(p);
      expect(high).toBeGreaterThan(p);
      expect(of.n * information(p, low, of.law)).toBeCloseTo(nats, 9);
      expect(of.n * information(p, high, of.law)).toBeCloseTo(nats, 9);
    }
  });

  it('reaches down to nothing where nothing was bad', () => {
    expect(lowerBound({ k: 0, n: 50, nats: 3, law: 'binomial' })).toBe(0);
    expect(upperBound({ k: 0, n: 50, nats: 3, law: 'binomial' })).toBeCloseTo(1 - Math.exp(-3 / 50), 12);
    expect(upperBound({ k: 0, n: 50, nats: 3, law: 'poisson' })).toBeCloseTo(3 / 50, 12);
  });

  it('of a share reaches up to all where all were bad, and no further; of events it goes on', () => {
    expect(upperBound({ k: 50, n: 50, nats: 3, law: 'binomial' })).toBe(1);
    expect(lowerBound({ k: 50, n: 50, nats: 3, law: 'binomial' })).toBeCloseTo(Math.exp(-3 / 50), 12);
    expect(upperBound({ k: 50, n: 50, nats: 3, law: 'poisson' })).toBeGreaterThan(1);
    // More bad than there are, by a hair: what buckets add up to.
    expect(upperBound({ k: 50 + 1e-12, n: 50, nats: 3, law: 'binomial' })).toBe(1);
  });
});
