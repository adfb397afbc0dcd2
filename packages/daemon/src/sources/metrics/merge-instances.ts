import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { inSeconds, type Millis } from '@daywatch/shared/vocabulary/time.ts';

/** What one instance of the service says. */
export interface InstanceReading {
  /** Its address. */
  readonly instance: string;
  readonly reading: Reading;
}

export type GaugeFold = 'one' | 'sum' | 'max' | 'min';

/**
 * The reading of a service of the readings of its instances: counts are added, levels folded as the plan says.
 * Fewer than `atLeast` that have something to say is no reading, and says which are missing.
 */
export function mergeInstances(
  readings: readonly InstanceReading[],
  { atLeast, fold, every }: { readonly atLeast: number; readonly fold: GaugeFold; readonly every?: Millis | undefined },
): Reading {
  const [only] = readings;
  if (only !== undefined && readings.length === 1) return only.reading;
  const there = readings.filter(({ reading }) => reading.type !== 'error' && reading.type !== 'absent');
  const missing = readings.filter((one) => !there.includes(one));
  if (there.length < atLeast || there.length === 0) {
    const because = `${there.length} of ${readings.length} instances can be read, ${atLeast} must be: ${inWords(missing)}`;
    const failed = missing.some(({ reading }) => reading.type === 'error');
    return { type: failed ? 'error' : 'absent', because };
  }
  const merged = withOver(mergedOf(there, fold), there, every);
  if (missing.length === 0 || merged.type === 'histogram' || merged.type === 'latency') return merged;
  const without = `without ${missing.length} of ${readings.length} instances: ${inWords(missing)}`;
  return { ...merged, because: merged.because === undefined ? without : `${merged.because}; ${without}` };
}

function mergedOf(there: readonly InstanceReading[], fold: GaugeFold): Reading {
  let merged: Reading | undefined;
  for (const { reading } of there) {
    if (merged === undefined) merged = reading;
    else if (merged.type === 'rate' && reading.type === 'rate')
      merged = { ...merged, bad: merged.bad + reading.bad, total: merged.total + reading.total };
    else if (merged.type === 'count' && reading.type === 'count')
      merged = { ...merged, count: merged.count + reading.count };
    else if (merged.type === 'histogram' && reading.type === 'histogram') {
      const { bounds, counts } = reading;
      if (merged.bounds.length !== bounds.length || merged.bounds.some((bound, i) => bound !== bounds[i]))
        return { type: 'error', because: `the instances have different buckets: ${there.map(named).join(', ')}` };
      merged = { ...merged, counts: merged.counts.map((count, i) => count + (counts[i] ?? 0)) };
    } else if (merged.type === 'gauge' && reading.type === 'gauge') {
      if (fold === 'one')
        return {
          type: 'error',
          because: `${there.length} instances have a level where one is expected: ${there.map(named).join(', ')}; write sum, max or min`,
        };
      merged = { ...merged, value: folded(fold, merged.value, reading.value) };
    } else return { type: 'error', because: `the instances disagree: ${there.map(named).join(', ')}` };
  }
  return merged ?? { type: 'absent', because: 'there are no instances' };
}

/** Instances are alike: of two of which one was away for nine intervals, events were counted in five and a half. */
function withOver(merged: Reading, there: readonly InstanceReading[], every: Millis | undefined): Reading {
  const overs = there.map(({ reading }) => (reading.type === 'count' ? reading.over : undefined));
  if (merged.type !== 'count' || every === undefined || overs.every((over) => over === undefined)) return merged;
  const sum = overs.reduce<number>((total, over) => total + (over ?? inSeconds(every)), 0);
  return { ...merged, over: sum / overs.length };
}

function folded(fold: Exclude<GaugeFold, 'one'>, a: number, b: number): number {
  if (fold === 'sum') return a + b;
  return fold === 'max' ? Math.max(a, b) : Math.min(a, b);
}

function named({ instance, reading }: InstanceReading): string {
  if (reading.type === 'gauge') return `${instance} has ${reading.value}`;
  if (reading.type === 'histogram') return `${instance} has ${reading.bounds.join(' ')}`;
  return `${instance} has a ${reading.type}`;
}

const inWords = (missing: readonly InstanceReading[]): string =>
  missing
    .map(({ instance, reading }) => {
      const because = 'because' in reading ? (reading.because ?? reading.type) : reading.type;
      return because.includes(instance) ? because : `${instance}: ${because}`;
    })
    .join('; ');
