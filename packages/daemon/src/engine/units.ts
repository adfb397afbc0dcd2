import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { coarseBuckets } from './coarse-buckets.ts';
import { type Distribution, histogram, samples, total } from './statistics/distribution.ts';
import type { Count } from './statistics/law.ts';

/** A reading as the statistics see it: bad units of all units, or values that a threshold will divide. */
export type Units =
  | { readonly type: 'counted'; readonly count: Count }
  | { readonly type: 'measured'; readonly values: Distribution };

/** A sound reading in units. Where lower is worse, values are negated: behind this line more is always worse. */
export function unitsOf(criterion: Criterion, reading: Reading, seconds: number): Units | undefined {
  const lower = criterion.worse === 'lower';
  switch (reading.type) {
    case 'rate':
      return counted(reading.total, reading.bad);
    case 'check':
      return counted(1, reading.ok ? 0 : 1);
    case 'count':
      return counted(seconds / 60, reading.count);
    case 'gauge':
      return { type: 'measured', values: samples([lower ? -reading.value : reading.value]) };
    case 'latency':
      return { type: 'measured', values: samples(lower ? reading.values.map((value) => -value) : reading.values) };
    case 'histogram': {
      const { bounds, counts } = coarseBuckets(reading);
      return { type: 'measured', values: histogram(bounds, counts) };
    }
    case 'absent':
    case 'error':
      return undefined;
  }
}

const counted = (n: number, k: number): Units => ({ type: 'counted', count: { n, k } });

/** How many units there are: requests, looks, readings, minutes. */
export const amountOf = (units: Units): number => (units.type === 'counted' ? units.count.n : total(units.values));
