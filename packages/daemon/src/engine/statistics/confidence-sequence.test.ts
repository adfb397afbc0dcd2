import { describe, expect, it } from 'vitest';
import { confidenceSequence } from './confidence-sequence.ts';
import { better, worse } from './effect-sizes.ts';
import { logMixture } from './log-likelihood-ratio.ts';

const of = (k: number, n: number, changes: Partial<Parameters<typeof confidenceSequence>[0]> = {}) =>
  confidenceSequence({ k, n, phi: 1, law: 'binomial', ...changes });

describe('where the average since the deploy may lie', () => {
  it.each([
    { title: 'a share', k: 50, n: 1000, phi: 1, law: 'binomial' },
    { title: 'most of them, in bursts', k: 900, n: 1000, phi: 4, law: 'binomial' },
    { title: 'events', k: 300, n: 100, phi: 1, law: 'poisson' },
    { title: 'events in bursts', k: 300, n: 100, phi: 4, law: 'poisson' },
    { title: 'events in a fraction of a minute', k: 20, n: 0.02, phi: 1.5, law: 'poisson' },
  ] as const)('ends where the bets refute just so much: $title', ({ title: _, ...counted }) => {
    for (const alpha of [0.05, 0.01]) {
      const [low, high] = confidenceSequence({ ...counted, alpha });
      const refuted = Math.log(2 / alpha);
      expect(logMixture(worse, { ...counted, q: low })).toBeCloseTo(refuted, 9);
      expect(logMixture(better, { ...counted, q: high })).toBeCloseTo(refuted, 9);
      expect(low).toBeLessThan(counted.k / counted.n);
      expect(high).toBeGreaterThan(counted.k / counted.n);
    }
    expect(confidenceSequence(counted)).toEqual(confidenceSequence({ ...counted, alpha: 0.05 }));
  });

  it('begins at nothing where nothing was bad, or so little that it says nothing', () => {
    expect(of(0, 100)[0]).toBe(0);
    expect(of(1, 1_000_000)[0]).toBe(0);
  });

  it('of a share ends at all of them where all were bad, or so few were seen that it may be', () => {
    expect(of(100, 100)[1]).toBe(1);
    expect(of(0, 1)[1]).toBe(1);
    expect(of(0, 1000)[1]).toBeLessThan(0.01);
  });

  it.each([1, 4])('of events ends where it must where none came, in bursts as well: phi %d', (phi) => {
    for (const n of [100, 0.001]) {
      const q = of(0, n, { law: 'poisson', phi })[1];
      expect(logMixture(better, { k: 0, n, q, phi, law: 'poisson' })).toBeCloseTo(Math.log(40), 9);
    }
  });
});
