import { defaultTuning, type Tuning } from '../tuning.ts';
import { hourAfter, isCovered, sameHourGroups } from './baseline-blocks.ts';
import { lowerBound } from './chernoff-bound.ts';
import { dispersion, fewestSlots } from './dispersion.ts';
import { above, type Distribution, quantile, total } from './distribution.ts';
import { nothing } from './law.ts';
import type { Pool } from './pool.ts';
import { supposedRates } from './supposed-rates.ts';
import { present, type ValueHistory } from './value-history.ts';
import { worstHourNats } from './worst-hour.ts';

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
  /** The same thresholds with the share that each further supposition allows (`supposed-rates.ts`). */
  readonly further: readonly SupposedShare[];
  /** The lowest quantile the baseline may have had: what GO's factors multiply. */
  readonly proven: number;
  /** False when the threshold lies past the last bucket's bound, where nothing can be told apart. */
  readonly usable: boolean;
}

export interface SupposedShare {
  /** What the baseline itself says against anything over the supposition before: nats. */
  readonly headStart: number;
  readonly flat: number;
  readonly hourly: readonly number[] | null;
}

/** Source: verdict section 3. */
export function valueReference({
  history,
  level,
  nats,
  tolerance,
  wideTolerance,
  tuning = defaultTuning,
}: {
  history: ValueHistory;
  level: number;
  nats: number;
  tolerance: number;
  wideTolerance: number;
  tuning?: Tuning;
}): ValueReference {
  const { slots, slotSeconds, all } = history;
  const spanSeconds = slots.length * slotSeconds;
  const short = spanSeconds < tuning.shortBaselineSeconds;
  const narrow = tolerance * (short ? tuning.shortFactor : 1);
  const whole = all.quantile(level);
  const measured = dispersion({
    slots: slots.map((slot) => (slot ? { n: total(slot), k: above(slot, whole) } : nothing)),
    slotSeconds,
    law: 'binomial',
    tuning,
  });
  const phi = slots.length < fewestSlots ? Math.max(measured, tuning.phiWithoutBaseline) : measured;

  /** The quantile, or that of the worst of some hours when it is surely higher. */
  const threshold = (pool: Pool, hours: readonly (Distribution | null)[]): number => {
    if (hours.length < 2) return pool.quantile(level);
    const sure = worstHourNats(hours.length, tuning);
    const worst = present(hours).map((hour) => quantile(hour, surelyReached(level, total(hour) / phi, sure)));
    return Math.max(pool.quantile(level), ...worst);
  };
  const shares = (n: number, shared: number): readonly number[] =>
    supposedRates(
      { k: ((1 - level) * n) / phi, n: n / phi },
      { law: 'binomial', nats, steps: tuning.baselineSteps, shared },
    );

  const flat = { threshold: threshold(all, history.hours), shares: shares(all.total, 0) };
  const groups = sameHourGroups(
    history.hours.map((hour) => (hour === null ? 0 : ((1 - level) * total(hour)) / phi)),
    tuning,
  );
  const hourly = groups?.map((group) => {
    const pool = history.together(group);
    if (pool === null) return flat;
    const hours = group.map((i) => history.hours[i] ?? null);
    return { threshold: threshold(pool, hours), shares: shares(pool.total, Math.log(24)) };
  });
  const limit = (of: typeof flat): ValueLimit => ({ threshold: of.threshold, share: of.shares[0] as number });

  return {
    level,
    phi,
    values: all.total,
    quantile: whole,
    spanSeconds,
    tolerance: narrow,
    wideTolerance: Math.max(wideTolerance, narrow),
    flat: limit(flat),
    hourly: hourly?.map(limit) ?? null,
    further: tuning.baselineSteps.map((headStart, i) => ({
      headStart,
      flat: flat.shares[i + 1] as number,
      hourly: hourly?.map(({ shares }) => shares[i + 1] as number) ?? null,
    })),
    proven: all.quantile(surelyReached(level, all.total / phi, Math.log(2 / tuning.goAlpha))),
    usable: worsened(flat.threshold, narrow) < all.lastFinite,
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
