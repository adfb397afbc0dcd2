import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { exposureOf, type Observation, type Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { type Instant, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { seeded } from './seeded.ts';

/** Bad units are borrowed from intervals this near, so that a busy hour stays a busy hour. */
const nearby = minutes(30);

/**
 * The readings of one criterion as they would have been had it been `factor` times as bad from `onset` on. Bad units are
 * resampled: each interval gets those of other intervals near it on top, so bursts stay bursts. Values are scaled.
 * The same seed gives the same readings.
 */
export function worsen(
  criterion: Criterion,
  readings: readonly Observation[],
  { factor, onset, seed }: { readonly factor: number; readonly onset: Instant; readonly seed: number },
): readonly Observation[] {
  const next = seeded(seed);
  /** Bad units for the surplus over 1: those of whole intervals for its whole part, thinned ones for the rest. */
  const borrowed = (place: number, badOf: (other: Reading, exposure: number) => number): number => {
    let bad = 0;
    for (let surplus = factor - 1; surplus > 1e-9; surplus -= 1) {
      const other = neighbour(readings, place, next);
      const units = badOf(other.reading, exposureOf(other));
      bad += surplus >= 1 ? units : thinned(units, surplus, next);
    }
    return bad;
  };
  const worse = (observation: Observation, place: number): Reading => {
    const of = observation.reading;
    switch (of.type) {
      case 'rate': {
        const more = borrowed(place, (other) =>
          other.type === 'rate' && other.total > 0 ? shareOf(other, of.total) : 0,
        );
        return { ...of, bad: Math.min(of.total, of.bad + more) };
      }
      case 'count': {
        const more = borrowed(place, (other, total) =>
          other.type === 'count' ? shareOf({ bad: other.count, total }, exposureOf(observation)) : 0,
        );
        return { ...of, count: of.count + more };
      }
      case 'check':
        if (!of.ok || borrowed(place, (other) => (other.type === 'check' && !other.ok ? 1 : 0)) === 0) return of;
        return { type: 'check', ok: false, because: `made ${factor} times as bad` };
      case 'gauge':
        return { ...of, value: scaled(criterion, of.value, factor) };
      case 'latency':
        return { ...of, values: of.values.map((value) => scaled(criterion, value, factor)) };
      case 'histogram':
        return { ...of, counts: stretched(of.bounds, of.counts, factor) };
      case 'absent':
      case 'error':
        return of;
    }
  };
  return readings.map((observation, place) =>
    observation.at < onset ? observation : { ...observation, reading: worse(observation, place) },
  );
}

/** Bad units of another interval, for as many units as there are in this one. */
const shareOf = ({ bad, total }: { readonly bad: number; readonly total: number }, units: number): number =>
  total === units ? bad : Math.round((bad / total) * units);

/** Another interval not far from this one, before or after it. */
function neighbour(readings: readonly Observation[], place: number, next: () => number): Observation {
  const here = readings[place] as Observation;
  const reach = Math.max(1, Math.round(nearby / 1000 / here.seconds));
  const first = Math.max(0, place - reach);
  const last = Math.min(readings.length - 1, place + reach);
  return readings[first + Math.floor(next() * (last - first + 1))] as Observation;
}

function thinned(units: number, share: number, next: () => number): number {
  // Many units: their mean is as good, and drawing each would take long.
  if (units > 100) return Math.round(units * share);
  let kept = 0;
  for (let unit = 0; unit < Math.round(units); unit++) if (next() < share) kept += 1;
  return kept;
}

const scaled = ({ worse }: Criterion, value: number, factor: number): number =>
  (worse === 'lower') === value >= 0 ? value / factor : value * factor;

/** Buckets of times that all took `factor` times as long; within a bucket times are taken to lie evenly. */
function stretched(bounds: readonly number[], counts: readonly number[], factor: number): readonly number[] {
  const moved = counts.map(() => 0);
  const put = (bucket: number, count: number): void => {
    moved[bucket] = (moved[bucket] ?? 0) + count;
  };
  for (const [bucket, count] of counts.entries()) {
    const upper = bounds[bucket];
    if (count === 0) continue;
    if (upper === undefined) {
      put(bucket, count);
      continue;
    }
    const from = (bounds[bucket - 1] ?? 0) * factor;
    const to = upper * factor;
    for (let other = 0; other < moved.length; other++) {
      const low = Math.max(from, bounds[other - 1] ?? 0);
      const high = Math.min(to, bounds[other] ?? Number.POSITIVE_INFINITY);
      if (high > low) put(other, (count * (high - low)) / (to - from));
    }
  }
  return moved.map((count) => (count < 1e-9 ? 0 : count));
}
