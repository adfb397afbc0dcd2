import {
  type Distribution,
  lastFinite,
  merge,
  quantile,
  rankOf,
  type Sorted,
  sortedLists,
  total,
} from './distribution.ts';

/** The values of several stretches of time as if they were one, without being put together: a week of them are millions. */
export interface Pool {
  readonly total: number;
  /** Past this value a threshold cannot be told apart from any higher one. */
  readonly lastFinite: number;
  /** As of all of them merged. */
  quantile(level: number): number;
}

/** The parts are of one type and, as histograms, have the same bounds. Needs at least one part. */
export function poolOf(parts: readonly Distribution[]): Pool {
  const lists = sortedLists(parts);
  if (lists.length === 0) {
    const merged = merge(parts);
    return {
      total: total(merged),
      lastFinite: lastFinite(merged),
      quantile: (level) => quantile(merged, level),
    };
  }
  const length = lists.reduce((sum, list) => sum + list.length, 0);
  return {
    total: length,
    lastFinite: Number.POSITIVE_INFINITY,
    quantile: (level) => valueAt(lists, rankOf(level, length)),
  };
}

/** What of a sorted list is not yet ruled out: [from, to). */
interface Range {
  readonly sorted: Sorted;
  readonly from: number;
  readonly to: number;
}

/**
 * The value at one place of all lists in order, without merging them: the middle of the longest range is a guess, which
 * leaves in each list either what is over it or what is not. Needs a value at that place.
 * Source: Frederickson, Johnson 1982 (selection in sorted lists).
 */
function valueAt(lists: readonly Sorted[], place: number): number {
  let ranges: readonly Range[] = lists.map((sorted) => ({ sorted, from: 0, to: sorted.length }));
  let left = place;
  for (;;) {
    const { sorted, from, to } = ranges.reduce((one, other) =>
      other.to - other.from > one.to - one.from ? other : one,
    );
    const guess = sorted[(from + to) >>> 1];
    if (guess === undefined) throw new RangeError(`no value at place ${place}`);
    const upTo = ranges.map((range) => ({ ...range, to: placeIn(range, (value) => value <= guess) }));
    const under = upTo.map((range) => ({ ...range, to: placeIn(range, (value) => value < guess) }));
    if (left < sizeOf(under)) ranges = under;
    else if (left < sizeOf(upTo)) return guess;
    else {
      left -= sizeOf(upTo);
      ranges = ranges.map((range, i) => ({ ...range, from: (upTo[i] as Range).to }));
    }
  }
}

const sizeOf = (ranges: readonly Range[]): number => ranges.reduce((sum, { from, to }) => sum + to - from, 0);

/** The end of those values of a range, at its beginning, that come before something. */
function placeIn({ sorted, from, to }: Range, comesBefore: (value: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (comesBefore(sorted[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}
