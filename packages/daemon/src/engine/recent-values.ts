import { type Distribution, histogram, merge, total } from './statistics/distribution.ts';

/**
 * The last values of a criterion, in bounded memory: at least the last 60 readings, at most the last 120.
 * For what is shown only; the verdict never looks here.
 */
export interface RecentValues {
  older: Distribution | null;
  newer: Distribution | null;
  readings: number;
  /** Every so manieth value is kept: doubled whenever the buffer is full. */
  stride: number;
  skipped: number;
}

const readingsPerHalf = 60;
const keptValues = 64;

export const noRecentValues = (): RecentValues => ({ older: null, newer: null, readings: 0, stride: 1, skipped: 0 });

export function rememberValues(recent: RecentValues, values: Distribution): void {
  if (recent.readings >= readingsPerHalf) {
    recent.older = recent.newer;
    recent.newer = null;
    recent.readings = 0;
    recent.stride = 1;
    recent.skipped = 0;
  }
  recent.readings += 1;
  if (values.type === 'histogram') {
    recent.newer =
      recent.newer === null ? histogram([...values.bounds], [...values.counts]) : merge([recent.newer, values]);
    return;
  }
  for (const value of values.sorted) keep(recent, value);
}

function keep(recent: RecentValues, value: number): void {
  recent.skipped += 1;
  if (recent.skipped < recent.stride) return;
  recent.skipped = 0;
  const kept = recent.newer?.type === 'samples' ? recent.newer.sorted : [];
  const larger = kept.findIndex((other) => other > value);
  const sorted = kept.toSpliced(larger < 0 ? kept.length : larger, 0, value);
  const full = sorted.length > keptValues;
  recent.newer = { type: 'samples', sorted: full ? sorted.filter((_, i) => i % 2 === 0) : sorted };
  if (full) recent.stride *= 2;
}

/** Null before the first value. */
export function recentDistribution({ older, newer }: RecentValues): Distribution | null {
  const parts = [older, newer].filter((part) => part !== null && total(part) > 0) as Distribution[];
  return parts.length === 0 ? null : merge(parts);
}
