import { type Instant, instant, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { Labels } from '../promql/labels.ts';
import { type LabelledValue, relabelledGrowth } from './relabelled.ts';

/** A counter on a page. Those of one `group` start over together: the buckets of a histogram. */
export interface Counter {
  readonly key: string;
  readonly group: string;
  readonly labels: Labels;
  readonly value: number;
  /** When the series began, Unix time in seconds, where the page says so (`_created`). */
  readonly created?: number;
}

export interface Look {
  readonly at: Instant;
  /** When the process behind the page started, Unix time in seconds. */
  readonly processStart: number | undefined;
  readonly counters: readonly Counter[];
}

export type Growth =
  /** `begun`: some of them count from 0 since then, or since nobody knows when, which is since this look. */
  | { readonly type: 'grown'; readonly by: ReadonlyMap<string, number>; readonly begun?: Instant }
  | { readonly type: 'first'; readonly because: string };

interface Remembered extends LabelledValue {
  readonly created?: number;
  readonly look: number;
}

/** Kernels differ by a second from one look to the next about when they booted. */
const startJitter = 2;
/** How far the clock of the service may be behind ours, in seconds. */
const clockSkew = 60;
/** A series that is not seen in so many looks is forgotten. */
const rememberedLooks = 240;

/**
 * What counters grew by from one look at a page to the next. A counter that went back, or whose process was replaced,
 * counts from 0; so does one that appears after the first look, since a series is born with its first event. A metric
 * that has got or lost a label carries on.
 */
export class CounterMemory {
  private looks = 0;
  private last: { readonly at: Instant; readonly processStart: number | undefined } | undefined;
  private values = new Map<string, Remembered>();

  grown(look: Look): Growth {
    const { last } = this;
    if (last === undefined) return { type: 'first', because: 'first scrape: what a counter grew by needs two' };
    const replaced = replacement(last, look);
    if (replaced?.by === 'another')
      return {
        type: 'first',
        because:
          `first scrape of a process that has been running since ${rfc3339(replaced.started)}; the one before started ` +
          `${rfc3339(replaced.before)}. If several processes answer at this address, point the source at one of them`,
      };
    const before = replaced === undefined ? this.values : new Map<string, Remembered>();
    const reset = new Set<string>();
    for (const counter of look.counters) if (startedOver(before.get(counter.key), counter)) reset.add(counter.group);
    const relabelled = this.relabelled(before, look.counters);
    const by = new Map<string, number>();
    for (const { key, group, value } of look.counters)
      by.set(key, relabelled.get(key) ?? (reset.has(group) ? value : value - (before.get(key)?.value ?? 0)));
    if (replaced !== undefined) return { type: 'grown', by, begun: replaced.started };
    return { type: 'grown', by, ...(reset.size > 0 && { begun: look.at }) };
  }

  /** Only when none of the last look stayed as it was. */
  private relabelled(
    before: ReadonlyMap<string, Remembered>,
    counters: readonly Counter[],
  ): ReadonlyMap<string, number> {
    const none = new Map<string, number>();
    if (counters.length === 0 || before.size === 0 || counters.some(({ key }) => before.has(key))) return none;
    return relabelledGrowth(
      [...before.values()].filter(({ look }) => look === this.looks),
      counters,
    );
  }

  /** From here on growth is counted from this look. */
  remember(look: Look): void {
    if (this.last !== undefined && replacement(this.last, look) !== undefined) this.values.clear();
    this.looks++;
    this.last = { at: look.at, processStart: look.processStart };
    for (const { key, labels, value, created } of look.counters)
      this.values.set(key, { key, labels, value, look: this.looks, ...(created === undefined ? {} : { created }) });
    if (this.values.size === look.counters.length) return;
    // Kept for a while: a series that is missing on one page has not started over.
    for (const [key, { look: seen }] of this.values) if (this.looks - seen > rememberedLooks) this.values.delete(key);
  }
}

/** It went back, or it says itself that it began anew. */
function startedOver(before: Remembered | undefined, { value, created }: Counter): boolean {
  if (before === undefined) return false;
  if (value < before.value) return true;
  return created !== undefined && before.created !== undefined && created > before.created;
}

export type Started = Pick<Look, 'at' | 'processStart'>;

interface Replacement {
  /** Itself, started again; or another one, so that there are several. */
  readonly by: 'itself' | 'another';
  readonly before: Instant;
  readonly started: Instant;
}

/** Whether another process answers now, where both say when they started. */
export function replacement(last: Started, look: Started): Replacement | undefined {
  if (last.processStart === undefined || look.processStart === undefined) return undefined;
  if (Math.abs(look.processStart - last.processStart) <= startJitter) return undefined;
  const startedSince = look.processStart > last.processStart && look.processStart >= last.at / 1_000 - clockSkew;
  return {
    by: startedSince ? 'itself' : 'another',
    before: instant(last.processStart * 1_000),
    started: instant(look.processStart * 1_000),
  };
}
