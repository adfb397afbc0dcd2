import { defaultTuning, type Tuning } from '../tuning.ts';
import { hourAfter, isCovered, sameHourGroups, splitBlocks } from './baseline-blocks.ts';
import { lowerBound, upperBound } from './chernoff-bound.ts';
import { dispersion, fewestSlots, sumOf } from './dispersion.ts';
import type { Count, Law } from './law.ts';

/** What the baseline says of a bad rate: plain data, frozen when the watch begins. */
export interface RateReference {
  readonly law: Law;
  readonly phi: number;
  /** Everything the baseline holds. */
  readonly sums: Count;
  readonly spanSeconds: number;
  /** A rate at or under this is never a regression. */
  readonly okBelow: number;
  readonly tolerance: number;
  /** The tolerance at times of day that the baseline did not see. */
  readonly wideTolerance: number;
  /** The highest rate the baseline may have had, before any tolerance. */
  readonly flat: number;
  /** The same for each of the 24 hours after the deploy, when there are days enough to compare like with like. */
  readonly hourly: readonly number[] | null;
  /** The lowest rate the baseline may have had: what GO's factors multiply. */
  readonly proven: number;
}

/** Source: verdict section 3. `slots` must hold at least one unit. */
export function rateReference({
  slots,
  slotSeconds,
  law,
  nats,
  tolerance,
  wideTolerance,
  okBelow,
  tuning = defaultTuning,
}: {
  slots: readonly Count[];
  slotSeconds: number;
  law: Law;
  nats: number;
  tolerance: number;
  wideTolerance: number;
  okBelow: number;
  tuning?: Tuning;
}): RateReference {
  const spanSeconds = slots.length * slotSeconds;
  const narrow = tolerance * (spanSeconds < tuning.shortBaselineSeconds ? tuning.shortFactor : 1);
  const measured = dispersion({ slots, slotSeconds, law, blockSeconds: tuning.blockSeconds });
  const phi = slots.length < fewestSlots ? Math.max(measured, tuning.phiWithoutBaseline) : measured;
  const calm = ({ n, k }: Count): Count => ({ n: n / phi, k: k / phi });
  const blocks = splitBlocks(slots, slotSeconds, tuning.blockSeconds).map(sumOf);

  /** The bound of all units together, but at least what one of the hours surely reached. */
  const highest = (all: Count, hours: readonly Count[], sure: number): number => {
    let bound = upperBound({ ...calm(all), nats: sure, law });
    if (hours.length < 2) return bound;
    for (const hour of hours) {
      if (hour.n > 0) bound = Math.max(bound, lowerBound({ ...calm(hour), nats: tuning.blockNats, law }));
    }
    return bound;
  };

  const sums = sumOf(slots);
  const groups = sameHourGroups(
    blocks.map((block) => block.k / phi),
    tuning,
  );
  const flat = highest(sums, blocks, nats);
  const hourly = groups?.map((group) => {
    const hours = group.flatMap((i) => blocks[i] ?? []);
    const all = sumOf(hours);
    return all.n > 0 ? highest(all, hours, nats + Math.log(24)) : flat;
  });
  return {
    law,
    phi,
    sums,
    spanSeconds,
    okBelow,
    tolerance: narrow,
    wideTolerance: Math.max(wideTolerance, narrow),
    flat,
    hourly: hourly ?? null,
    proven: lowerBound({ ...calm(sums), nats: Math.log(2 / tuning.goAlpha), law }),
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

/** The rate that is `factor` times what the baseline surely had: what GO rules out. */
export const rateAtFactor = (reference: RateReference, factor: number): number =>
  worsened(reference, reference.proven, factor - 1);

function worsened({ law, okBelow }: RateReference, rate: number, share: number): number {
  const limit = Math.max(rate * (1 + share), okBelow);
  return law === 'poisson' ? limit : Math.min(limit, 1);
}
