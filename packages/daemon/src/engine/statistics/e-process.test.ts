import { describe, expect, it } from 'vitest';
import { random } from '../scenario.fixture.ts';
import { defaultTuning as tuning } from '../tuning.ts';
import { bestRun, bet, openEProcess, worthOf } from './e-process.ts';
import { worse } from './effect-sizes.ts';

const manner = { phi: 1, law: 'binomial' } as const;
const tick = (at: number, n: number, k: number, limit = 0.01) => ({ at, seconds: 15, n, k, limit });

describe('the capital', () => {
  it('is one at first: half of it bets, half is kept for later starts', () => {
    const { capital, reserve, evidence } = openEProcess('worse');
    expect(capital).toEqual(worse.theta.map(() => 0.5));
    expect([reserve, evidence]).toEqual([0.5, 1]);
    expect(worthOf(capital, reserve)).toBe(1);
  });

  it('is given out evenly over the watch, and no more than there is', () => {
    const process = openEProcess('worse');
    for (let at = 0; at < 43_200; at += 15) bet(process, tick(at, 0, 0), manner, tuning);
    expect(process.reserve).toBeCloseTo(0.25, 9);
    for (let at = 43_200; at < 100_000; at += 15) bet(process, tick(at, 0, 0), manner, tuning);
    expect(process.reserve).toBe(0);
    expect(process.evidence).toBeCloseTo(1, 9);
  });

  it.each([
    ['no units', tick(0, 0, 0)],
    ['no units, under a limit beyond all counting', tick(0, 0, 0, 1e307)],
    ['a limit of nothing', tick(0, 100, 50, 0)],
  ])('neither grows nor shrinks where there is no evidence: %s', (_, nothing) => {
    const process = openEProcess('worse');
    expect(bet(process, nothing, manner, tuning)).toBeCloseTo(1, 12);
    expect(new Set(process.capital).size).toBe(1);
    expect(process.capital[0]).toBeCloseTo(0.5 + (0.5 * 15) / 86_400, 12);
  });

  it('grows while more is bad than the limit allows, shrinks while less is, and never overflows', () => {
    const [bad, good] = [openEProcess('worse'), openEProcess('worse')];
    for (let at = 0; at < 6000; at += 15) {
      bet(bad, tick(at, 100, 100), manner, tuning);
      bet(good, tick(at, 100, 0), manner, tuning);
    }
    expect(bad.evidence).toBe(worthOf(bad.capital, bad.reserve));
    expect(Math.max(...bad.capital)).toBe(1e250);
    expect(good.evidence).toBeLessThan(1);
    expect(good.evidence).toBeGreaterThan(0.46);
  });
});

describe('while nothing is worse', () => {
  const ticks = 120;
  /** A short watch, so that all that is kept for later starts is given out in it. */
  const short = { ...tuning, horizonSeconds: ticks * 15 };

  /** The mean of E over many watches whose rate is `rate`, and its standard error, at some moments of the watch. */
  function simulated(rate: number, watches: number) {
    const next = random(20_261_123);
    const moments = [1, 10, 40, 80, ticks];
    const sums = moments.map(() => ({ sum: 0, squares: 0 }));
    for (let watch = 0; watch < watches; watch++) {
      const process = openEProcess('worse', short, { trail: false });
      for (let at = 0; at < ticks; at++) {
        let k = 0;
        for (let unit = 0; unit < 10; unit++) if (next() < rate) k += 1;
        const evidence = bet(process, tick(15 * at, 10, k, 0.05), manner, short);
        const of = sums[moments.indexOf(at + 1)];
        if (of === undefined) continue;
        of.sum += evidence;
        of.squares += evidence ** 2;
      }
    }
    return sums.map(({ sum, squares }) => {
      const mean = sum / watches;
      return { mean, error: Math.sqrt((squares / watches - mean ** 2) / watches) };
    });
  }

  it('the mean of E stays at 1 or under it, at every moment: it is a supermartingale', () => {
    for (const { mean, error } of simulated(0.05, 1500)) expect(mean).toBeLessThanOrEqual(1 + 3 * error);
  });

  it('and rises beyond what chance does once it is: the simulation would notice', () => {
    expect(simulated(0.06, 1500).some(({ mean, error }) => mean > 1 + 3 * error)).toBe(true);
  });
});

describe('the run behind the richest bet', () => {
  const told = (ks: readonly number[]) => {
    const process = openEProcess('worse');
    ks.forEach((k, i) => {
      bet(process, tick(15 * i, 10, k), manner, tuning);
    });
    return process;
  };
  const calm = Array.from({ length: 100 }, () => 0);

  it('begins where the trouble did', () => {
    const run = bestRun(told([...calm, 2, 3, 2, 4]));
    expect(run).toMatchObject({ since: 1500, bad: 11, total: 40 });
    expect(run.allowed).toBeCloseTo(0.4, 12);
  });

  it('names about how bad it is: twice the limit', () => {
    const { theta } = bestRun(told(Array.from({ length: 400 }, (_, i) => (i % 5 === 0 ? 1 : 0))));
    expect(theta).toBeGreaterThan(1.4);
    expect(theta).toBeLessThan(3);
  });

  it('begins anew when what was won is lost again', () => {
    expect(bestRun(told([1, ...calm, 3, 3]))).toMatchObject({ since: 15 * 101, bad: 6, total: 20 });
  });

  it('goes on over a tick without evidence', () => {
    const process = told([3, 3]);
    bet(process, tick(30, 0, 0), manner, tuning);
    bet(process, tick(45, 10, 3), manner, tuning);
    expect(bestRun(process)).toMatchObject({ since: 0, bad: 9, total: 30 });
  });

  it('is not followed where nobody will ask', () => {
    const process = openEProcess('better', tuning, { trail: false });
    bet(process, tick(0, 10, 1), manner, tuning);
    expect(process.trail).toBeNull();
    expect(bestRun(process)).toMatchObject({ since: 0, bad: 0, total: 0, allowed: 0 });
  });
});
