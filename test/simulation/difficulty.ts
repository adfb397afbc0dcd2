import { information } from '../../packages/daemon/src/engine/statistics/chernoff-bound.ts';
import type { Law } from '../../packages/daemon/src/engine/statistics/law.ts';
import type { Level } from './case.ts';

/** What somebody who knows every true rate would need to be as sure as the promise asks: nats. */
const nats = 10;

/**
 * How clear a regression is to somebody who knows the true rates and the true burstiness: `must` when such a reader
 * needs no more than 30 minutes, 6 hours are left, and the baseline is a sure ground (6 hours, or 50 independent bad
 * units and three times the accepted rate); `should` when 3 hours are enough and twice that is left, else
 * `hard`. `accepted` is the baseline's own rate, in its worst hour, with the tolerance in force.
 */
export function levelOf({
  rate,
  accepted,
  unitsPerHour,
  burstiness,
  hoursLeft,
  law,
  known = Number.POSITIVE_INFINITY,
}: {
  rate: number;
  accepted: number;
  unitsPerHour: number;
  burstiness: number;
  hoursLeft: number;
  law: Law;
  /** Bad units that a short baseline holds; of a long one, it does not matter. */
  known?: number;
}): Level {
  if (rate <= accepted) return 'hard';
  const hours = (nats * burstiness) / (information(rate, accepted, law) * unitsPerHour);
  const isKnown =
    known === Number.POSITIVE_INFINITY ? rate >= 1.6 * accepted : known >= 50 * burstiness && rate >= 3 * accepted;
  if (hours <= 0.5 && hoursLeft >= 6 && isKnown) return 'must';
  return hours <= 3 && hours <= hoursLeft / 2 ? 'should' : 'hard';
}

/** What `levelOf` must know of a baseline: nothing of a long one. */
export const knownOf = (beforeMinutes: number, badPerMinute: number): { known?: number } =>
  beforeMinutes >= 360 ? {} : { known: badPerMinute * beforeMinutes };

/** The tolerance that a regression is held against: wide where the baseline knows only some hours of the day. */
export function toleranceWith(beforeMinutes: number, usual: number, wide: number): number {
  const narrow = usual * (beforeMinutes < 360 ? 1.5 : 1);
  return beforeMinutes >= 1320 ? narrow : Math.max(wide, narrow);
}

const errorFunction = (x: number): number => {
  // Abramowitz, Stegun 7.1.26: right to 1.5e-7.
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const tail =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-x * x);
  return x >= 0 ? 1 - tail : tail - 1;
};
/** The share of a standard normal that lies over x. */
export const normalTail = (x: number): number => 0.5 * (1 - errorFunction(x / Math.SQRT2));
