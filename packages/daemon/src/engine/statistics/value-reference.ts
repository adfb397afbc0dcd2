import { defaultTuning, type Tuning } from '../tuning.ts';
import { hourAfter, isCovered, sameHourGroups, splitBlocks } from './baseline-blocks.ts';
import { lowerBound, upperBound } from './chernoff-bound.ts';
import { dispersion, fewestSlots } from './dispersion.ts';
import { above, type Distribution, lastFinite, merge, quantile, total } from './distribution.ts';
import { nothing } from './law.ts';

/** The threshold a value is bad over, and the share of values that may be. */
export interface ValueLimit {
  readonly threshold: number;
  readonly share: number;
}

/** What the baseline says of one quantile of a latency or a gauge: plain data, frozen when the watch begins. */
export interface ValueReference {
  readonly level: number;
  readonly phi: number;
  /** How many values the baseline holds. */
  readonly values: number;
  /** The baseline's own quantile. */
  readonly quantile: number;
  readonly spanSeconds: number;
  readonly tolerance: number;
  readonly wideTolerance: number;
  /** Before any tolerance: the quantile, or the worst hour's when that is surely higher. */
  readonly flat: ValueLimit;
  readonly hourly: readonly ValueLimit[] | null;
  /** The lowest quantile the baseline may have had: what GO's factors multiply. */
  readonly proven: number;
  /** False when the threshold lies past the last bucket's bound, where nothing can be told apart. */
  readonly usable: boolean;
}

/** Source: verdict section 3. `slots` must hold at least one value; null is a gap. */
export function valueReference({
  slots,
  slotSeconds,
  level,
  nats,
  tolerance,
  wideTolerance,
  tuning = defaultTuning,
}: {
  slots: readonly (Distribution | null)[];
  slotSeconds: number;
  level: number;
  nats: number;
  tolerance: number;
  wideTolerance: number;
  tuning?: Tuning;
}): ValueReference {
  const spanSeconds = slots.length * slotSeconds;
  const short = spanSeconds < tuning.shortBaselineSeconds;
  const narrow = tolerance * (short ? tuning.shortFactor : 1);
  const all = merge(present(slots));
  const values = total(all);
  const whole = quantile(all, level);
  const measured = dispersion({
    slots: slots.map((slot) => (slot ? { n: total(slot), k: above(slot, whole) } : nothing)),
    slotSeconds,
    law: 'binomial',
    blockSeconds: tuning.blockSeconds,
  });
  const phi = slots.length < fewestSlots ? Math.max(measured, tuning.phiWithoutBaseline) : measured;

  const blocks = splitBlocks(slots, slotSeconds, tuning.blockSeconds).map((block) => {
    const parts = present(block);
    if (parts.length === 0) return { n: 0, parts, sure: Number.NEGATIVE_INFINITY };
    const merged = merge(parts);
    const n = total(merged);
    return { n, parts, sure: quantile(merged, surelyReached(level, n / phi, tuning.blockNats)) };
  });
  const share = (n: number, sure: number) =>
    upperBound({ k: ((1 - level) * n) / phi, n: n / phi, nats: sure, law: 'binomial' });

  const worstHours = blocks.length >= 2 ? blocks.map((block) => block.sure) : [];
  const flat = { threshold: Math.max(whole, ...worstHours), share: share(values, nats) };
  const groups = sameHourGroups(
    blocks.map((block) => ((1 - level) * block.n) / phi),
    tuning,
  );
  const hourly = groups?.map((group) => {
    const hours = group.flatMap((i) => blocks[i] ?? []);
    const parts = hours.flatMap((hour) => hour.parts);
    if (parts.length === 0) return flat;
    const n = hours.reduce((sum, hour) => sum + hour.n, 0);
    return {
      threshold: Math.max(quantile(merge(parts), level), ...hours.map((hour) => hour.sure)),
      share: share(n, nats + Math.log(24)),
    };
  });

  return {
    level,
    phi,
    values,
    quantile: whole,
    spanSeconds,
    tolerance: narrow,
    wideTolerance: Math.max(wideTolerance, narrow),
    flat,
    hourly: hourly ?? null,
    proven: quantile(all, surelyReached(level, values / phi, Math.log(2 / tuning.goAlpha))),
    usable: worsened(flat.threshold, narrow) < lastFinite(all),
  };
}

/** The threshold and the share of values that may lie over it, `at` seconds after the deploy. */
export function valueLimit(
  reference: ValueReference,
  at: number,
  { coverSeconds }: Pick<Tuning, 'coverSeconds'> = defaultTuning,
): ValueLimit {
  const { spanSeconds, hourly, flat } = reference;
  const { threshold, share } = hourly?.[hourAfter(at)] ?? flat;
  const covered = isCovered({ at, spanSeconds, coverSeconds });
  const tolerance = covered ? reference.tolerance : reference.wideTolerance;
  return { threshold: worsened(threshold, tolerance), share };
}

/** The value that is `factor` times what the baseline surely had: what GO rules out. */
export const valueAtFactor = ({ proven }: ValueReference, factor: number): number => worsened(proven, factor - 1);

/** A fall of 100 % could never be exceeded, so a tolerance never reaches it. */
const deepestFall = 0.9;

/**
 * A value made worse (higher) by a share of itself. Values for which lower is worse are held negated, so for them
 * 25 % worse is a quarter less.
 */
const worsened = (value: number, share: number): number =>
  value >= 0 ? value * (1 + share) : value * (1 - Math.min(share, deepestFall));

const surelyReached = (level: number, n: number, nats: number): number =>
  lowerBound({ k: level * n, n, nats, law: 'binomial' });

const present = (slots: readonly (Distribution | null)[]): Distribution[] => slots.filter((slot) => slot !== null);
