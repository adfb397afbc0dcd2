import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { readNumber } from '../promql/read-number.ts';
import { parseSelector } from '../promql/selector.ts';
import { perSecond, unitOf } from '../promql/time-unit.ts';
import { askNativeLatency } from './ask-native-latency.ts';
import { growthOfKnown } from './increase.ts';
import { absent, failed, type Moment, over, type PromQuestion } from './prom-question.ts';
import type { Sample } from './prometheus-answer.ts';
import type { LatencyQuery } from './prometheus-queries.ts';

/** How many requests fell into each bucket of a histogram, classic or else native, all matching series together. */
export function askLatency(query: LatencyQuery): PromQuestion {
  const text = typeof query === 'string' ? query : query.histogram;
  const { name } = parseSelector(text);
  const family = name.replace(/_bucket$/, '');
  const buckets = `${family}_bucket${text.slice(text.indexOf(name) + name.length)}`;
  const named = typeof query === 'string' ? unitOf(family) : query.in;
  const unit = perSecond[named];
  return {
    fresh: buckets,
    ...(family === name ? { otherwise: askNativeLatency(text, named) } : {}),
    queries(window, times) {
      const grown = growthOfKnown(buckets, window, times, 'sum by (le)');
      // Of the past the shape is not asked: it would take as long as all the rest.
      return new Map([
        ['grown', grown],
        ...(times === 'moment' ? [['shapes', `count by (le) (${buckets})`] as const] : []),
      ]);
    },
    read(moment: Moment): Reading {
      const { parts } = moment;
      const words = over(text, moment);
      const shapes = parts.get('shapes');
      if (shapes?.length === 0)
        return absent(
          `${words}: no series of ${buckets}${family === name ? `, nor a native histogram ${text} that was there before` : ''}`,
        );
      const series = new Set(shapes?.map(({ value }) => value));
      if (series.size > 1)
        return failed(`${words}: not all series have the same buckets: ${countsInWords(shapes ?? [])}`);
      const grown = byBound(parts.get('grown') ?? []);
      if (typeof grown === 'string') return failed(`${words}: ${grown}`);
      if (grown.length === 0) return absent(`${words}: there was nothing before to compare with`);
      if (grown.at(-1)?.bound !== Number.POSITIVE_INFINITY) return failed(`${words}: no bucket le="+Inf"`);
      const counts = grown.map(({ value }, i) => value - (grown[i - 1]?.value ?? 0));
      if (counts.some((count) => count < 0))
        return failed(`${words}: the buckets do not ascend, as when a process has just started over`);
      return { type: 'histogram', bounds: grown.slice(0, -1).map(({ bound }) => bound / unit), counts };
    },
  };
}

function byBound(samples: readonly Sample[]): { bound: number; value: number }[] | string {
  const buckets: { bound: number; value: number }[] = [];
  for (const { key, labels, value } of samples) {
    const bound = readNumber(labels.le ?? '');
    if (bound === undefined || Number.isNaN(bound)) return `${key} has no bound`;
    if (!Number.isFinite(value)) return `${key} is ${value}`;
    buckets.push({ bound, value });
  }
  return buckets.sort((a, b) => a.bound - b.bound);
}

const countsInWords = (shapes: readonly Sample[]): string =>
  shapes
    .slice(0, 4)
    .map(({ labels, value }) => `le="${labels.le}" has ${value}`)
    .join(', ');
