import { bisect } from './bisect.ts';
import type { Count, Law } from './law.ts';

/** The bet is best where about so many nats are won: three sigma, which is where limits are decided. */
const aimedAt = 4.5;

/**
 * Logarithm of the e-value that `k` of `n` units give against "the rate is q or more": the likelihood ratio of one
 * lower rate, whose odds are `exp(-bet)` times those of q. Its mean is at most 1 under any rate from q up, whatever the
 * bet is, as long as the bet is chosen without looking at k. It rises with q: the bet shrinks as q grows, never faster
 * than what a bet of that size wins (so `d/dq >= n (1 - exp(-bet) (1 + bet / 2)) / (1 - q (1 - exp(-bet))) >= 0`).
 * Source: Wald 1945; Grünwald, de Heide, Koolen 2024 (an e-value that is optimal at one alternative).
 */
export function logEvidenceAgainstRate({ k, n, q, law }: Count & { q: number; law: Law }): number {
  if (q <= 0 || n <= 0) return 0;
  const spread = law === 'poisson' ? q : q <= 0.5 ? q * (1 - q) : 0.25;
  const bet = Math.sqrt((2 * aimedAt) / (n * spread));
  const less = 1 - Math.exp(-bet);
  return -k * bet + (law === 'poisson' ? n * q * less : -n * Math.log1p(-q * less));
}

/** The lowest rate that the baseline refutes with at least so many nats, but not more than `highest`. */
export function rateRefutedWith(nats: number, { k, n, law }: Count & { law: Law }, highest: number): number {
  const refutes = (q: number) => logEvidenceAgainstRate({ k, n, q, law }) >= nats;
  return refutes(highest) ? bisect(0, highest, refutes).above : highest;
}
