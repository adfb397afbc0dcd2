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
      if (!isCount(reading.bad) || !isCount(reading.total)) return 'its counts are negative or not finite';
      return reading.bad > reading.total ? `${reading.bad} bad of only ${reading.total}` : undefined;
    case 'count':
      if (criterion.measure !== 'count') return wrongMeasure(criterion, reading);
      return isCount(reading.count) ? undefined : 'its count is negative or not finite';
    case 'check':
      return criterion.measure === 'check' ? undefined : wrongMeasure(criterion, reading);
    case 'gauge':
      if (criterion.measure !== 'gauge') return wrongMeasure(criterion, reading);
      return isLevel(reading.value) ? undefined : 'its value is not finite';
    case 'latency':
      // Levels that were gathered, as a baseline keeps them.
      if (criterion.measure === 'gauge') return reading.values.every(isLevel) ? undefined : 'its value is not finite';
      if (criterion.measure !== 'latency') return wrongMeasure(criterion, reading);
      if (!reading.values.every(isAmount)) return 'a time is negative or not finite';
      return otherShape(shapeOf(reading), shape);
    case 'histogram':
      if (criterion.measure !== 'latency') return wrongMeasure(criterion, reading);
      return bucketFault(criterion, reading) ?? otherShape(shapeOf(reading), shape);
  }
}

function bucketFault(
  { worse }: Criterion,
  { bounds, counts }: Extract<Reading, { type: 'histogram' }>,
): string | undefined {
  if (worse === 'lower') return 'buckets cannot be judged where lower is worse; give single values';
  if (bounds.length === 0) return 'buckets without bounds';
  if (counts.length !== bounds.length + 1)
    return `${counts.length} counts for ${bounds.length} bounds and what is over`;
  if (!bounds.every(isAmount)) return 'a bound is negative or not finite';
  if (bounds.some((bound, i) => i > 0 && bound <= (bounds[i - 1] ?? 0))) return 'the bounds do not ascend';
  return counts.every(isCount) ? undefined : 'a bucket count is negative or not finite';
}

function otherShape(now: Shape | null, before: Shape | null): string | undefined {
  if (now === null || before === null || now.type !== before.type) {
    return now === null || before === null ? undefined : 'single values and buckets cannot be mixed';
  }
  if (now.type === 'samples' || before.type === 'samples') return undefined;
  const same = now.bounds.length === before.bounds.length && now.bounds.every((bound, i) => bound === before.bounds[i]);
  return same ? undefined : 'its buckets are not those it had before';
}

/** Times and bounds far from where doubles end, so that no sum of them ever is infinite. */
const largest = 1e100;
const isLevel = (n: number): boolean => Math.abs(n) <= largest;
const isAmount = (n: number): boolean => n >= 0 && n <= largest;
/** Counts may be fractions (rates over a window), but nothing is counted finer than this or beyond exact whole numbers. */
const leastCount = 1e-9;
const isCount = (n: number): boolean => n === 0 || (n >= leastCount && n <= Number.MAX_SAFE_INTEGER);

const wrongMeasure = ({ measure }: Criterion, { type }: Reading): string => `a ${type} reading for a ${measure}`;
