import { type Distribution, histogram, merge } from './statistics/distribution.ts';

/**
 * The last values of a criterion, in bounded memory: at least the last 60 readings, at most the last 80.
 * For what is shown only; the verdict never looks here.
 */
export interface RecentValues {
  /** Of the buckets that values are counted in; null while they come one by one. */
  bounds: readonly number[] | null;
  /** Newest last. In parts, so that what came before a regression can be left out. */
  readonly parts: Part[];
}

export interface Part {
  /** Sorted values, or counts of the buckets. */
  numbers: number[];
  readings: number;
  /** Every so manieth value is kept: doubled whenever the part is full. */
  stride: number;
  skipped: number;
}

const parts = 4;
const readingsPerPart = 20;
/** With the tests of three quantiles and of a limit, state must stay under 4 KB. */
const keptValues = 16;

export const noRecentValues = (): RecentValues => ({ bounds: null, parts: [] });

export function rememberValues(recent: RecentValues, values: Distribution): void {
  const newest = recent.parts.at(-1);
  if (newest === undefined || newest.readings >= readingsPerPart) {
    recent.parts.push({ numbers: [], readings: 0, stride: 1, skipped: 0 });
    recent.parts.splice(0, recent.parts.length - parts);
  }
  const part = recent.parts.at(-1) as Part;
  part.readings += 1;
  if (values.type === 'samples') {
    for (const value of values.sorted) keep(part, value);
    return;
  }
  recent.bounds = values.bounds;
  const { counts } = values;
  if (part.numbers.length === 0) part.numbers = [...counts];
  else for (let i = 0; i < counts.length; i++) part.numbers[i] = (part.numbers[i] as number) + (counts[i] as number);
}

function keep(part: Part, value: number): void {
  part.skipped += 1;
  if (part.skipped < part.stride) return;
  part.skipped = 0;
  const { numbers } = part;
  const larger = numbers.findIndex((other) => other > value);
  numbers.splice(larger < 0 ? numbers.length : larger, 0, value);
  if (numbers.length <= keptValues) return;
  part.numbers = numbers.filter((_, i) => i % 2 === 0);
  part.stride *= 2;
}

/** Of the last `readings`, as nearly as whole parts allow, and at least of the newest. Null before the first value. */
export function recentDistribution(
  { bounds, parts }: RecentValues,
  readings = Number.POSITIVE_INFINITY,
): Distribution | null {
  let seen = 0;
  const chosen: Distribution[] = [];
  for (const part of parts.toReversed()) {
    seen += part.readings;
    if (chosen.length > 0 && seen > readings) break;
    if (hasValues(part, bounds)) chosen.push(distributionOf(part, bounds));
  }
  return chosen.length === 0 ? null : merge(chosen);
}

const hasValues = ({ numbers }: Part, bounds: RecentValues['bounds']): boolean =>
  bounds === null ? numbers.length > 0 : numbers.some((count) => count > 0);

const distributionOf = ({ numbers }: Part, bounds: RecentValues['bounds']): Distribution =>
  bounds === null ? { type: 'samples', sorted: Float64Array.from(numbers) } : histogram(bounds, numbers);
