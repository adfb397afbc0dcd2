import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { random } from '../scenario.fixture.ts';
import { defaultTuning, noGoEvidence, type Tuning } from '../tuning.ts';
import { logEvidenceAgainstRate } from './baseline-evidence.ts';
import { upperBound } from './chernoff-bound.ts';
import { bet, openEProcess } from './e-process.ts';
import type { Law } from './law.ts';
import { supposedRates } from './supposed-rates.ts';

vi.setConfig({ testTimeout: 60_000 });

const law = fc.constantFrom<Law[]>('binomial', 'poisson');
const units = fc.record({
  n: fc.double({ min: 0.1, max: 1e9, noNaN: true }),
  share: fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1, noNaN: true })),
});

describe('what the baseline says against a rate', () => {
  it('is the more the higher the rate is', () => {
    const q = fc.double({ min: 1e-9, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(units, law, q, q, ({ n, share }, law, one, other) => {
        const against = (q: number) => logEvidenceAgainstRate({ n, k: n * share, q, law });
        const [low, high] = [against(Math.min(one, other)), against(Math.max(one, other))];
        expect(low - high).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(high)));
      }),
      { numRuns: 2000 },
    );
  });

  it('is an e-value: under that rate its mean is 1, whatever the numbers', () => {
    for (const q of [0.001, 0.05, 0.3, 0.9]) {
      for (const n of [5, 60, 400]) {
        let chance = n * Math.log1p(-q);
        let mean = 0;
        for (let k = 0; k <= n; k++) {
          mean += Math.exp(chance + logEvidenceAgainstRate({ n, k, q, law: 'binomial' }));
          chance += Math.log(((n - k) / (k + 1)) * (q / (1 - q)));
        }
        expect(mean).toBeCloseTo(1, 6);
      }
    }
  });

  it('is hardly more than an e-value where the threshold is a quantile of the same values', () => {
    // The share of all values over the k-th highest of n is Beta(k + 1, n - k) distributed: Simpson's rule over it.
    for (const [n, k] of [
      [60, 3],
      [400, 20],
      [1440, 14],
      [1440, 720],
    ] as const) {
      const density = (q: number) => k * Math.log(q) + (n - k - 1) * Math.log1p(-q);
      const peak = density(k / n);
      let [whole, mean] = [0, 0];
      for (let i = 1; i < 4000; i++) {
        const q = i / 4000;
        const chance = (i % 2 === 0 ? 2 : 4) * Math.exp(density(q) - peak);
        whole += chance;
        mean += chance * Math.exp(logEvidenceAgainstRate({ n, k, q, law: 'binomial' }));
      }
      expect(mean / whole).toBeLessThan(2);
    }
  });
});

describe('what the rate of the baseline may have been', () => {
  it('rises from step to step, up to the bound that stands alone', () => {
    fc.assert(
      fc.property(units, law, fc.double({ min: 0, max: 4, noNaN: true }), ({ n, share }, law, shared) => {
        const count = { n, k: n * share };
        const rates = supposedRates(count, { law, nats: 7, steps: [1, 2.2, 3.5, 5], shared });
        expect(rates).toHaveLength(5);
        for (const [i, rate] of rates.entries()) {
          expect(Number.isFinite(rate)).toBe(true);
          expect(rate).toBeGreaterThanOrEqual(rates[i - 1] ?? 0);
        }
        expect(rates.at(-1)).toBe(upperBound({ ...count, nats: 7 + shared, law }));
      }),
      { numRuns: 500 },
    );
  });

  it('is one bound, that of the reference, without steps', () => {
    const count = { n: 1000, k: 12 };
    expect(supposedRates(count, { law: 'binomial', nats: 6, steps: [] })).toEqual([
      upperBound({ ...count, nats: 6, law: 'binomial' }),
    ]);
  });
});

describe('the joint evidence of baseline and watch', () => {
  /** The least of all products, tick by tick, for a rate that is exactly as bad as is tolerated. */
  function highest(
    next: () => number,
    { hours, rate, tuning }: { hours: number; rate: number; tuning: Tuning },
  ): number {
    const tolerance = 1.25;
    const waiting = () => -Math.log(1 - next());
    const poisson = (mean: number) => {
      let k = -1;
      for (let passed = 0; passed < mean; passed += waiting()) k += 1;
      return Math.max(0, k);
    };
    const before = { n: hours, k: poisson(hours * rate) };
    const { baselineSteps: steps } = tuning;
    const nats = Math.log(1 / (tuning.baselineShare * tuning.alpha));
    const rates = supposedRates(before, { law: 'poisson', nats, steps });
    const bets = rates.map((q, i) => ({
      process: openEProcess('worse', tuning, { trail: false }),
      limit: q * tolerance,
      gain: i === 0 ? 1 : Math.exp(steps[i - 1] as number),
    }));
    let most = 0;
    for (let tick = 0; tick < 240; tick++) {
      const k = poisson((rate * tolerance) / 10);
      const units = { at: tick * 360, seconds: 360, n: 1 / 10, k };
      const worth = bets.map(
        ({ process, limit, gain }) => gain * bet(process, { ...units, limit }, { phi: 1, law: 'poisson' }, tuning),
      );
      most = Math.max(most, Math.min(...worth));
    }
    return most;
  }

  it('reaches 1 / a with a chance of no more than a, baseline and watch together, and NO-GO with less than alpha', () => {
    const next = random(20_261_122);
    const days = Array.from({ length: 600 }, (_, i) =>
      highest(next, {
        hours: [1, 6, 24][i % 3] ?? 24,
        rate: [2, 10, 30][Math.floor(i / 3) % 3] ?? 2,
        tuning: defaultTuning,
      }),
    );
    const share = (level: number) => days.filter((most) => most >= level).length / days.length;
    for (const a of [0.5, 0.2, 0.05]) expect(share(1 / a)).toBeLessThanOrEqual(a);
    expect(share(noGoEvidence(defaultTuning))).toBeLessThanOrEqual(defaultTuning.alpha);
  });
});
