import { crossing } from './crossing.ts';
import { better, type EffectSizes, worse } from './effect-sizes.ts';
import type { Count, Law } from './law.ts';
import { logMixture } from './log-likelihood-ratio.ts';

interface Counted extends Count {
  readonly phi: number;
  readonly law: Law;
}

/**
 * Confidence interval for the average bad rate so far, valid however often it is looked at: every rate that no mixture
 * of bets has refuted at `2 / alpha`. `n` must be more than 0.
 * Source: Howard, Ramdas, McAuliffe, Sekhon 2021 (time-uniform confidence sequences); Robbins 1970 (mixtures).
 */
export function confidenceSequence({
  k,
  n,
  phi,
  law,
  alpha = 0.05,
}: Counted & { readonly alpha?: number }): readonly [low: number, high: number] {
  const refuted = Math.log(2 / alpha);
  const counted = { k, n, phi, law };
  // A mixture is worth at most its best bet, and at least that bet's share of it: its edge lies between these two.
  const alone = (sizes: EffectSizes) => ratesRefutedAt(refuted, sizes, counted);
  const byItsShare = (sizes: EffectSizes) => ratesRefutedAt(refuted + Math.log(sizes.theta.length), sizes, counted);
  const beyond = (sizes: EffectSizes, q: number) => logMixture(sizes, { k, n, phi, law, q }) - refuted;
  const highest = law === 'binomial' ? 1 : Number.POSITIVE_INFINITY;
  return [
    // Few bad units refute no low rate, not even nothing at all.
    crossing(Math.max(0, ...byItsShare(worse)), Math.max(0, ...alone(worse)), (q) => -beyond(worse, q)),
    crossing(Math.min(...alone(better)), Math.min(highest, ...byItsShare(better)), (q) => beyond(better, q)),
  ];
}

/** The rate against which each bet alone is worth `nats`. Against one further from what was seen it is worth more. */
const ratesRefutedAt = (nats: number, { theta, logTheta }: EffectSizes, { k, n, phi, law }: Counted): number[] =>
  theta.map((size, j) => {
    const staked = (k * (logTheta[j] as number) - phi * nats) / n;
    return (law === 'poisson' ? staked : Math.expm1(staked)) / (size - 1);
  });
