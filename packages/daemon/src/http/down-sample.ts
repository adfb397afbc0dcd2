import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { exposureOf, type Observation, type Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';

export interface Samples {
  /** Starts of the spans, in seconds since 1970. */
  readonly times: number[];
  /** `null`: nothing was read. */
  readonly values: (number | null)[];
  /** The worst single value of each span. */
  readonly highest: (number | null)[];
}

type Measuring = Pick<Criterion, 'measure' | 'quantile' | 'worse' | 'every'>;

/** Folds readings into at most `points` spans of equal length between `from` and `to`. */
export function downSample(
  criterion: Measuring,
  observations: readonly Observation[],
  { from, to, points }: { readonly from: Instant; readonly to: Instant; readonly points: number },
): Samples {
  // Whole intervals, so that no span holds one reading more than its neighbour by accident.
  const width = Math.max(1, Math.ceil((to - from) / points / criterion.every)) * criterion.every;
  const spans = new Map<number, Observation[]>();
  for (const observation of observations) {
    const span = Math.floor((observation.at - from) / width);
    const inside = spans.get(span);
    if (inside === undefined) spans.set(span, [observation]);
    else inside.push(observation);
  }
  const samples: Samples = { times: [], values: [], highest: [] };
  for (let span = 0; from + span * width < to; span += 1) {
    const { value, worst } = summarize(criterion, spans.get(span) ?? []);
    samples.times.push((from + span * width) / 1_000);
    samples.values.push(value);
    samples.highest.push(worst);
  }
  return samples;
}

interface Summary {
  readonly value: number | null;
  readonly worst: number | null;
}
const nothing: Summary = { value: null, worst: null };

/** All readings of one span as one value, in the criterion's unit. */
export function summarize(criterion: Measuring, observations: readonly Observation[]): Summary {
  const readings = observations.map(({ reading }) => reading);
  switch (criterion.measure) {
    case 'rate': {
      const rates = readings.filter((reading) => reading.type === 'rate');
      const total = sum(rates.map((rate) => rate.total));
      // No traffic is not a rate of zero.
      if (total === 0) return nothing;
      const each = rates.filter((rate) => rate.total > 0).map((rate) => rate.bad / rate.total);
      return { value: sum(rates.map((rate) => rate.bad)) / total, worst: highest(each) };
    }
    case 'check': {
      // The share that failed, as the criterion's value, limit and baseline are told everywhere.
      // A baseline has its looks summed up by the minute.
      const looks = readings.flatMap((reading) => {
        if (reading.type === 'check') return [{ bad: reading.ok ? 0 : 1, total: 1 }];
        return reading.type === 'rate' && reading.total > 0 ? [reading] : [];
      });
      if (looks.length === 0) return nothing;
      const value = sum(looks.map(({ bad }) => bad)) / sum(looks.map(({ total }) => total));
      return { value, worst: highest(looks.map(({ bad, total }) => bad / total)) };
    }
    case 'count': {
      const counted = observations.flatMap((one) =>
        one.reading.type === 'count' ? [{ count: one.reading.count, minutes: exposureOf(one) / 60 }] : [],
      );
      if (counted.length === 0) return nothing;
      const value = sum(counted.map(({ count }) => count)) / sum(counted.map(({ minutes }) => minutes));
      return { value, worst: highest(counted.map(({ count, minutes }) => count / minutes)) };
    }
    case 'gauge': {
      const levels = readings.flatMap((reading) => {
        if (reading.type === 'gauge') return [reading.value];
        return reading.type === 'latency' ? reading.values : [];
      });
      if (levels.length === 0) return nothing;
      const { quantile } = criterion;
      const value = quantile === undefined ? sum(levels) / levels.length : orderStatistic(levels, quantile);
      return { value, worst: criterion.worse === 'higher' ? highest(levels) : -highest(levels.map((level) => -level)) };
    }
    case 'latency':
      return latency(readings, criterion.quantile ?? 0.95);
  }
}

/** Single times exactly; histograms of the same bounds together. Of several sorts in one span the worst is told. */
function latency(readings: readonly Reading[], quantile: number): Summary {
  const times: number[] = [];
  const histograms: { readonly bounds: readonly number[]; readonly counts: number[] }[] = [];
  for (const reading of readings) {
    if (reading.type === 'latency') for (const time of reading.values) times.push(time);
    if (reading.type !== 'histogram') continue;
    const { bounds, counts } = reading;
    const known = histograms.find((one) => areSame(one.bounds, bounds));
    if (known === undefined) histograms.push({ bounds, counts: [...counts] });
    else
      for (let bucket = 0; bucket < known.counts.length; bucket += 1)
        known.counts[bucket] = (known.counts[bucket] ?? 0) + (counts[bucket] ?? 0);
  }
  const found = histograms.flatMap(({ bounds, counts }) => ofHistogram(bounds, counts, quantile) ?? []);
  if (times.length > 0) found.push({ value: orderStatistic(times, quantile), worst: highest(times) });
  if (found.length === 0) return nothing;
  return {
    value: highest(found.map(({ value }) => value)),
    worst: highest(found.map(({ worst }) => worst)),
  };
}

const areSame = (one: readonly number[], other: readonly number[]): boolean =>
  one === other || (one.length === other.length && one.every((bound, index) => bound === other[index]));

/** Linear inside the bucket, as Prometheus' `histogram_quantile`; over the last bound it can only say that bound. */
function ofHistogram(bounds: readonly number[], counts: readonly number[], quantile: number) {
  const last = bounds.at(-1);
  const total = sum(counts);
  if (last === undefined || total === 0) return undefined;
  const upper = (bucket: number) => bounds[bucket] ?? last;
  const lower = (bucket: number) => (bucket === 0 ? 0 : (bounds[bucket - 1] ?? last));
  const worst = upper(counts.findLastIndex((count) => count > 0));
  let rank = quantile * total;
  for (const [bucket, count] of counts.entries()) {
    if (rank <= count && count > 0) {
      return { value: lower(bucket) + (upper(bucket) - lower(bucket)) * (rank / count), worst };
    }
    rank -= count;
  }
  return { value: last, worst };
}

/** The `ceil(q n)`-th smallest. */
function orderStatistic(values: readonly number[], quantile: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)] ?? Number.NaN;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
// Not Math.max(...values): a span may hold more values than a call may have arguments.
const highest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
