import { type Distribution, histogram, merge, total } from './statistics/distribution.ts';

/**
 * The last values of a criterion, in bounded memory: at least the last 100 readings, at most the last 120.
 * For what is shown only; the verdict never looks here.
 */
export interface RecentValues {
  /** Newest last. In parts, so that what came before a regression can be left out. */
  readonly parts: Part[];
}

interface Part {
  values: Distribution | null;
  readings: number;
  /** Every so manieth value is kept: doubled whenever the part is full. */
  stride: number;
  skipped: number;
}

const parts = 6;
const readingsPerPart = 20;
const keptValues = 24;

export const noRecentValues = (): RecentValues => ({ parts: [] });

export function rememberValues(recent: RecentValues, values: Distribution): void {
  const newest = recent.parts.at(-1);
  if (newest === undefined || newest.readings >= readingsPerPart) {
    recent.parts.push({ values: null, readings: 0, stride: 1, skipped: 0 });
    if (recent.parts.length > parts) recent.parts.shift();
  }
  const part = recent.parts.at(-1) as Part;
  part.readings += 1;
  if (values.type === 'histogram') {
    part.values =
      part.values === null ? histogram([...values.bounds], [...values.counts]) : merge([part.values, values]);
    return;
  }
  for (const value of values.sorted) keep(part, value);
}

function keep(part: Part, value: number): void {
  part.skipped += 1;
  if (part.skipped < part.stride) return;
  part.skipped = 0;
  const kept = part.values?.type === 'samples' ? part.values.sorted : [];
  const larger = kept.findIndex((other) => other > value);
  const sorted = kept.toSpliced(larger < 0 ? kept.length : larger, 0, value);
  const full = sorted.length > keptValues;
  part.values = { type: 'samples', sorted: full ? sorted.filter((_, i) => i % 2 === 0) : sorted };
  if (full) part.stride *= 2;
}

/** Of the last `readings`, as nearly as whole parts allow, and at least of the newest. Null before the first value. */
export function recentDistribution({ parts }: RecentValues, readings = Number.POSITIVE_INFINITY): Distribution | null {
  let seen = 0;
  const chosen: Distribution[] = [];
  for (const part of parts.toReversed()) {
    seen += part.readings;
    if (chosen.length > 0 && seen > readings) break;
    if (part.values !== null && total(part.values) > 0) chosen.push(part.values);
  }
  return chosen.length === 0 ? null : merge(chosen);
}
