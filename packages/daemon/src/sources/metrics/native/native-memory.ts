import type { NativeBucket } from '../../promql/native-bounds.ts';
import { type Counter, CounterMemory, replacement, type Started } from '../counter-memory.ts';
import type { NativeSeries } from '../metrics-page.ts';
import { type BucketId, commonResolution, countsOf, type Resolution, rangeOf, widened } from './native-histogram.ts';

export interface NativeLook extends Started {
  readonly series: readonly NativeSeries[];
}

export type NativeGrowth =
  | { readonly type: 'grown'; readonly buckets: readonly NativeBucket[] }
  | { readonly type: 'first'; readonly because: string };

interface Remembered {
  readonly series: NativeSeries;
  readonly look: number;
}

/** A series that is not seen in so many looks is forgotten. */
const rememberedLooks = 240;

/**
 * What native histograms grew by from one look at a page to the next, all together. Their buckets are counters, once both
 * looks have the same ones: a library makes them wider when it has too many, and finer only when it starts over.
 */
export class NativeMemory {
  private looks = 0;
  private last: Started | undefined;
  private readonly known = new Map<string, Remembered>();

  grown(look: NativeLook): NativeGrowth {
    const { before, now, ranges } = this.counters(look.series);
    const memory = new CounterMemory();
    if (this.last !== undefined) {
      memory.remember({ ...this.last, counters: before.earlier });
      memory.remember({ ...this.last, counters: before.last });
    }
    const growth = memory.grown({ at: look.at, processStart: look.processStart, counters: now });
    if (growth.type === 'first') return growth;
    const sums = new Map<string, NativeBucket>();
    for (const [key, count] of growth.by) {
      const range = ranges.get(key);
      if (range === undefined || count === 0) continue;
      const place = `${range.from} ${range.to}`;
      sums.set(place, { ...range, count: (sums.get(place)?.count ?? 0) + count });
    }
    return { type: 'grown', buckets: [...sums.values()] };
  }

  /** From here on growth is counted from this look. */
  remember(look: NativeLook): void {
    if (this.last !== undefined && replacement(this.last, look) !== undefined) this.known.clear();
    this.looks++;
    this.last = { at: look.at, processStart: look.processStart };
    for (const series of look.series) this.known.set(series.key, { series, look: this.looks });
    for (const [key, { look: seen }] of this.known) if (this.looks - seen > rememberedLooks) this.known.delete(key);
  }

  /** The buckets of both looks as counters. Series that all go by other labels now are made comparable too. */
  private counters(series: readonly NativeSeries[]) {
    const ranges = new Map<string, Omit<NativeBucket, 'count'>>();
    const now: Counter[] = [];
    const before: { earlier: Counter[]; last: Counter[] } = { earlier: [], last: [] };
    const current = new Map(series.map((one) => [one.key, one]));
    const relabelled = series.every(({ key }) => !this.known.has(key));
    const all = [...series, ...[...this.known.values()].map((old) => old.series)];
    const forAll = relabelled ? commonResolution(all.map(({ histogram }) => histogram)) : undefined;
    for (const key of new Set([...current.keys(), ...this.known.keys()])) {
      const one = current.get(key);
      const known = this.known.get(key);
      const old = known === undefined || startedOver(one, known.series) ? undefined : known.series;
      const both = [one, old].filter((there) => there !== undefined);
      const common = forAll ?? commonResolution(both.map(({ histogram }) => histogram));
      // A bucket that only the look before has must be seen to go back.
      const ids = new Set(both.flatMap(({ histogram }) => [...countsOf(widened(histogram, common)).keys()]));
      for (const id of ids) ranges.set(`${key} ${id}`, rangeOf(id, common));
      if (one !== undefined) now.push(...countersOf(one, common, ids));
      if (old !== undefined)
        (known?.look === this.looks ? before.last : before.earlier).push(...countersOf(old, common, ids));
    }
    return { now, before, ranges };
  }
}

/** Only a histogram that has started over has finer buckets than before. */
const startedOver = (now: NativeSeries | undefined, { histogram: before }: NativeSeries): boolean =>
  now !== undefined && (now.histogram.schema > before.schema || now.histogram.zeroThreshold < before.zeroThreshold);

function countersOf(series: NativeSeries, common: Resolution, ids: ReadonlySet<BucketId>): readonly Counter[] {
  const counts = countsOf(widened(series.histogram, common));
  const { key, labels, created } = series;
  return [...ids].map((id) => ({
    key: `${key} ${id}`,
    group: key,
    labels: [...labels, 'le', `${id}`],
    value: counts.get(id) ?? 0,
    ...(created === undefined ? {} : { created }),
  }));
}
