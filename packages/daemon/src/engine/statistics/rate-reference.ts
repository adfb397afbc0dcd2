import { defaultTuning, type Tuning } from '../tuning.ts';
import { hourAfter, isCovered, sameHourGroups, splitBlocks } from './baseline-blocks.ts';
import { lowerBound, upperBound } from './chernoff-bound.ts';
import { dispersion, sumOf } from './dispersion.ts';
import type { Count, Law } from './law.ts';

/** What the baseline says of a bad rate: plain data, frozen when the watch begins. */
export interface RateReference {
  readonly law: Law;
  /** `lower`: too few is bad, and every bound below is turned round. */
  readonly worse: 'higher' | 'lower';
  readonly phi: number;
  /** Everything the baseline holds. */
  readonly sums: Count;
  readonly spanSeconds: number;
  /** A rate at or under this is never a regression. */
  readonly okBelow: number;
  readonly tolerance: number;
  /** The tolerance at times of day that the baseline did not see. */
  readonly wideTolerance: number;
  /** The worst rate the baseline may have had, before any tolerance. */
  readonly flat: number;
  /** The same for each of the 24 hours after the deploy, when there are days enough to compare like with like. */
  readonly hourly: readonly number[] | null;
  /** The best rate the baseline may have had: what GO's factors make worse. */
  readonly proven: number;
}

/** Source: verdict section 3. `slots` must hold at least one unit. */
export function rateReference({
  slots,
  slotSeconds,
  law,
  worse = 'higher',
  nats,
  tolerance,
  wideTolerance,
  okBelow,
  tuning = defaultTuning,
}: {
  slots: readonly Count[];
  slotSeconds: number;
  law: Law;
  worse?: 'higher' | 'lower';
  nats: number;
  tolerance: number;
  wideTolerance: number;
  okBelow: number;
  tuning?: Tuning;
}): RateReference {
  const spanSeconds = slots.length * slotSeconds;
  const narrow = tolerance * (spanSeconds < tuning.shortBaselineSeconds ? tuning.shortFactor : 1);
  const phi = dispersion({ slots, slotSeconds, law, blockSeconds: tuning.blockSeconds });
  const calm = ({ n, k }: Count): Count => ({ n: n / phi, k: k / phi });
  const blocks = splitBlocks(slots, slotSeconds, tuning.blockSeconds).map(sumOf);
  const [worst, best, worseOf] =
    worse === 'higher' ? [upperBound, lowerBound, Math.max] : [lowerBound, upperBound, Math.min];

  /** The bound of all units together, but at least what one of the hours surely reached. */
  const worstOf = (all: Count, hours: readonly Count[], sure: number): number => {
    let bound = worst({ ...calm(all), nats: sure, law });
    if (hours.length < 2) return bound;
    for (const hour of hours) {
      if (hour.n > 0) bound = worseOf(bound, best({ ...calm(hour), nats: tuning.blockNats, law }));
    }
    return bound;
  };

  const sums = sumOf(slots);
  const groups = sameHourGroups(
    blocks.map((block) => block.k / phi),
    tuning,
  );
  const flat = worstOf(sums, blocks, nats);
  const hourly = groups?.map((group) => {
    const hours = group.flatMap((i) => blocks[i] ?? []);
    const all = sumOf(hours);
    return all.n > 0 ? worstOf(all, hours, nats + Math.log(24)) : flat;
  });
  return {
    law,
    worse,
    phi,
    sums,
    spanSeconds,
    okBelow,
    tolerance: narrow,
    wideTolerance: Math.max(wideTolerance, narrow),
    flat,
    hourly: hourly ?? null,
    proven: best({ ...calm(sums), nats: Math.log(2 / tuning.goAlpha), law }),
  };
}

/** The limit on the bad rate, `at` seconds after the deploy. */
export function rateLimit(
  reference: RateReference,
  at: number,
  { coverSeconds }: Pick<Tuning, 'coverSeconds'> = defaultTuning,
): number {
  const { spanSeconds, hourly, flat } = reference;
  const covered = isCovered({ at, spanSeconds, coverSeconds });
  const tolerance = covered ? reference.tolerance : reference.wideTolerance;
  return worsened(reference, hourly?.[hourAfter(at)] ?? flat, tolerance);
}

/** The rate that is `factor` times as bad as the baseline surely was: what GO rules out. */
export const rateAtFactor = (reference: RateReference, factor: number): number =>
  worsened(reference, reference.proven, factor - 1);

/** A fall of 100 % could never be exceeded, so a tolerance never reaches it. */
const deepestFall = 0.9;

function worsened({ law, worse, okBelow }: RateReference, rate: number, share: number): number {
  if (worse === 'lower') return rate * (1 - Math.min(share, deepestFall));
  const limit = Math.max(rate * (1 + share), okBelow);
  return law === 'poisson' ? limit : Math.min(limit, 1);
}
