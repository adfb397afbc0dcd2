import { bisect } from './bisect.ts';
import { better, type EffectSizes, worse } from './effect-sizes.ts';
import type { Law } from './law.ts';
import { logMixture } from './log-likelihood-ratio.ts';

/**
 * Confidence interval for the average bad rate so far, valid however often it is looked at: every rate that no mixture
 * of bets has refuted at `2 / alpha`. `n` must be more than 0.
 * Source: Howard, Ramdas, McAuliffe, Sekhon 2021 (time-uniform confidence sequences); Robbins 1970 (mixtures).
 */
export const confidenceSequence = ({
  k,
  n,
  phi,
  law,
  alpha = 0.05,
}: {
  k: number;
  n: number;
  phi: number;
  law: Law;
  alpha?: number;
}): readonly [low: number, high: number] => {
  const refuted = Math.log(2 / alpha);
  const refutes = (sizes: EffectSizes, q: number) => logMixture(sizes, { n, k, q, phi, law }) > refuted;
  const rate = k / n;
  // Of a rate of events even this is refuted: by the bet on half of it alone.
  const highest = law === 'binomial' ? 1 : 2 * rate + (2 * phi * (refuted + Math.log(better.theta.length))) / n;
  return [
    // Few bad units refute no low rate, not even nothing at all: there is no edge to look for.
    refutes(worse, 0) ? bisect(0, rate, (q) => !refutes(worse, q)).below : 0,
    bisect(rate, highest, (q) => refutes(better, q)).above,
  ];
};
