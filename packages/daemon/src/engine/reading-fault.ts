import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { type Shape, shapeOf } from './shape.ts';

/**
 * Why a reading cannot be judged, or undefined when it can. What is not a sound number never becomes one.
 * `shape` is how the criterion's values have come so far.
 */
export function readingFault(criterion: Criterion, reading: Reading, shape: Shape | null): string | undefined {
  switch (reading.type) {
    case 'absent':
    case 'error':
      return reading.because;
    case 'rate':
      // Looks that were summed up, as a baseline keeps them, are so many bad ones of all.
      if (criterion.measure !== 'rate' && criterion.measure !== 'check') return wrongMeasure(criterion, reading);
      return (
        numberFault('its number of bad ones', 'count', [reading.bad]) ??
        numberFault('its total', 'count', [reading.total]) ??
        (reading.bad > reading.total ? `${reading.bad} bad of only ${reading.total}` : undefined)
      );
    case 'count':
      if (criterion.measure !== 'count') return wrongMeasure(criterion, reading);
      return numberFault('its count', 'count', [reading.count]) ?? spanFault(reading.over);
    case 'check':
      return criterion.measure === 'check' ? undefined : wrongMeasure(criterion, reading);
    case 'gauge':
      if (criterion.measure !== 'gauge') return wrongMeasure(criterion, reading);
      return numberFault('its value', 'level', [reading.value]);
    case 'latency':
      // Levels that were gathered, as a baseline keeps them.
      if (criterion.measure === 'gauge') return numberFault('its value', 'level', reading.values);
      if (criterion.measure !== 'latency') return wrongMeasure(criterion, reading);
      return numberFault('a time', 'time', reading.values) ?? otherShape(shapeOf(reading), shape);
    case 'histogram':
      if (criterion.measure !== 'latency') return wrongMeasure(criterion, reading);
      return bucketFault(criterion, reading) ?? otherShape(shapeOf(reading), shape);
  }
}

function spanFault(over: number | undefined): string | undefined {
  if (over === undefined) return undefined;
  return over === 0 ? 'it was counted in no time' : numberFault('the time it was counted in', 'time', [over]);
}

function bucketFault(
  { worse }: Criterion,
  { bounds, counts }: Extract<Reading, { type: 'histogram' }>,
): string | undefined {
  if (worse === 'lower') return 'buckets cannot be judged where lower is worse; give single values';
  if (bounds.length === 0) return 'buckets without bounds';
  if (counts.length !== bounds.length + 1)
    return `${counts.length} counts for ${bounds.length} bounds and what is over`;
  const fault = numberFault('a bound', 'time', bounds);
  if (fault !== undefined) return fault;
  if (bounds.some((bound, i) => i > 0 && bound <= (bounds[i - 1] ?? 0))) return 'the bounds do not ascend';
  return numberFault('a bucket count', 'count', counts);
}

function otherShape(now: Shape | null, before: Shape | null): string | undefined {
  if (now === null || before === null) return undefined;
  if (now.type === 'samples' || before.type === 'samples') {
    return now.type === before.type ? undefined : 'single values and buckets cannot be mixed';
  }
  const same = now.bounds.length === before.bounds.length && now.bounds.every((bound, i) => bound === before.bounds[i]);
  return same ? undefined : 'its buckets are not those it had before';
}

type Kind = 'count' | 'time' | 'level';
/** Counts up to where whole numbers are exact; times and levels far from where doubles end, so that no sum is infinite. */
const largest: Readonly<Record<Kind, number>> = { count: Number.MAX_SAFE_INTEGER, time: 1e100, level: 1e100 };
/** Counts may be fractions (rates over a window), but nothing is counted finer than this. */
const leastCount = 1e-9;

/** `its count is negative`: what is wrong with the first of these numbers that is not sound. */
function numberFault(what: string, kind: Kind, numbers: readonly number[]): string | undefined {
  for (const n of numbers) {
    if (n === 0) continue;
    if (!Number.isFinite(n)) return `${what} is not finite`;
    if (n < 0 && kind !== 'level') return `${what} is negative`;
    if (Math.abs(n) > largest[kind]) return `${what} is ${n}, more than ${largest[kind]}`;
    if (n < leastCount && kind === 'count') return `${what} is ${n}, less than anything that is counted`;
  }
  return undefined;
}

const wrongMeasure = ({ measure }: Criterion, { type }: Reading): string => `a ${type} reading for a ${measure}`;
