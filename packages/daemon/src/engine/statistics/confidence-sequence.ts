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

  return [
    rate <= 0 ? 0 : edge(0, rate, (q) => !refutes(worse, q)).below,
    law === 'binomial' && !refutes(better, 1) ? 1 : edge(rate, unlikely(), (q) => refutes(better, q)).above,
  ];

  /** A rate that is surely refuted, to search under. */
  function unlikely(): number {
    if (law === 'binomial') return 1;
    let rateOver = rate + ((refuted + 1) * phi) / n;
    while (!refutes(better, rateOver)) rateOver *= 2;
    return rateOver;
  }
};

/** Where `isAbove` turns true between two rates, to a part in a million million. */
function edge(below: number, above: number, isAbove: (q: number) => boolean) {
  for (let step = 0; step < 100 && above - below > 1e-12 * above; step++) {
    const middle = 0.5 * (below + above);
    if (isAbove(middle)) above = middle;
    else below = middle;
  }
  return { below, above };
}
