import { exposureOf, type Observation, type Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import { distinctReadings } from '../engine/distinct-readings.ts';

const minute = minutes(1);

/**
 * Single values that a minute keeps. Of more, so many are taken from the sorted list at even distances: its quantiles
 * stay, and how many there were is understated, so that less is claimed than was seen.
 */
export const valuesPerMinute = 240;

/**
 * The readings of one criterion, in order of time, as one for each minute. Rates, counts and histograms are added up
 * and lose nothing; looks become bad ones of all; levels and times are gathered, `valuesPerMinute` at most. What is
 * absent or an error is left away: no data stays no data.
 */
export function sumUp(observations: readonly Observation[]): Observation[] {
  const sound = observations.filter(({ reading }) => reading.type !== 'absent' && reading.type !== 'error');
  return [...Map.groupBy(distinctReadings(sound), ({ at }) => Math.floor(at / minute)).values()].flatMap((ofMinute) =>
    bySort(ofMinute).map(together),
  );
}

/** Mostly one sort; two where the buckets changed in the middle of the minute. */
function bySort(observations: readonly Observation[]): readonly (readonly Observation[])[] {
  const [first] = observations;
  if (first === undefined || observations.every(({ reading }) => isLike(reading, first.reading))) return [observations];
  return [...Map.groupBy(observations, ({ reading }) => sortOf(reading)).values()];
}

function isLike(one: Reading, other: Reading): boolean {
  if (one.type !== 'histogram' || other.type !== 'histogram') return one.type === other.type;
  return one.bounds.length === other.bounds.length && one.bounds.every((bound, i) => bound === other.bounds[i]);
}

const sortOf = (reading: Reading): string =>
  reading.type === 'histogram' ? `histogram ${reading.bounds.join(' ')}` : reading.type;

function together(observations: readonly Observation[]): Observation {
  const [first] = observations;
  if (first === undefined) throw new RangeError('there is nothing to sum up');
  const seconds = sum(observations, (one) => one.seconds);
  const reading = added(
    first.reading,
    observations.map((one) => one.reading),
  );
  const over = sum(observations, exposureOf);
  return {
    criterion: first.criterion,
    at: first.at,
    seconds,
    reading: reading.type === 'count' && over !== seconds ? { ...reading, over } : reading,
  };
}

/** `readings` are of the sort of the first. */
function added(first: Reading, readings: readonly Reading[]): Reading {
  switch (first.type) {
    case 'rate': {
      const rates = readings.filter((reading) => reading.type === 'rate');
      return { type: 'rate', bad: sum(rates, ({ bad }) => bad), total: sum(rates, ({ total }) => total) };
    }
    case 'check': {
      const looks = readings.filter((reading) => reading.type === 'check');
      return { type: 'rate', bad: looks.filter(({ ok }) => !ok).length, total: looks.length };
    }
    case 'count': {
      const counts = readings.filter((reading) => reading.type === 'count');
      return { type: 'count', count: sum(counts, ({ count }) => count) };
    }
    case 'histogram': {
      const histograms = readings.filter((reading) => reading.type === 'histogram');
      const counts = first.counts.map((_, bucket) => sum(histograms, (one) => one.counts[bucket] ?? Number.NaN));
      return { type: 'histogram', bounds: first.bounds, counts };
    }
    case 'gauge': {
      const levels = readings.filter((reading) => reading.type === 'gauge');
      return { type: 'latency', values: thinned(levels.map(({ value }) => value)) };
    }
    case 'latency': {
      const times = readings.filter((reading) => reading.type === 'latency');
      return { type: 'latency', values: thinned(times.flatMap(({ values }) => values)) };
    }
    case 'absent':
    case 'error':
      return first;
  }
}

const sum = <T>(list: readonly T[], amount: (one: T) => number): number =>
  list.reduce((total, one) => total + amount(one), 0);

/** The middles of `valuesPerMinute` equal parts of the sorted values. */
function thinned(values: readonly number[]): readonly number[] {
  if (values.length <= valuesPerMinute) return values;
  const sorted = values.toSorted((a, b) => a - b);
  const part = sorted.length / valuesPerMinute;
  return Array.from({ length: valuesPerMinute }, (_, i) => sorted[Math.floor((i + 0.5) * part)] ?? Number.NaN);
}
