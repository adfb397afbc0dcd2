import { between, formatDuration, type Instant, instant, minutes, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import { type Labels, labelValue } from '../promql/labels.ts';
import { type Selector, selects } from '../promql/selector.ts';
import type { Exposition, MetricType, Sample } from './exposition.ts';
import type { NativeHistogram } from './native/native-histogram.ts';
import { nearestName } from './nearest-name.ts';

/** One series and its value. */
export interface Series {
  /** Name and labels, sorted; the same for the same series on every page. */
  readonly key: string;
  readonly labels: Labels;
  readonly value: number;
}

/** One series of a native histogram. */
export interface NativeSeries {
  readonly key: string;
  readonly labels: Labels;
  readonly histogram: NativeHistogram;
  /** Unix time in seconds, where the page says when it began. */
  readonly created?: number;
}

export type Found =
  | { readonly type: 'found'; readonly series: readonly Series[] }
  /** Nothing matches, though the metric and the labels are right: nothing has happened yet. */
  | { readonly type: 'not-yet' }
  /** Nothing matches, and nothing ever will. */
  | { readonly type: 'missing'; readonly because: string }
  | { readonly type: 'faulty'; readonly because: string };

/** As Prometheus has it: what is older says nothing of now. Only pages that gather what others have measured say of when it is. */
const staleAfter = minutes(5);

/** Milliseconds in the text format, seconds in OpenMetrics, which is often served as text. */
const timeOf = (written: number): Instant => instant(Math.abs(written) < 1e11 ? written * 1_000 : written);

/** One scraped page, as criteria ask it. */
export class MetricsPage {
  /** Unix time in seconds; `undefined` when the page does not say, or speaks of several processes. */
  readonly processStart: number | undefined;
  private readonly byName = new Map<string, Sample[]>();
  private readonly created = new Map<string, ReadonlyMap<string, number>>();
  private readonly exposition: Exposition;

  readonly scrapedAt: Instant;

  constructor(exposition: Exposition, scrapedAt: Instant) {
    this.exposition = exposition;
    this.scrapedAt = scrapedAt;
    for (const sample of exposition.samples) {
      const known = this.byName.get(sample.name);
      if (known === undefined) this.byName.set(sample.name, [sample]);
      else known.push(sample);
    }
    const starts = this.byName.get('process_start_time_seconds') ?? [];
    const [start] = starts;
    this.processStart = starts.length === 1 && start !== undefined && start.value > 0 ? start.value : undefined;
  }

  typeOf(name: string): MetricType | undefined {
    return (
      this.exposition.types.get(name) ?? this.exposition.types.get(name.replace(/_(?:total|bucket|count|sum)$/, ''))
    );
  }

  /** The series with this name that the selector means. */
  find(selector: Selector, name = selector.name): Found {
    const named = this.byName.get(name) ?? [];
    const series = new Map<string, Series & { readonly timestamp: number | undefined }>();
    for (const { labels, value, timestamp } of named) {
      if (!selects(selector, labels)) continue;
      const key = seriesKey(name, labels);
      const twin = series.get(key);
      if (twin !== undefined && (twin.timestamp === undefined || timestamp === undefined))
        return { type: 'faulty', because: `the page has ${key} twice` };
      if (twin?.timestamp === undefined || timestamp === undefined || timestamp >= twin.timestamp)
        series.set(key, { key, labels, value, timestamp });
    }
    for (const { key, timestamp } of series.values()) {
      const at = timestamp === undefined ? undefined : timeOf(timestamp);
      if (at !== undefined && between(at, this.scrapedAt) > staleAfter)
        return {
          type: 'missing',
          because: `${key} is of ${rfc3339(at)}, and older than ${formatDuration(staleAfter)}`,
        };
    }
    return series.size > 0 ? { type: 'found', series: [...series.values()] } : this.nothing(selector, name, named);
  }

  /** The native histograms of the family that the selector means; in words what is wrong with them. */
  findNative(selector: Selector, family: string): readonly NativeSeries[] | string {
    const found = new Map<string, NativeSeries>();
    for (const { name, labels, histogram } of this.exposition.natives ?? []) {
      if (name !== family || !selects(selector, labels)) continue;
      const key = seriesKey(name, labels);
      if (found.has(key)) return `the page has ${key} twice`;
      const created = this.createdOf(name, labels);
      found.set(key, { key, labels, histogram, ...(created === undefined ? {} : { created }) });
    }
    return [...found.values()];
  }

  /** Native histograms show on a page in protobuf only. */
  get showsNative(): boolean {
    return this.exposition.natives !== undefined;
  }

  /** When the counter or histogram with these labels began, where the page has `_created`. */
  createdOf(name: string, labels: Labels): number | undefined {
    const wanted = createdName(name);
    const samples = this.byName.get(wanted);
    if (samples === undefined) return undefined;
    let times = this.created.get(wanted);
    if (times === undefined) {
      times = new Map(samples.map((sample) => [seriesKey('', sample.labels), sample.value]));
      this.created.set(wanted, times);
    }
    return times.get(seriesKey('', labels, 'le'));
  }

  private nothing(selector: Selector, name: string, named: readonly Sample[]): Found {
    const count = `${groupThousands(this.exposition.series)} series`;
    if (named.length === 0 && this.typeOf(name) === undefined) {
      const nearest = nearestName(name, this.exposition.names);
      const hint = nearest === undefined ? '' : `; the nearest is ${nearest}`;
      return { type: 'missing', because: `no metric ${name} among the ${count} of the page${hint}` };
    }
    for (const { label, matches } of selector.matchers) {
      if (named.length === 0 || matches('') || named.some(({ labels }) => labelValue(labels, label) !== undefined))
        continue;
      const labels = [...new Set(named.flatMap((sample) => sample.labels.filter((_, i) => i % 2 === 0)))];
      const has = labels.length === 0 ? 'they have no labels' : `they have ${labels.join(', ')}`;
      return { type: 'missing', because: `none of the ${named.length} series of ${name} has a label ${label}; ${has}` };
    }
    return { type: 'not-yet' };
  }
}

/** The sample beside a counter or the buckets of a histogram that says when they began. */
export const createdName = (name: string): string => `${name.replace(/_(?:total|bucket)$/, '')}_created`;

/** `name{a="b",c="d"}` with sorted labels: one flat text that keeps no part of the page alive. */
export function seriesKey(name: string, labels: Labels, without?: string): string {
  const pairs: string[] = [];
  for (let i = 0; i < labels.length; i += 2)
    if (labels[i] !== without) pairs.push(`${labels[i]}=${JSON.stringify(labels[i + 1])}`);
  return pairs.length === 0 ? [name].join('') : [name, '{', pairs.sort().join(','), '}'].join('');
}
