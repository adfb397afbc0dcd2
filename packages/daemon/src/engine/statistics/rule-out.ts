import { crossing } from './crossing.ts';
import { better } from './effect-sizes.ts';
import type { Count, Law } from './law.ts';
import { logMixture, stakeOf } from './log-likelihood-ratio.ts';

/** "This many times the baseline, or worse": what a criterion tries to rule out, in rising order. */
export const ruleOutFactors: readonly number[] = [1.1, 1.25, 1.5, 2, 3, 5, 10];

/**
 * Logarithm of the e-value against "on average since the deploy the bad rate is q or more".
 * Source: Howard et al. 2021; the bets are those of verdict section 6.
 */
export const logEvidenceBelow = ({ sums, q, phi, law }: { sums: Count; q: number; phi: number; law: Law }): number =>
  logMixture(better, { ...sums, q, phi, law });

/** The fewest units, `k` of them bad, that are evidence of `nats` against "q or more". They need not be whole. */
export function unitsToRefute({
  k,
  q,
  phi,
  law,
  nats,
}: {
  k: number;
  q: number;
  phi: number;
  law: Law;
  nats: number;
}): number {
  // Each bet says from where on the mixture might do it, if all were as good, and must, if the others had lost all.
  const { theta, logTheta } = better;
  let [might, must] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let j = 0; j < theta.length; j++) {
    const toWin = phi * nats - k * (logTheta[j] as number);
    const each = -stakeOf(theta[j] as number, q, law);
    might = Math.min(might, toWin / each);
    must = Math.min(must, (toWin + phi * Math.log(theta.length)) / each);
  }
  return crossing(might, must, (n) => logEvidenceBelow({ sums: { n, k }, q, phi, law }) - nats);
}
