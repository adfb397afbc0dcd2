import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceTuning, defaultTuning as tuning } from '../tuning.ts';
import { better, worse } from './effect-sizes.ts';
import type { Law } from './law.ts';
import { type Against, type Care, type Manner, stakesAt, type Units, winningsFrom } from './winnings.ts';

const last = worse.theta.length - 1;
const winnings = (against: Against, units: Units, manner: Manner, care: Care) =>
  winningsFrom(stakesAt(units.limit, against, manner.law), against, units, manner, care);
const won = (...of: Parameters<typeof winnings>) => winnings(...of).won;

describe('what a tick wins', () => {
  it('is k ln(theta) less what each unit stakes, and multiplies the capital by as much', () => {
    const { won, growth } = winnings('worse', { n: 10, k: 2, limit: 0.05 }, { phi: 1, law: 'binomial' }, tuning);
    for (const [j, theta] of worse.theta.entries()) {
      const nats = 2 * Math.log(theta) - 10 * Math.log1p(0.05 * (theta - 1));
      expect(won[j]).toBeCloseTo(Math.min(nats, 3), 12);
      expect(growth[j]).toBe(Math.exp(won[j] as number));
    }
  });

  it('is divided by how bursty the bad units are', () => {
    const units = { n: 100, k: 0, limit: 0.05 };
    const calm = won('worse', units, { phi: 1, law: 'binomial' }, tuning);
    const bursty = won('worse', units, { phi: 4, law: 'binomial' }, tuning);
    for (const [j, nats] of bursty.entries()) expect(nats).toBeCloseTo((calm[j] as number) / 4, 12);
  });

  it('is never more than one tick may bring', () => {
    expect(won('worse', { n: 50, k: 50, limit: 0.01 }, { phi: 1, law: 'binomial' }, tuning)[last]).toBe(3);
  });

  it('is turned round where a rate under the limit is looked for', () => {
    const nats = won('better', { n: 20, k: 0, limit: 0.1 }, { phi: 1, law: 'poisson' }, tuning);
    for (const [j, theta] of better.theta.entries()) expect(nats[j]).toBeCloseTo(20 * 0.1 * (1 - theta), 12);
  });
});

describe('failures that come in bursts', () => {
  const one = { n: 1, k: 1, limit: 1e-6 };
  const most = (phi: number) => Math.log((phi + 1) / (phi - 1)) / tuning.burstCare;

  it.each([1.5, 2, 5])('bring no more evidence each than such bursts bring by chance: phi %d', (phi) => {
    const bursty = won('worse', one, { phi, law: 'binomial', inBursts: true }, tuning);
    const alone = won('worse', one, { phi, law: 'binomial' }, tuning);
    expect(bursty[last]).toBeCloseTo(Math.min(Math.log(worse.theta[last] as number) / phi, most(phi)), 4);
    expect(bursty[last]).toBeLessThanOrEqual(alone[last] as number);
    expect(bursty[0]).toBe(alone[0]);
  });

  it('that come one by one are not held back, nor where nobody looks for bursts', () => {
    const of = (inBursts: boolean, phi: number, care = tuning) =>
      won('worse', one, { phi, law: 'binomial', inBursts }, care);
    expect(of(true, 1)).toEqual(of(false, 1));
    expect(of(true, 5, referenceTuning)).toEqual(of(false, 5, referenceTuning));
    expect(of(true, 5)).not.toEqual(of(false, 5));
    expect(won('worse', one, { phi: 5, law: 'binomial' }, tuning)).toEqual(of(false, 5));
  });
});

describe('a fair game: of what each bet is multiplied by, the mean over all that may happen', () => {
  const bets = fc.record({
    against: fc.constantFrom<Against[]>('worse', 'better'),
    law: fc.constantFrom<Law[]>('binomial', 'poisson'),
    n: fc.integer({ min: 1, max: 120 }),
    limit: fc.double({ min: 0.001, max: 0.4, noNaN: true }),
    /** Where the true rate lies between the limit and the side that is no news. */
    share: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    phi: fc.oneof(fc.constant(1), fc.double({ min: 1, max: 9, noNaN: true })),
    inBursts: fc.boolean(),
    care: fc.constantFrom<Care[]>(tuning, referenceTuning),
  });
  type Bets = typeof bets extends fc.Arbitrary<infer T> ? T : never;

  /** Summed over every number of bad units, by their chance. */
  function means({ against, law, n, limit, phi, inBursts, care }: Bets, rate: number): readonly number[] {
    const most = law === 'binomial' ? n : Math.ceil(n * rate + 12 * Math.sqrt(n * rate) + 40);
    const sums = (against === 'worse' ? worse : better).theta.map(() => 0);
    let chance = law === 'binomial' ? n * Math.log1p(-rate) : -n * rate;
    for (let k = 0; k <= most; k++) {
      const { growth } = winnings(against, { n, k, limit }, { phi, law, inBursts }, care);
      for (const [j, factor] of growth.entries()) sums[j] = (sums[j] as number) + Math.exp(chance) * factor;
      chance +=
        law === 'binomial' ? Math.log(((n - k) / (k + 1)) * (rate / (1 - rate))) : Math.log((n * rate) / (k + 1));
    }
    return sums;
  }
  const noNews = ({ against, limit, share }: Bets) =>
    against === 'worse' ? limit * share : limit + (0.99 - limit) * (1 - share);

  it('is at most 1, whatever the rate is that is no news', () => {
    fc.assert(
      fc.property(bets, (of) => {
        const rate = noNews(of);
        if (rate <= 0) return;
        for (const mean of means(of, rate)) expect(mean).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 400 },
    );
  });

  it('is 1 just at the limit, where nothing is held back, and more beyond it', () => {
    const free = { capPerTick: Number.POSITIVE_INFINITY, burstCare: 0 };
    const of: Bets = {
      against: 'worse',
      law: 'binomial',
      n: 40,
      limit: 0.05,
      share: 1,
      phi: 1,
      inBursts: false,
      care: free,
    };
    for (const mean of means(of, 0.05)) expect(mean).toBeCloseTo(1, 9);
    for (const mean of means(of, 0.06)) expect(mean).toBeGreaterThan(1.01);
  });
});
