import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { days, hours, type Millis, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { downSample, type Samples } from './down-sample.ts';

type Measuring = Parameters<typeof downSample>[0];

/** Nine of ten readings of the old version lay between `low` and `high` at this time of the day. */
export interface Band {
  readonly low: (number | null)[];
  readonly high: (number | null)[];
}

const day = days(1);
const slot: Millis = minutes(30);
const slots = day / slot;
/** Fewer readings than this around one time of the day say nothing of it: then all of them speak. */
const enough = 12;

/** What was usual in each half hour of a day. */
export type UsualDay = readonly { readonly low: number; readonly high: number }[];

/**
 * What was usual, by the frozen baseline. It is summed up over spans of the chart's own width in milliseconds first:
 * the noise of single minutes would make every chart look calm.
 */
export function usualDay(criterion: Measuring, baseline: readonly Observation[], width: number): UsualDay | undefined {
  const first = baseline[0];
  const last = baseline.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const points = Math.max(1, Math.ceil((last.at - first.at + 1) / width));
  const to = (first.at + points * width) as typeof first.at;
  const before = downSample(criterion, baseline, { from: first.at, to, points });
  const known = before.times.flatMap((time, index) => {
    const value = before.values[index] ?? null;
    return value === null ? [] : [{ slot: slotOf(time), value }];
  });
  if (known.length < enough) return undefined;

  const whole = between(known.map(({ value }) => value));
  const bySlot = Map.groupBy(known, ({ slot }) => slot);
  return Array.from({ length: slots }, (_, number) => {
    const near = nearOnes(number)
      .flatMap((one) => bySlot.get(one) ?? [])
      .map(({ value }) => value);
    return near.length < enough ? whole : between(near);
  });
}

/** What was usual at each of the chart's times. */
export const usualBand = (usual: UsualDay, times: Samples['times']): Band => ({
  low: times.map((time) => usual[slotOf(time)]?.low ?? null),
  high: times.map((time) => usual[slotOf(time)]?.high ?? null),
});

/** Half hours since midnight UTC. */
const slotOf = (epochSeconds: number): number => Math.floor(((epochSeconds * 1_000) % day) / slot);

const reach = hours(1) / slot;
const nearOnes = (number: number): readonly number[] =>
  Array.from({ length: 2 * reach + 1 }, (_, index) => (number - reach + index + slots) % slots);

function between(values: readonly number[]): { low: number; high: number } {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { low: at(0.05), high: at(0.95) };
}
