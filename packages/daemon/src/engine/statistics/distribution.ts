/** Values of one interval: as they were read, or counted into buckets. */
export type Distribution =
  | { readonly type: 'samples'; readonly sorted: readonly number[] }
  /** `counts[i]` values in (bounds[i-1], bounds[i]]; the first bucket starts at 0, the last has no upper bound. */
  | {
      readonly type: 'histogram';
      readonly bounds: readonly number[];
      readonly counts: readonly number[];
    };

/** -0 becomes 0: JSON cannot tell them apart. */
export const samples = (values: readonly number[]): Distribution =>
  values.length === 1 ? { type: 'samples', sorted: [(values[0] as number) + 0] } : sortedSamples([values]);

function sortedSamples(lists: readonly (readonly number[])[]): Distribution {
  const sorted = new Float64Array(lists.reduce((length, list) => length + list.length, 0));
  let next = 0;
  for (const list of lists) for (let i = 0; i < list.length; i++) sorted[next++] = (list[i] as number) + 0;
  return { type: 'samples', sorted: Array.from(sorted.length > 1 ? sorted.sort() : sorted) };
}

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
  let found = 0;
  let from = 0;
  distribution.counts.forEach((count, i) => {
    const to = distribution.bounds[i];
    if (to === undefined || threshold <= from) found += count;
    else if (threshold < to) found += (count * (to - threshold)) / (to - from);
    if (to !== undefined) from = to;
  });
  return found;
};

/** The order statistic `ceil(level * n)`; linear inside a bucket; the last bound when it lies beyond. Needs a value. */
export const quantile = (distribution: Distribution, level: number): number => {
  if (distribution.type === 'samples') {
    const { sorted } = distribution;
    const rank = Math.ceil(level * sorted.length - 1e-9) - 1;
    return at(sorted, Math.min(sorted.length - 1, Math.max(0, rank)));
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

/** Past this value a threshold cannot be told apart from any higher one. */
export const lastFinite = (distribution: Distribution): number =>
  distribution.type === 'samples' ? Number.POSITIVE_INFINITY : at(distribution.bounds, distribution.bounds.length - 1);

/** All values together. The parts are of one type and, as histograms, have the same bounds. Needs at least one part. */
export const merge = (parts: readonly Distribution[]): Distribution => {
  const first = at(parts, 0);
  if (parts.length === 1) return first;
  if (first.type === 'samples') return sortedSamples(parts.map((part) => (part.type === 'samples' ? part.sorted : [])));
  const counts = first.counts.map(() => 0);
  for (const part of parts) {
    if (part.type !== 'histogram') continue;
    part.counts.forEach((count, i) => {
      counts[i] = at(counts, i) + count;
    });
  }
  return histogram(first.bounds, counts);
};

/** How many of the sorted values are at most `limit`. */
const countUpTo = (sorted: readonly number[], limit: number): number => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(sorted, middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

const at = <T>(list: readonly T[], index: number): T => {
  const item = list[index];
  if (item === undefined) throw new RangeError(`no element ${index} of ${list.length}`);
  return item;
};
