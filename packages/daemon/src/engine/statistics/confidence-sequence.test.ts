import { describe, expect, it } from 'vitest';
import { confidenceSequence } from './confidence-sequence.ts';

const of = (k: number, n: number, changes: Partial<Parameters<typeof confidenceSequence>[0]> = {}) =>
  confidenceSequence({ k, n, phi: 1, law: 'binomial', ...changes });

describe('where the average since the deploy may lie', () => {
  it('is around what was counted, and narrower with more of it', () => {
    const [low, high] = of(50, 1000);
    expect(low).toBeLessThan(0.05);
    expect(high).toBeGreaterThan(0.05);
    const [closer, close] = of(500, 10_000);
    expect(closer).toBeGreaterThan(low);
    expect(close).toBeLessThan(high);
  });

  it('is wider the surer it has to be, and where bad units come in bursts', () => {
    const [low, high] = of(50, 1000);
    for (const [wider, wide] of [of(50, 1000, { alpha: 0.01 }), of(50, 1000, { phi: 4 })]) {
      expect(wider).toBeLessThan(low);
      expect(wide).toBeGreaterThan(high);
    }
  });

  it('begins at nothing where nothing was bad, and a share ends at all where all were', () => {
    expect(of(0, 100)[0]).toBe(0);
    expect(of(100, 100)[1]).toBe(1);
    expect(of(0, 1)[1]).toBe(1);
    expect(of(0, 1000)[1]).toBeLessThan(0.01);
  });

  it('of events may be more than one a minute', () => {
    const [low, high] = of(300, 100, { law: 'poisson' });
    expect(low).toBeGreaterThan(2);
    expect(high).toBeGreaterThan(3);
    expect(high).toBeLessThan(4);
    expect(of(0, 0.001, { law: 'poisson' })[1]).toBeGreaterThan(1000);
  });
});
