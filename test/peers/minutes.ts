import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { measureDefaults } from '../../packages/daemon/src/engine/measures.ts';
import {
  above,
  type Distribution,
  merge,
  quantile,
  total,
} from '../../packages/daemon/src/engine/statistics/distribution.ts';
import { type Units, unitsOf } from '../../packages/daemon/src/engine/units.ts';
import type { CriterionStory, Series } from '../simulation/case.ts';

/** One minute as a dashboard has it. More is worse, whatever the criterion says. */
export interface Minute {
  /** Units, and how many of them were bad: for times and levels, those over what is tolerated. */
  readonly n: number;
  readonly k: number;
  /** Share that was bad, events a minute, or the 95th percentile; null when the minute is empty. */
  readonly level: number | null;
}

/** What the peers' rules are given: the same readings as the engine, minute by minute. */
export interface MinuteByMinute {
  readonly name: string;
  readonly before: readonly Minute[];
  readonly after: readonly Minute[];
  /** The level of the whole baseline, and that made worse by what the plan tolerates. */
  readonly usual: number;
  readonly tolerated: number;
  /** A minute at or under this level is never bad: of a check, fewer than half of its looks failed. */
  readonly least: number;
  /** The share of bad units (of a count, events a minute) that is within what the plan tolerates. */
  readonly budget: number;
}

const quantileShown = 0.95;
const minute = 60;

export function minuteByMinute({ criterion, before, after }: CriterionStory): MinuteByMinute {
  const tolerance = criterion.tolerance ?? measureDefaults[criterion.measure].tolerance;
  const units = (series: Series) => inMinutes(series, (reading) => unitsOf(criterion, reading, series.seconds));
  const history = units(before);
  const day = units(after);
  const all = valuesIn(history.flat());
  const counted = countIn(history.flat());
  const usual = all === null ? (counted.n > 0 ? counted.k / counted.n : 0) : quantile(all, quantileShown);
  const tolerated = worsened(usual, tolerance);
  const toMinute = (parts: readonly Units[]) => minuteOf(parts, tolerated);
  return {
    name: criterion.name,
    before: history.map(toMinute),
    after: day.map(toMinute),
    usual,
    tolerated,
    least: criterion.measure === 'check' ? 0.49 : Number.NEGATIVE_INFINITY,
    budget: all === null ? tolerated : 1 - quantileShown,
  };
}

/** Where lower is worse the values are held negated, so that a quarter worse is a quarter less. */
export const worsened = (value: number, share: number): number => value + Math.abs(value) * share;

/** Readings in whole minutes; what does not fill one at the beginning of a baseline is left out. */
function inMinutes({ seconds, readings }: Series, read: (reading: Reading) => Units | undefined): Units[][] {
  const each = Math.max(1, Math.round(minute / seconds));
  const minutes = Math.floor(readings.length / each);
  const skipped = readings.length - minutes * each;
  return Array.from({ length: minutes }, (_, i) =>
    readings.slice(skipped + i * each, skipped + (i + 1) * each).flatMap((reading) => {
      const units = reading && read(reading);
      return units === undefined ? [] : [units];
    }),
  );
}

function minuteOf(parts: readonly Units[], tolerated: number): Minute {
  const values = valuesIn(parts);
  if (values !== null) return { n: total(values), k: above(values, tolerated), level: quantile(values, quantileShown) };
  const { n, k } = countIn(parts);
  return { n, k, level: n > 0 ? k / n : null };
}

function valuesIn(parts: readonly Units[]): Distribution | null {
  const values = parts.flatMap((units) => (units.type === 'measured' && total(units.values) > 0 ? [units.values] : []));
  return values.length === 0 ? null : merge(values);
}

function countIn(parts: readonly Units[]): { n: number; k: number } {
  let [n, k] = [0, 0];
  for (const units of parts) {
    if (units.type !== 'counted') continue;
    n += units.count.n;
    k += units.count.k;
  }
  return { n, k };
}
