/** A week of them are millions: in typed arrays the garbage collector never copies them. */
export type Sorted = Float64Array;

/** Values of one interval: as they were read, or counted into buckets. */
export type Distribution =
  | { readonly type: 'samples'; readonly sorted: Sorted }
  /** `counts[i]` values in (bounds[i-1], bounds[i]]; the first bucket starts at 0, the last has no upper bound. */
  | {
      readonly type: 'histogram';
      readonly bounds: readonly number[];
      readonly counts: readonly number[];
    };

/** -0 becomes 0: JSON cannot tell them apart. */
export const samples = (values: readonly number[]): Distribution => {
  const sorted = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) sorted[i] = (values[i] as number) + 0;
  return { type: 'samples', sorted: sorted.length > 1 ? sorted.sort() : sorted };
};

export const histogram = (bounds: readonly number[], counts: readonly number[]): Distribution => ({
  type: 'histogram',
  bounds,
  counts,
});

export const total = (distribution: Distribution): number =>
  distribution.type === 'samples' ? distribution.sorted.length : sum(distribution.counts);

/** How many values lie above the threshold; linear inside a bucket. What is over the last bound always counts. */
export const above = (distribution: Distribution, threshold: number): number => {
  if (distribution.type === 'samples') {
    return distribution.sorted.length - countUpTo(distribution.sorted, threshold);
  }
  const { bounds, counts } = distribution;
  let found = 0;
  let from = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] as number;
    const to = bounds[i];
    if (to === undefined || threshold <= from) found += count;
    else if (threshold < to) found += (count * (to - threshold)) / (to - from);
    if (to !== undefined) from = to;
  }
  return found;
};

/** The order statistic `ceil(level * n)`; linear inside a bucket; the last bound when it lies beyond. Needs a value. */
export const quantile = (distribution: Distribution, level: number): number => {
  if (distribution.type === 'samples') {
    const { sorted } = distribution;
    return at(sorted, rankOf(level, sorted.length));
  }
  const { bounds, counts } = distribution;
  const wanted = level * sum(counts);
  let passed = 0;
  let from = 0;
  for (const [i, count] of counts.entries()) {
    const to = bounds[i];
    if (count > 0 && passed + count >= wanted) {
      return to === undefined ? from : from + ((to - from) * (wanted - passed)) / count;
    }
    passed += count;
    if (to !== undefined) from = to;
  }
  return from;
};

/** The place of that order statistic among `n` sorted values. */
export const rankOf = (level: number, n: number): number =>
  Math.min(n - 1, Math.max(0, Math.ceil(level * n - 1e-9) - 1));

/** Past this value a threshold cannot be told apart from any higher one. */
export const lastFinite = (distribution: Distribution): number =>
  distribution.type === 'samples' ? Number.POSITIVE_INFINITY : at(distribution.bounds, distribution.bounds.length - 1);

/** All values together. The parts are of one type and, as histograms, have the same bounds. Needs at least one part. */
export const merge = (parts: readonly Distribution[]): Distribution => {
  const first = at(parts, 0);
  if (parts.length === 1) return first;
  if (first.type === 'samples') return { type: 'samples', sorted: mergeSorted(sortedLists(parts)) };
  const counts = first.counts.map(() => 0);
  for (const part of parts) {
    if (part.type !== 'histogram') continue;
    part.counts.forEach((count, i) => {
      counts[i] = at(counts, i) + count;
    });
  }
  return histogram(first.bounds, counts);
};

/** The values of each part that has single ones. */
export const sortedLists = (parts: readonly Distribution[]): readonly Sorted[] =>
  parts.flatMap((part) => (part.type === 'samples' ? [part.sorted] : []));

/** Neighbours are merged two by two until one list is left. */
const mergeSorted = (lists: readonly Sorted[]): Sorted => {
  let rest = lists;
  while (rest.length > 1) {
    rest = Array.from({ length: Math.ceil(rest.length / 2) }, (_, i) => mergeTwo(at(rest, 2 * i), rest[2 * i + 1]));
  }
  return at(rest, 0);
};

const mergeTwo = (one: Sorted, other: Sorted = none): Sorted => {
  const merged = new Float64Array(one.length + other.length);
  let next = 0;
  for (let i = 0; i < one.length; i++) {
    const value = one[i] as number;
    while (next < other.length && (other[next] as number) < value) merged[i + next] = other[next++] as number;
    merged[i + next] = value;
  }
  merged.set(other.subarray(next), one.length + next);
  return merged;
};
const none = new Float64Array();

/** How many of the sorted values are at most `limit`. */
const countUpTo = (sorted: Sorted, limit: number): number => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

const at = <T>(list: ArrayLike<T>, index: number): T => {
  const item = list[index];
  if (item === undefined) throw new RangeError(`no element ${index} of ${list.length}`);
  return item;
};
