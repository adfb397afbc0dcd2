import type { NativeBucket } from '../../promql/native-bounds.ts';

/**
 * A native histogram. Bucket `i` has what lies in (2^((i-1)/2^schema), 2^(i/2^schema)]: each schema has twice as many
 * buckets as the one below.
 */
export interface NativeHistogram {
  /** -4 to 8. */
  readonly schema: number;
  /** What is no farther from 0 than this is in the zero bucket. */
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  /** Of observations below the zero bucket; times have none. */
  readonly negative: number;
  readonly positive: ReadonlyMap<number, number>;
}

export type Resolution = Pick<NativeHistogram, 'schema' | 'zeroThreshold'>;

/** What two histograms can be told apart by: the wider buckets of the two. */
export function commonResolution(histograms: readonly Resolution[]): Resolution {
  const schema = Math.min(...histograms.map((one) => one.schema));
  const thresholds = new Set(histograms.map((one) => one.zeroThreshold));
  const zeroThreshold = Math.max(...thresholds);
  // A zero bucket that has grown ends where a bucket ends, so that none is cut in two.
  const end = thresholds.size === 1 || zeroThreshold === 0 ? undefined : indexOf(zeroThreshold, schema);
  return { schema, zeroThreshold: end === undefined ? zeroThreshold : upperBound(end, schema) };
}

/** The same observations in wider buckets. */
export function widened(histogram: NativeHistogram, { schema, zeroThreshold }: Resolution): NativeHistogram {
  const grown = zeroThreshold > histogram.zeroThreshold;
  if (schema === histogram.schema && !grown) return histogram;
  const together = 2 ** (histogram.schema - schema);
  const positive = new Map<number, number>();
  let { zeroCount } = histogram;
  for (const [index, count] of histogram.positive) {
    const wide = Math.ceil(index / together);
    if (grown && upperBound(wide, schema) <= zeroThreshold) zeroCount += count;
    else positive.set(wide, (positive.get(wide) ?? 0) + count);
  }
  return { ...histogram, schema, zeroThreshold, zeroCount, positive };
}

export type BucketId = number | 'zero' | 'negative';

/** How many each bucket has that has any. */
export function countsOf({ zeroCount, negative, positive }: NativeHistogram): ReadonlyMap<BucketId, number> {
  const counts = new Map<BucketId, number>(positive);
  if (zeroCount > 0) counts.set('zero', zeroCount);
  if (negative > 0) counts.set('negative', negative);
  return counts;
}

/** Between which values a bucket lies. */
export function rangeOf(id: BucketId, { schema, zeroThreshold }: Resolution): Omit<NativeBucket, 'count'> {
  if (id === 'negative') return { from: Number.NEGATIVE_INFINITY, to: -zeroThreshold };
  if (id === 'zero') return { from: -zeroThreshold, to: zeroThreshold };
  return { from: upperBound(id - 1, schema), to: upperBound(id, schema) };
}

const upperBound = (index: number, schema: number): number => 2 ** (index / 2 ** schema);

const indexOf = (value: number, schema: number): number => Math.ceil(Math.log2(value) * 2 ** schema);
