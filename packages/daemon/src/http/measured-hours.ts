import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { StoredHour } from '../ports/store.ts';
import type { MeasuredHour } from '../window/quietest.ts';

/** An hour of which less was read than this says nothing of its traffic. */
const enough = 1_800;

/** How many requests a minute the readings of each hour speak of. */
export function measuredHours(stored: readonly StoredHour[]): readonly MeasuredHour[] {
  return stored.flatMap(({ hour, readings }) => {
    const counted = readings.flatMap(({ reading, seconds }) => {
      const requests = requestsOf(reading);
      return requests === undefined ? [] : [{ requests, seconds }];
    });
    const seconds = sum(counted.map((one) => one.seconds));
    if (seconds < enough) return [];
    return [{ hour, perMinute: sum(counted.map(({ requests }) => requests)) / (seconds / 60) }];
  });
}

function requestsOf(reading: Reading): number | undefined {
  switch (reading.type) {
    case 'rate':
      return reading.total;
    case 'histogram':
      return sum(reading.counts);
    case 'latency':
      return reading.values.length;
    default:
      return undefined;
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
