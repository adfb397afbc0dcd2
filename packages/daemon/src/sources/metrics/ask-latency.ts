import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { labelValue } from '../promql/labels.ts';
import { nativeBounds, nativeCounts } from '../promql/native-bounds.ts';
import { readNumber } from '../promql/read-number.ts';
import { parseSelector } from '../promql/selector.ts';
import { perSecond, unitOf } from '../promql/time-unit.ts';
import { type Counter, CounterMemory, type Look } from './counter-memory.ts';
import type { MetricType } from './exposition.ts';
import { createdName, type MetricsPage, type NativeSeries, type Series, seriesKey } from './metrics-page.ts';
import type { LatencyQuery } from './metrics-queries.ts';
import { type NativeLook, NativeMemory } from './native/native-memory.ts';
import { absent, failed, type PageQuestion } from './page-question.ts';

const otherShapes: ReadonlySet<MetricType> = new Set([
  'counter',
  'gauge',
  'summary',
  'gaugehistogram',
  'info',
  'stateset',
]);

interface Bucket extends Counter {
  readonly bound: number;
}

/**
 * How many requests fell into each bucket of a histogram since the page before, all matching series together. A page may have
 * it in classic buckets, natively, or both; what is asked for first is read, since readings need the same bounds each time.
 */
export function askLatency(query: LatencyQuery, first: 'classic' | 'native' = 'classic'): PageQuestion {
  const text = typeof query === 'string' ? query : query.histogram;
  const selector = parseSelector(text);
  const family = selector.name.replace(/_bucket$/, '');
  const unit = typeof query === 'string' ? unitOf(family) : query.in;
  const memory = new CounterMemory();
  const nativeMemory = new NativeMemory();

  const readNatives = (page: MetricsPage, series: readonly NativeSeries[]): Reading => {
    const look: NativeLook = { at: page.scrapedAt, processStart: page.processStart, series };
    const growth = nativeMemory.grown(look);
    nativeMemory.remember(look);
    if (growth.type === 'first') return absent(`${text}: ${growth.because}`);
    return { type: 'histogram', bounds: nativeBounds(unit), counts: nativeCounts(growth.buckets, unit) };
  };

  return {
    names: [family, `${family}_bucket`, createdName(family)],
    lacksProtobuf(page) {
      if (page.showsNative || otherShapes.has(page.typeOf(family) ?? 'histogram')) return false;
      const found = page.find(selector, `${family}_bucket`);
      return found.type === 'found' ? isBare(found.series) : found.type !== 'faulty';
    },
    answer(page) {
      const found = page.find(selector, `${family}_bucket`);
      const type = page.typeOf(family);
      if (type !== undefined && otherShapes.has(type) && (found.type !== 'found' || type === 'gaugehistogram'))
        return failed(`${text}: ${family} is a ${type}, not a histogram`);
      const natives = page.findNative(selector, family);
      if (typeof natives === 'string') return failed(`${text}: ${natives}`);
      const bare = found.type === 'found' && isBare(found.series);
      if (natives.length > 0 && (bare || first === 'native')) return readNatives(page, natives);
      if (bare)
        return failed(
          `${text}: ${family} has only the bucket le="+Inf"${page.showsNative ? '' : ': in text a native histogram looks like that, and the page does not come in protobuf'}`,
        );
      if (found.type === 'missing') return absent(`${text}: ${found.because}`);
      if (found.type === 'faulty') return failed(`${text}: ${found.because}`);
      const read = bucketsOf(page, family, found.type === 'found' ? found.series : []);
      if (typeof read === 'string') return failed(`${text}: ${read}`);

      const look: Look = { at: page.scrapedAt, processStart: page.processStart, counters: read };
      const growth = memory.grown(look);
      memory.remember(look);
      if (found.type === 'not-yet') {
        nativeMemory.remember({ ...look, series: [] });
        return absent(`${text}: no series of ${family} matches`);
      }
      if (growth.type === 'first') return absent(`${text}: ${growth.because}`);
      const counts = countsOf(read, growth.by);
      if (counts === undefined) return failed(`${text}: the buckets of ${family} do not ascend`);
      const bounds = boundsOf(read).slice(0, -1);
      return { type: 'histogram', bounds: bounds.map((bound) => bound / perSecond[unit]), counts };
    },
  };
}

/** The buckets of all series, or what is wrong with them. */
function bucketsOf(page: MetricsPage, family: string, series: readonly Series[]): readonly Bucket[] | string {
  const buckets: Bucket[] = [];
  const boundsBySeries = new Map<string, number[]>();
  for (const { key, labels, value } of series) {
    const le = labelValue(labels, 'le') ?? '';
    const bound = readNumber(le);
    if (bound === undefined || Number.isNaN(bound)) return `${key} has no bound`;
    if (!Number.isFinite(value) || value < 0) return `${key} is ${value}, which is no count`;
    const group = seriesKey(family, labels, 'le');
    const bounds = boundsBySeries.get(group);
    if (bounds === undefined) boundsBySeries.set(group, [bound]);
    else bounds.push(bound);
    const created = page.createdOf(family, labels);
    // Formats write the same bound in several ways.
    buckets.push({
      key: `${group} ${bound}`,
      group,
      labels,
      value,
      bound,
      ...(created === undefined ? {} : { created }),
    });
  }
  const shapes = new Map<string, string>();
  for (const [group, bounds] of boundsBySeries) {
    if (!bounds.includes(Number.POSITIVE_INFINITY)) return `${group} has no bucket le="+Inf"`;
    shapes.set(bounds.sort((a, b) => a - b).join(', '), group);
  }
  const [one, other] = shapes.values();
  return other === undefined ? buckets : `${one} and ${other} have different buckets`;
}

/** Without any bound nothing can be told. */
const isBare = (series: readonly Series[]): boolean =>
  series.every(({ labels }) => readNumber(labelValue(labels, 'le') ?? '') === Number.POSITIVE_INFINITY);

const boundsOf = (buckets: readonly Bucket[]): readonly number[] =>
  [...new Set(buckets.map(({ bound }) => bound))].sort((a, b) => a - b);

/** Buckets count everything up to their bound; the reading counts each bucket alone. */
function countsOf(buckets: readonly Bucket[], by: ReadonlyMap<string, number>): readonly number[] | undefined {
  const upTo = new Map<number, number>();
  for (const { key, bound } of buckets) upTo.set(bound, (upTo.get(bound) ?? 0) + (by.get(key) ?? 0));
  const cumulative = boundsOf(buckets).map((bound) => upTo.get(bound) ?? 0);
  const counts = cumulative.map((count, i) => count - (cumulative[i - 1] ?? 0));
  return counts.some((count) => count < 0) ? undefined : counts;
}
