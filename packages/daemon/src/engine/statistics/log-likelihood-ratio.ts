import type { EffectSizes } from './effect-sizes.ts';
import type { Count, Law } from './law.ts';

/**
 * Log likelihood ratio of "the odds of a bad unit are theta times the limit's" against "the rate is exactly the limit q".
 * Its exponential has a mean of at most 1 while the rate is at or under q (theta > 1), or at or over it (theta < 1).
 */
export const logLikelihoodRatio = (theta: number, logTheta: number, { n, k }: Count, q: number, law: Law): number =>
  k * logTheta - n * stakeOf(theta, q, law);

/** What the bet on theta loses with each unit, bad or not. */
export const stakeOf = (theta: number, q: number, law: Law): number =>
  law === 'poisson' ? q * (theta - 1) : Math.log1p(q * (theta - 1));

interface Sums extends Count {
  readonly q: number;
  /** Burstiness: the evidence is divided by it (quasi-likelihood; Wedderburn 1974). */
  readonly phi: number;
  readonly law: Law;
}

/** The same over sums, mixed over all effect sizes: the logarithm of one e-value about the average rate so far. */
export function logMixture({ theta, logTheta }: EffectSizes, { n, k, q, phi, law }: Sums): number {
  const count = { n, k };
  // A running log-sum-exp: the largest term is kept apart, so that nothing overflows.
  let largest = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < theta.length; i++) {
    const x = logLikelihoodRatio(theta[i] as number, logTheta[i] as number, count, q, law) / phi;
    if (x <= largest) {
      sum += Math.exp(x - largest);
    } else {
      sum = sum * Math.exp(largest - x) + 1;
      largest = x;
    }
  }
  return largest + Math.log(sum / theta.length);
}
