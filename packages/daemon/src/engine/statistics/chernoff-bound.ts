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
  const p = observedRate(k, n, law);
  if (law === 'binomial' && p >= 1) return 1;
  let ceiling = 1;
  if (law === 'poisson') {
    ceiling = p + (nats + Math.sqrt(nats * nats + 2 * nats * k)) / n;
    while (n * information(p, ceiling, law) < nats) ceiling *= 2;
  }
  return bisect(p, ceiling, (q) => n * information(p, q, law) > nats).above;
};

/** The smallest rate q with `n * information(k / n, q) <= nats`. */
export const lowerBound = ({ k, n, nats, law }: Observed): number => {
  const p = observedRate(k, n, law);
  if (p <= 0) return 0;
  return bisect(0, p, (q) => n * information(p, q, law) <= nats).below;
};

const observedRate = (k: number, n: number, law: Law): number =>
  law === 'binomial' ? Math.min(Math.max(k / n, 0), 1) : k / n;

/** Halves [below, above] until no double lies between: `isAbove` is false at its lower end and true at its upper. */
export const bisect = (below: number, above: number, isAbove: (q: number) => boolean) => {
  for (let step = 0; step < 100; step++) {
    const middle = 0.5 * (below + above);
    if (middle <= below || middle >= above) break;
    if (isAbove(middle)) above = middle;
    else below = middle;
  }
  return { below, above };
};
