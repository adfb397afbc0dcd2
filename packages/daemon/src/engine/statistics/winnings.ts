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
  readonly won: readonly number[];
  readonly growth: readonly number[];
}

type Care = Pick<Tuning, 'capPerTick' | 'burstCare'>;

/**
 * `min((k ln(theta) - n stake) / phi, cap)` for each effect size. The same few readings come again and again (a look that
 * succeeds, a minute without an event), so they are worked out once: what is remembered never changes an answer.
 */
export function winningsOf(against: Against, units: Units, manner: Manner, care: Care): Winnings {
  const table = tableAt(units.limit, against, manner.law);
  const isRare = !Number.isInteger(units.k) || units.k >= mostRemembered;
  if (isRare) return workOut(against, table.stakes, units, manner, care);
  const of = table.of;
  const isSame =
    of !== null &&
    of.n === units.n &&
    of.phi === manner.phi &&
    of.inBursts === (manner.inBursts ?? false) &&
    of.care === care;
  const known = isSame ? of.known : [];
  if (!isSame) table.of = { n: units.n, phi: manner.phi, inBursts: manner.inBursts ?? false, care, known };
  const found = known[units.k];
  if (found !== undefined) return found;
  const made = workOut(against, table.stakes, units, manner, care);
  known[units.k] = made;
  return made;
}
const mostRemembered = 4;

function workOut(
  against: Against,
  stakes: readonly number[],
  { n, k }: Count,
  { phi, inBursts = false }: Manner,
  { capPerTick, burstCare }: Care,
): Winnings {
  const { logTheta } = sizesOf[against];
  const mostPerUnit = inBursts ? burstGain(phi, burstCare) : Number.POSITIVE_INFINITY;
  const won: number[] = [];
  const growth: number[] = [];
  for (let j = 0; j < logTheta.length; j++) {
    const perUnit = Math.min((logTheta[j] as number) / phi, mostPerUnit);
    const nats = Math.min(k * perUnit - (n * (stakes[j] as number)) / phi, capPerTick);
    won.push(nats);
    growth.push(Math.exp(nats));
  }
  return { won, growth };
}

/**
 * Most evidence that one bad unit may bring. Bad units that come in geometric bursts whose variance is phi times the mean
 * have an exponential moment only up to `ln((phi + 1) / (phi - 1))` a unit: a bet that won more on each of them could be
 * carried over the bar by one burst of the usual kind.
 */
const burstGain = (phi: number, care: number): number =>
  phi > 1 && care > 0 ? Math.log((phi + 1) / (phi - 1)) / care : Number.POSITIVE_INFINITY;

/** What is remembered of one limit: what each bet pays for a unit, and the readings that came last. */
interface Table {
  readonly stakes: readonly number[];
  of: {
    readonly n: number;
    readonly phi: number;
    readonly inBursts: boolean;
    readonly care: Care;
    /** By the number of bad units. */
    readonly known: Winnings[];
  } | null;
}
const tables = {
  worse: { binomial: new Map<number, Table>(), poisson: new Map<number, Table>() },
  better: { binomial: new Map<number, Table>(), poisson: new Map<number, Table>() },
};
const mostTables = 4096;

/** Limits change once an hour. */
function tableAt(limit: number, against: Against, law: Law): Table {
  const known = tables[against][law];
  const found = known.get(limit);
  if (found !== undefined) return found;
  if (known.size >= mostTables) known.clear();
  const made: Table = { stakes: sizesOf[against].theta.map((theta) => stakeOf(theta, limit, law)), of: null };
  known.set(limit, made);
  return made;
}
