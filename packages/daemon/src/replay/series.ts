import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import { endOf } from './recording.ts';

/** A stretch of time; `to` is not part of it. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** Recorded readings of each criterion, in order of time. */
export type Series = ReadonlyMap<string, readonly Observation[]>;

export function seriesOf(observations: readonly Observation[]): Series {
  const series = Map.groupBy(observations, ({ criterion }) => criterion);
  for (const readings of series.values()) readings.sort((a, b) => a.at - b.at);
  return series;
}

/** From the first reading to the end of the last; undefined when there is none. */
export function spanOf(series: Series): Span | undefined {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const readings of series.values()) {
    const [first, last] = [readings[0], readings.at(-1)];
    if (first === undefined || last === undefined) continue;
    from = Math.min(from, first.at);
    to = Math.max(to, endOf(last));
  }
  return from < to ? { from: from as Instant, to: to as Instant } : undefined;
}

/** What lies wholly in a span, of all criteria or of one, in order of time. */
export function within(series: Series, { from, to }: Span, criterion?: string): Observation[] {
  const found: Observation[] = [];
  for (const [name, readings] of series) {
    if (criterion !== undefined && name !== criterion) continue;
    for (let i = firstFrom(readings, from); i < readings.length; i++) {
      const reading = readings[i] as Observation;
      if (reading.at >= to) break;
      if (endOf(reading) <= to) found.push(reading);
    }
  }
  return criterion === undefined ? found.sort((a, b) => a.at - b.at) : found;
}

/** What touches none of the spans. */
export const outside = (readings: readonly Observation[], spans: readonly Span[]): readonly Observation[] =>
  spans.length === 0
    ? readings
    : readings.filter((reading) => !spans.some(({ from, to }) => reading.at < to && endOf(reading) > from));

function firstFrom(readings: readonly Observation[], from: Instant): number {
  let low = 0;
  let high = readings.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((readings[middle] as Observation).at < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
