import type { Tuning } from '../tuning.ts';
import { better, type EffectSizes, worse } from './effect-sizes.ts';
import type { Count, Law } from './law.ts';
import { stakeOf } from './log-likelihood-ratio.ts';

export type Against = 'worse' | 'better';
export const sizesOf: Readonly<Record<Against, EffectSizes>> = { worse, better };

/** How the bad units of a criterion come. */
export interface Manner {
  /** Variance over what independent units would have. */
  readonly phi: number;
  readonly law: Law;
  /** Each unit is an event that may draw others after it: failures, not values over a threshold. */
  readonly inBursts?: boolean;
}

export interface Units extends Count {
  /** The limit on the bad rate. */
  readonly limit: number;
}

/** What each bet wins with one tick: in nats, and as what its capital is multiplied by. */
export interface Winnings {
  readonly won: number[];
  readonly growth: number[];
}

export type Care = Pick<Tuning, 'capPerTick' | 'burstCare'>;

/** What each bet pays for a unit, bad or not, where so many may be bad. */
export const stakesAt = (limit: number, against: Against, law: Law): readonly number[] =>
  sizesOf[against].theta.map((theta) => stakeOf(theta, limit, law));

/** `min((k ln(theta) - n stake) / phi, cap)` for each effect size, written into `winnings`. */
export function winningsFrom(
  stakes: readonly number[],
  against: Against,
  { n, k }: Count,
  { phi, inBursts = false }: Manner,
  { capPerTick, burstCare }: Care,
  winnings: Winnings = { won: [], growth: [] },
): Winnings {
  const { logTheta } = sizesOf[against];
  const { won, growth } = winnings;
  const mostPerUnit = inBursts ? burstGain(phi, burstCare) : Number.POSITIVE_INFINITY;
  for (let j = 0; j < logTheta.length; j++) {
    const perUnit = Math.min((logTheta[j] as number) / phi, mostPerUnit);
    const nats = Math.min(k * perUnit - (n * (stakes[j] as number)) / phi, capPerTick);
    won[j] = nats;
    growth[j] = Math.exp(nats);
  }
  return winnings;
}

/**
 * Most evidence that one bad unit may bring. Bad units that come in geometric bursts whose variance is phi times the mean
 * have an exponential moment only up to `ln((phi + 1) / (phi - 1))` a unit: a bet that won more on each of them could be
 * carried over the bar by one burst of the usual kind.
 */
const burstGain = (phi: number, care: number): number => Math.log((phi + 1) / (phi - 1)) / care;
