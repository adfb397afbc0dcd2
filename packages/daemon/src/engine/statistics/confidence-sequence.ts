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

  let low = rate;
  let high = 1;
  if (law === 'poisson') {
    high = rate + ((refuted + 1) * phi) / n;
    while (!refutes(better, high)) high *= 2;
  }
  if (law === 'poisson' || refutes(better, 1)) {
    for (let step = 0; step < 100 && low < high; step++) {
      const middle = 0.5 * (low + high);
      if (middle === low || middle === high) break;
      if (refutes(better, middle)) high = middle;
      else low = middle;
    }
  }
  const upper = high;
  if (rate <= 0) return [0, upper];

  low = 0;
  high = rate;
  for (let step = 0; step < 100; step++) {
    const middle = 0.5 * (low + high);
    if (middle === low || middle === high) break;
    if (refutes(worse, middle)) low = middle;
    else high = middle;
  }
  return [low, upper];
};
