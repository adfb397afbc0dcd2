import { rateRefutedWith } from './baseline-evidence.ts';
import { upperBound } from './chernoff-bound.ts';
import type { Count, Law } from './law.ts';

/**
 * What the baseline's true rate may have been, in rising steps: `steps[i]` nats are what the baseline itself has against
 * any rate over the i-th; the last is its Chernoff bound, which the true rate exceeds with probability `exp(-nats)`.
 *
 * The null is "for some q, the baseline's rate was q and the rate now is at most (1 + tolerance) q". Under that q, the
 * e-value of the baseline against "q or more", times the e-process of the watch against (1 + tolerance) q, is an
 * e-process: given the baseline, the second factor is a supermartingale that begins at 1. The least such product over
 * all q is at most the one of the true q. Between two steps the first factor is at least what it is at the lower one and
 * the second at least what it is at the higher one, because the first rises with q and the second falls. So the least of
 * `exp(steps[i - 1]) E(limit of step i)` is never more than an e-process, whatever q is, unless q lies over the last
 * step; that is left to a union bound, with `baselineShare` of alpha. The luck of the baseline is paid for once, where a
 * bound on it and a proof on top would pay twice.
 * So NO-GO at `1 / ((1 - baselineShare) alpha)` is wrong with a chance of at most alpha: `baselineShare alpha` for a rate
 * over the last step, in any of the tests (`nats = ln(criteria x tests / (baselineShare alpha))`), and the rest by Ville's
 * inequality for the weighted mean of the tests' products. Where the threshold is a quantile of the same values, the rate
 * over it is not fixed but Beta distributed; the mean of its e-value is then 1 but for the curvature of that law.
 * Source: Vovk, Wang 2021 (products of sequential e-values); Wasserman, Ramdas, Balakrishnan 2020 (the least over a
 * composite null); Howard, Ramdas, McAuliffe, Sekhon 2021 (validity at every look).
 */
export function supposedRates(
  calm: Count,
  {
    law,
    nats,
    steps,
    shared = 0,
  }: {
    readonly law: Law;
    readonly nats: number;
    readonly steps: readonly number[];
    /** What every step pays on top when it is one of several rates that are all meant: `ln` of how many. */
    readonly shared?: number;
  },
): readonly number[] {
  const last = upperBound({ ...calm, nats: nats + shared, law });
  return [...steps.map((step) => rateRefutedWith(step + shared, { ...calm, law }, last)), last];
}
