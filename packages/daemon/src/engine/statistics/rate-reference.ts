import { defaultTuning, type Tuning } from '../tuning.ts';
import { hourAfter, isCovered, sameHourGroups, splitBlocks } from './baseline-blocks.ts';
import { lowerBound } from './chernoff-bound.ts';
import { dispersion, fewestSlots, sumOf } from './dispersion.ts';
import type { Count, Law } from './law.ts';
import { supposedRates } from './supposed-rates.ts';
import { worstHourNats } from './worst-hour.ts';

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
  /** The highest rate the baseline may have had, before any tolerance, by the first supposition. */
  readonly flat: number;
  /** The same for each of the 24 hours after the deploy, when there are days enough to compare like with like. */
  readonly hourly: readonly number[] | null;
  /** The further suppositions, each higher than the one before (`supposed-rates.ts`). */
  readonly further: readonly SupposedRate[];
  /** The lowest rate the baseline may have had: what GO's factors multiply. */
  readonly proven: number;
}

export interface SupposedRate {
  /** What the baseline itself says against anything over the supposition before: nats. */
  readonly headStart: number;
  readonly flat: number;
  readonly hourly: readonly number[] | null;
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
  spells = 0,
  tuning = defaultTuning,
}: {
  slots: readonly Count[];
  slotSeconds: number;
  law: Law;
  nats: number;
  tolerance: number;
  wideTolerance: number;
  okBelow: number;
  /** What a baseline of an hour cannot have shown of burstiness, in units of phi. */
  spells?: number;
  tuning?: Tuning;
}): RateReference {
  const spanSeconds = slots.length * slotSeconds;
  const narrow = tolerance * (spanSeconds < tuning.shortBaselineSeconds ? tuning.shortFactor : 1);
  const measured = dispersion({ slots, slotSeconds, law, tuning });
  const known = slots.length < fewestSlots ? Math.max(measured, tuning.phiWithoutBaseline) : measured;
  const phi = known + spells * unknownShare(spanSeconds, tuning);
  const calm = ({ n, k }: Count): Count => ({ n: n / phi, k: k / phi });
  const blocks = splitBlocks(slots, slotSeconds, tuning.blockSeconds).map(sumOf);

  /** The supposed rates of all units together, but at least what one of the hours surely reached. */
  const supposed = (all: Count, hours: readonly Count[], shared: number): readonly number[] => {
    const sure = worstHourNats(hours.length, tuning);
    const worst = hours.length < 2 ? [] : hours.filter(({ n }) => n > 0);
    const floor = Math.max(0, ...worst.map((hour) => lowerBound({ ...calm(hour), nats: sure, law })));
    return supposedRates(calm(all), { law, nats, steps: tuning.baselineSteps, shared }).map((rate) =>
      Math.max(rate, floor),
    );
  };

  const sums = sumOf(slots);
  const groups = sameHourGroups(
    blocks.map((block) => block.k / phi),
    tuning,
  );
  const flat = supposed(sums, blocks, 0);
  const hourly = groups?.map((group) => {
    const hours = group.flatMap((i) => blocks[i] ?? []);
    const all = sumOf(hours);
    return all.n > 0 ? supposed(all, hours, Math.log(24)) : flat;
  });
  const suppositions = [0, ...tuning.baselineSteps].map((headStart, i) => ({
    headStart,
    flat: flat[i] as number,
    hourly: hourly?.map((rates) => rates[i] as number) ?? null,
  }));
  const [first, ...further] = suppositions as [SupposedRate, ...SupposedRate[]];
  return {
    law,
    phi,
    sums,
    spanSeconds,
    okBelow,
    tolerance: narrow,
    wideTolerance: Math.max(wideTolerance, narrow),
    flat: first.flat,
    hourly: first.hourly,
    further: further.filter((supposition, i) => !isSame(supposition, suppositions[i])),
    proven: lowerBound({ ...calm(sums), nats: Math.log(2 / tuning.goAlpha), law }),
  };
}

/** 1 after an hour of baseline, less after more, 0 from where a baseline is no longer short. */
const unknownShare = (spanSeconds: number, { shortBaselineSeconds }: Tuning): number =>
  spanSeconds >= shortBaselineSeconds ? 0 : Math.sqrt(3600 / spanSeconds) - Math.sqrt(3600 / shortBaselineSeconds);

/** Where the worst hour is what counts, all suppositions are the same, and the first is the strictest. */
const isSame = (one: SupposedRate, other: SupposedRate | undefined): boolean =>
  one.flat === other?.flat && (one.hourly ?? []).every((rate, hour) => rate === other.hourly?.[hour]);

/** The limit on the bad rate, `at` seconds after the deploy, by the first supposition or another one. */
export function rateLimit(
  reference: RateReference,
  at: number,
  { coverSeconds }: Pick<Tuning, 'coverSeconds'> = defaultTuning,
  { flat, hourly }: Pick<SupposedRate, 'flat' | 'hourly'> = reference,
): number {
  const { spanSeconds } = reference;
  const covered = isCovered({ at, spanSeconds, coverSeconds });
  const tolerance = covered ? reference.tolerance : reference.wideTolerance;
  return worsened(reference, hourly?.[hourAfter(at)] ?? flat, tolerance);
}

/** The rate that is `factor` times what the baseline surely had: what GO rules out. */
export const rateAtFactor = (reference: RateReference, factor: number): number =>
  worsened(reference, reference.proven, factor - 1);

/** A rate made worse by a share of itself, but never less than what is always fine. */
export function worsened({ law, okBelow }: RateReference, rate: number, share: number): number {
  const limit = Math.max(rate * (1 + share), okBelow);
  return law === 'poisson' ? limit : Math.min(limit, 1);
}
