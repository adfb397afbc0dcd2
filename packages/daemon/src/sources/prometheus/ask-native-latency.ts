import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { nativeBounds, nativeCounts } from '../promql/native-bounds.ts';
import type { TimeUnit } from '../promql/time-unit.ts';
import { nativeGrowth } from './increase.ts';
import { failed, type Moment, over, type PromQuestion } from './prom-question.ts';

/** How many requests fell into each of our buckets of a native histogram, all matching series together. */
export function askNativeLatency(text: string, unit: TimeUnit): PromQuestion {
  return {
    fresh: text,
    natives: true,
    queries: (window, times) => nativeGrowth(text, window, times),
    read(moment: Moment): Reading {
      const words = over(text, moment);
      const [now, before, begun] = ['now', 'before', 'begun'].map((part) => countsOf(part, moment, unit));
      for (const part of [now, before, begun]) if (typeof part === 'string') return failed(`${words}: ${part}`);
      const bounds = nativeBounds(unit);
      const counts = Array.from({ length: bounds.length + 1 }, (_, i) => {
        const grown = at(now, i) - at(before, i) + at(begun, i);
        return Math.round(grown * 1e6) / 1e6;
      });
      if (counts.some((count) => count < 0))
        return failed(`${words}: a bucket has fewer than before, as when a process has just started over`);
      return { type: 'histogram', bounds, counts };
    },
  };
}

const at = (counts: readonly number[] | string | undefined, i: number): number =>
  typeof counts === 'object' ? (counts[i] ?? 0) : 0;

/** What one part comes to, all 0 where it has no series; in words what it is instead. */
function countsOf(part: string, { parts }: Moment, unit: TimeUnit): readonly number[] | string {
  const buckets = [];
  for (const { key, value, buckets: some } of parts.get(part) ?? []) {
    if (some === undefined) return `it is no histogram: ${key} is ${value}`;
    const odd = some.find(({ from, to, count }) => Number.isNaN(from) || Number.isNaN(to) || !(count >= 0));
    if (odd !== undefined) return `a bucket from ${odd.from} to ${odd.to} holds ${odd.count} observations`;
    buckets.push(...some);
  }
  return nativeCounts(buckets, unit);
}
