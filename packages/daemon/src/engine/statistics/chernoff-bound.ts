import { bisect } from './bisect.ts';
import type { Law } from './law.ts';

/**
 * Kullback-Leibler information, in nats per unit, against rate `q` when rate `p` is observed.
 * Source: Kullback, Leibler 1951; the Poisson form is the limit of many rare units.
 */
export const information = (p: number, q: number, law: Law): number => {
  const bad = p > 0 ? p * Math.log(p / q) : 0;
  if (law === 'poisson') return q - p + bad;
  return bad + (p < 1 ? (1 - p) * Math.log((1 - p) / (1 - q)) : 0);
};

interface Observed {
  readonly k: number;
  readonly n: number;
  /** How sure: the bound is wrong with probability at most `exp(-nats)`. */
  readonly nats: number;
  readonly law: Law;
}

/**
 * The largest rate q with `n * information(k / n, q) <= nats`: Chernoff's bound turned round, by bisection.
 * Source: Chernoff 1952; Garivier, Cappé 2011 (KL confidence bounds).
 */
export const upperBound = ({ k, n, nats, law }: Observed): number => {
  const p = k / n;
  // Events have no natural ceiling. This one is over the bound: Bernstein's inequality (Boucheron, Lugosi, Massart 2013).
  const ceiling = law === 'binomial' ? 1 : p + (nats + Math.sqrt(2 * nats * k)) / n;
  return bisect(p, ceiling, (q) => n * information(p, q, law) > nats).above;
};

/** The smallest rate q with `n * information(k / n, q) <= nats`. */
export const lowerBound = ({ k, n, nats, law }: Observed): number => {
  const p = k / n;
  return bisect(0, p, (q) => n * information(p, q, law) <= nats).below;
};
