import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { coarseBounds } from './coarse-buckets.ts';

/** How values come: one by one, or in buckets with these bounds. */
export type Shape = { readonly type: 'samples' } | { readonly type: 'histogram'; readonly bounds: readonly number[] };

/** Null for readings that are not values, and for an empty one, which fits both. */
export function shapeOf(reading: Reading): Shape | null {
  if (reading.type === 'histogram') return { type: 'histogram', bounds: coarseBounds(reading.bounds) };
  return reading.type === 'latency' && reading.values.length > 0 ? { type: 'samples' } : null;
}
