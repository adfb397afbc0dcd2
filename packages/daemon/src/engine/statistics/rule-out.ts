import { better } from './effect-sizes.ts';
import type { Count, Law } from './law.ts';
import { logMixture } from './log-likelihood-ratio.ts';

/** "This many times the baseline, or worse": what a criterion tries to rule out, in rising order. */
export const ruleOutFactors: readonly number[] = [1.1, 1.25, 1.5, 2, 3, 5, 10];

/**
 * Logarithm of the e-value against "on average since the deploy the bad rate is q or more".
 * Source: Howard et al. 2021; the bets are those of verdict section 6.
 */
export const logEvidenceBelow = ({ sums, q, phi, law }: { sums: Count; q: number; phi: number; law: Law }): number =>
  logMixture(better, { ...sums, q, phi, law });
