import { perSecond, type TimeUnit } from './time-unit.ts';

/** Observations in (from, to], in the unit of their histogram. */
export interface NativeBucket {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * Powers of two at which readings of native histograms are cut, for seconds: four a doubling from 1 ms to 16 s, one from
 * 0.1 ms and up to 256 s. Always the same, since readings can only be compared where their bounds are; each is a bound of
 * schema 2 and of all that are finer, so nothing is guessed there; and no more than the engine keeps apart.
 */
const exponents: readonly number[] = [...steps(-13, -11, 1), ...steps(-10, 4, 0.25), ...steps(5, 8, 1)];

/** 1,000 is about 2^10: milliseconds are cut at bounds of their own schema too. */
const shift: Readonly<Record<TimeUnit, number>> = { s: 0, ms: 10, us: 20, ns: 30 };

/** Bounds of buckets are powers that each library rounds its own way. */
const same = 1e-6;

const boundsIn = (unit: TimeUnit): readonly number[] => exponents.map((exponent) => 2 ** (exponent + shift[unit]));

/** The bounds of every reading of a native histogram, in seconds. */
export const nativeBounds = (unit: TimeUnit): readonly number[] =>
  boundsIn(unit).map((bound) => bound / perSecond[unit]);

/**
 * How many observations lie between the bounds; the last count is over the last bound. A bucket wider than ours is spread
 * evenly over the logarithm of its width, as Prometheus does, one that begins at 0 over its width.
 */
export function nativeCounts(buckets: Iterable<NativeBucket>, unit: TimeUnit): readonly number[] {
  const bounds = boundsIn(unit);
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (const { from, to, count } of buckets) {
    if (count === 0) continue;
    const first = placeOf(bounds, from * (1 + same));
    let passed = 0;
    for (let i = first; i <= bounds.length; i++) {
      const share = shareUpTo(bounds[i] ?? Number.POSITIVE_INFINITY, from, to);
      counts[i] = (counts[i] ?? 0) + count * (share - passed);
      passed = share;
      if (share === 1) break;
    }
  }
  return counts.map(rounded);
}

/** What part of a bucket lies up to `bound`. */
function shareUpTo(bound: number, from: number, to: number): number {
  if (bound >= to * (1 - same)) return 1;
  if (to === Number.POSITIVE_INFINITY) return 0;
  return from <= 0 ? bound / to : Math.log(bound / from) / Math.log(to / from);
}

/** The first bound that is not below. */
function placeOf(bounds: readonly number[], value: number): number {
  const place = bounds.findIndex((bound) => bound > value);
  return place < 0 ? bounds.length : place;
}

/** Of a bucket that was spread, less than this is what doubles made of nothing. */
const rounded = (count: number): number => Math.round(count * 1e6) / 1e6;

function steps(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step);
}
