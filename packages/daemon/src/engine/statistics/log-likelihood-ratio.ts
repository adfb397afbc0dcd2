import type { EffectSizes } from './effect-sizes.ts';
import type { Count, Law } from './law.ts';

/**
 * Log likelihood ratio of "the odds of a bad unit are theta times the limit's" against "the rate is exactly the limit q".
 * Its exponential has a mean of at most 1 while the rate is at or under q (theta > 1), or at or over it (theta < 1).
 */
export const logLikelihoodRatio = (theta: number, logTheta: number, { n, k }: Count, q: number, law: Law): number =>
  k * logTheta - (law === 'poisson' ? n * q * (theta - 1) : n * Math.log1p(q * (theta - 1)));

interface Sums extends Count {
  readonly q: number;
  /** Burstiness: the evidence is divided by it (quasi-likelihood; Wedderburn 1974). */
  readonly phi: number;
  readonly law: Law;
}

/** The same over sums, mixed over all effect sizes: the logarithm of one e-value about the average rate so far. */
export const logMixture = (sizes: EffectSizes, { n, k, q, phi, law }: Sums): number =>
  logMeanExp(
    sizes.theta.map(
      (theta, i) => logLikelihoodRatio(theta, sizes.logTheta[i] ?? Math.log(theta), { n, k }, q, law) / phi,
    ),
  );

const logMeanExp = (xs: readonly number[]): number => {
  const highest = Math.max(...xs);
  if (!Number.isFinite(highest)) return highest;
  const sum = xs.reduce((total, x) => total + Math.exp(x - highest), 0);
  return highest + Math.log(sum / xs.length);
};
