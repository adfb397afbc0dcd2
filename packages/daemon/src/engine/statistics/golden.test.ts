import { describe, expect, it } from 'vitest';
import vectors from '../golden/vectors.json' with { type: 'json' };
import { inOneGo } from '../slow-work.ts';
import { limitNats, noGoEvidence, referenceTuning as tuning } from '../tuning.ts';
import { lowerBound, upperBound } from './chernoff-bound.ts';
import { confidenceSequence } from './confidence-sequence.ts';
import { dispersion } from './dispersion.ts';
import { above, histogram, quantile, samples } from './distribution.ts';
import { bestRun, bet, openEProcess } from './e-process.ts';
import { worse } from './effect-sizes.ts';
import type { Law } from './law.ts';
import { logLikelihoodRatio } from './log-likelihood-ratio.ts';
import { rateAtFactor, rateLimit, rateReference } from './rate-reference.ts';
import { logEvidenceBelow, ruleOutFactors } from './rule-out.ts';
import { valueHistory } from './value-history.ts';
import { valueLimit, valueReference } from './value-reference.ts';

const law = (poisson: boolean): Law => (poisson ? 'poisson' : 'binomial');
const hours = 3600;
const rateSettings = { tolerance: 0.25, wideTolerance: 1, okBelow: 0.0002 };
const latencySettings = { tolerance: 0.1, wideTolerance: 0.5 };

/** Equal to a part in a thousand million: the reference's own promise. */
function expectSame(actual: number, expected: number) {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(expected), 1e-300));
}

/** The generator of the vectors: Numerical Recipes' linear congruential one. */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (1664525 * state + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
const binomial = (next: () => number, n: number, p: number) =>
  Array.from({ length: n }, next).filter((u) => u < p).length;

describe('the mathematics gives the numbers of the reference', () => {
  it.each(vectors.kl_bound)(
    'Chernoff bound of $k in $n at $nats nats',
    ({ k, n, nats, poisson, upper, expect: want }) => {
      expectSame((upper ? upperBound : lowerBound)({ k, n, nats, law: law(poisson) }), want);
    },
  );

  it.each(vectors.ell)('one bet on theta $theta: $k of $n against $q', ({ theta, n, k, q, poisson, expect: want }) => {
    expectSame(logLikelihoodRatio(theta, Math.log(theta), { n, k }, q, law(poisson)), want);
  });

  it.each(vectors.eprocess)('e-process: $name', ({ phi, q, poisson, tick_s, obs, expect: want }) => {
    const process = openEProcess('worse', tuning);
    for (const [i, [n = 0, k = 0]] of obs.entries()) {
      const tick = { at: i * tick_s, seconds: tick_s, n, k, limit: q };
      expectSame(bet(process, tick, { phi, law: law(poisson) }, tuning), want[i] ?? Number.NaN);
    }
  });

  it.each(vectors.go_loge)('evidence for GO: $K of $N under $q', ({ K, N, q, phi, poisson, expect: want }) => {
    expectSame(logEvidenceBelow({ sums: { n: N, k: K }, q, phi, law: law(poisson) }), want);
  });

  it.each(vectors.conf_seq)('confidence sequence of $K in $N', ({ K, N, phi, poisson, a, expect: want }) => {
    const [low, high] = confidenceSequence({ k: K, n: N, phi, law: law(poisson), alpha: a });
    expectSame(low, want[0] ?? Number.NaN);
    expectSame(high, want[1] ?? Number.NaN);
  });

  it.each(vectors.dispersion)('dispersion: $name', ({ slot_s, poisson, k, n, expect: want }) => {
    const slots = k.map((bad) => ({ n, k: bad }));
    expectSame(dispersion({ slots, slotSeconds: slot_s, law: law(poisson), tuning }), want);
  });

  it('buckets: quantiles and shares above a threshold', () => {
    const { bounds, counts, quantile: quantiles, above: shares } = vectors.histogram;
    const d = histogram(
      bounds.filter((bound) => bound !== null),
      counts,
    );
    for (const [level, want] of Object.entries(quantiles)) expectSame(quantile(d, Number(level)), want);
    for (const [threshold, want] of Object.entries(shares)) expectSame(above(d, Number(threshold)), want);
  });
});

describe('the baseline gives the limits of the reference', () => {
  it('an error rate of six hours', () => {
    const want = vectors.rate_reference;
    const slots = (vectors.dispersion[0]?.k ?? []).map((k) => ({ n: 100, k }));
    const nats = limitNats({ tuning, criteria: 1, tests: 1 });
    const reference = rateReference({ slots, slotSeconds: 60, law: 'binomial', nats, ...rateSettings, tuning });
    expectSame(reference.phi, want.phi);
    expectSame(reference.tolerance, want.tol);
    expectSame(reference.flat, want.flat);
    expectSame(reference.proven, want.go_ref);
    expectSame(rateLimit(reference, 0, tuning), want.limit_at_0);
    expectSame(rateLimit(reference, 3601), want.limit_at_3601s_not_covered);
    expectSame(rateLimit(reference, 23 * hours), want.limit_at_23h);
  });

  it('a latency read one by one', () => {
    const next = lcg(7);
    const values = Array.from({ length: 1440 }, () => {
      const u = next() + next() + next() + next();
      return Math.round((100 + 50 * u ** 2) * 10) / 10;
    });
    expect(values.slice(0, 5)).toEqual(vectors.value_reference.first);
    const slots = Array.from({ length: 360 }, (_, i) => samples(values.slice(4 * i, 4 * i + 4)));
    const history = inOneGo(valueHistory(slots, 60, tuning));
    const nats = limitNats({ tuning, criteria: 1, tests: 3 });
    for (const want of vectors.value_reference.quantiles) {
      const reference = valueReference({ history, level: want.q, nats, ...latencySettings, tuning });
      expectSame(reference.quantile, want.Q);
      expectSame(reference.phi, want.phi);
      expectSame(reference.flat.threshold, want.worst_block_or_Q);
      expectSame(reference.flat.share, want.limit);
      expectSame(valueLimit(reference, 0, tuning).threshold, want.threshold_at_0);
      expectSame(reference.proven, want.go_Q);
    }
  });

  it('an error rate of six days, hour by hour', () => {
    const want = vectors.same_hour_rate;
    const slots = want.k.map((k) => ({ n: want.n, k }));
    const nats = limitNats({ tuning, criteria: 3, tests: 1 });
    const reference = rateReference({
      slots,
      slotSeconds: want.slot_s,
      law: 'binomial',
      nats,
      ...rateSettings,
      tuning,
    });
    expectSame(reference.phi, want.phi);
    expectSame(reference.flat, want.flat);
    expectSame(reference.proven, want.go_ref);
    expect(reference.hourly).toHaveLength(24);
    for (const [hour, limit] of want.hourly.entries()) expectSame(reference.hourly?.[hour] ?? Number.NaN, limit);
  });

  it('a latency in buckets of six days, hour by hour', () => {
    const { bounds, counts, slot_s, quantiles } = vectors.same_hour_value;
    const history = inOneGo(
      valueHistory(
        counts.map((row) => histogram(bounds, row)),
        slot_s,
        tuning,
      ),
    );
    const nats = limitNats({ tuning, criteria: 3, tests: 3 });
    for (const want of quantiles) {
      const reference = valueReference({ history, level: want.q, nats, ...latencySettings, tuning });
      expectSame(reference.phi, want.phi);
      expectSame(reference.quantile, want.Q);
      expectSame(reference.proven, want.go_Q);
      expect(reference.usable).toBe(want.usable);
      for (const [hour, [threshold = 0, share = 0]] of want.hourly.entries()) {
        expectSame(reference.hourly?.[hour]?.threshold ?? Number.NaN, threshold);
        expectSame(reference.hourly?.[hour]?.share ?? Number.NaN, share);
      }
    }
  });

  it('events of a day', () => {
    const want = vectors.count_reference;
    const slots = want.k.map((k) => ({ n: 1, k }));
    const nats = limitNats({ tuning, criteria: 2, tests: 1 });
    const settings = { tolerance: 0.25, wideTolerance: 1, okBelow: 1 / 60 };
    const reference = rateReference({ slots, slotSeconds: want.slot_s, law: 'poisson', nats, ...settings, tuning });
    expectSame(reference.phi, want.phi);
    expectSame(reference.flat, want.flat);
    expectSame(rateLimit(reference, 0, tuning), want.limit_at_0);
    expectSame(reference.proven, want.go_ref);
  });
});

describe('a whole day, tick by tick, ends as in the reference', () => {
  it.each(vectors.whole_runs.runs)('error rate 1 %, $p1 from tick $onset_tick (seed $seed)', (want) => {
    const next = lcg(want.seed);
    const slots = Array.from({ length: 1440 }, () => ({ n: 120, k: binomial(next, 120, 0.01) }));
    const nats = limitNats({ tuning, criteria: 1, tests: 1 });
    const reference = rateReference({ slots, slotSeconds: 60, law: 'binomial', nats, ...rateSettings, tuning });
    const { phi } = reference;
    expectSame(phi, want.phi);
    expectSame(rateLimit(reference, 0, tuning), want.limit);

    const process = openEProcess('worse', tuning);
    const sums = { n: 0, k: 0 };
    let strongest = 1;
    let noGoAt: number | null = null;
    for (let tick = 0; tick < 5760 && noGoAt === null; tick++) {
      const at = tick * 15;
      const k = binomial(next, 30, tick < want.onset_tick ? 0.01 : want.p1);
      const settled = at >= tuning.settleSeconds;
      const units = settled ? { n: 30, k } : { n: 0, k: 0 };
      sums.n += units.n;
      sums.k += units.k;
      bet(
        process,
        { at, seconds: 15, ...units, limit: rateLimit(reference, at, tuning) },
        { phi, law: 'binomial' },
        tuning,
      );
      strongest = Math.max(strongest, process.evidence);
      if (process.evidence >= noGoEvidence(tuning)) noGoAt = at + 15;
    }
    const refuted = ruleOutFactors.find(
      (factor) => logEvidenceBelow({ sums, q: rateAtFactor(reference, factor), phi, law: 'binomial' }) >= Math.log(40),
    );

    expect(noGoAt).toBe(want.nogo_s);
    expect(sums).toEqual({ n: want.N, k: want.K });
    expectSame(process.evidence, want.E);
    expectSame(strongest, want.maxE);
    expect(refuted ?? null).toBe(want.ruled_out);
    const run = bestRun(process);
    expect(run).toMatchObject({ since: want.best.since, bad: want.best.bad, total: want.best.total });
    expect(worse.theta).toContain(run.theta);
    expect(run.allowed).toBeCloseTo(want.best.allowed, 5);
  });
});
