import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { type Instant, type Millis, millis, minus, plus } from '@daywatch/shared/vocabulary/time.ts';
import { confirmationOf } from '../engine/measures.ts';
import type { WatchSetup } from '../ports/engine.ts';
import { replayWatch } from './replay-watch.ts';
import { outside, type Series, type Span, within } from './series.ts';
import { worsen } from './worsen.ts';

export const worseFactors: readonly number[] = [1.25, 1.5, 2, 5];

/** How soon one criterion fails when it becomes so many times as bad. */
export interface Detection {
  readonly factor: number;
  readonly watches: number;
  readonly found: number;
  /** From the onset to the failure; undefined when it is not found in half of the watches. */
  readonly median?: Millis;
}

export interface Detected {
  readonly name: string;
  /** `fact`: it fails at the first violation, whatever the past was like. `nothing-read`: the history has none of it. */
  readonly type: 'statistics' | 'fact' | 'nothing-read';
  readonly detections: readonly Detection[];
}

export interface DetectionOrder {
  readonly watch: Omit<WatchSetup, 'startedAt'>;
  readonly series: Series;
  readonly baseline: Millis;
  readonly leaveOut: readonly Span[];
  /** When the watches begin: real or pretended deploys. */
  readonly deploys: readonly Instant[];
  /** How long after the deploy it becomes worse. */
  readonly onset: Millis;
  readonly seed?: number;
}

/** Runs that are worth waiting for; beyond them fewer watches are taken. */
const mostRuns = 240;
const mostWatches = 5;

/**
 * Makes each criterion worse by each factor, in a watch of its own, and measures how long it takes to be found. The
 * other criteria keep their share of the promise but say nothing, as they do while they are well.
 */
export function detect(order: DetectionOrder): readonly Detected[] {
  const { watch, series, deploys } = order;
  const perWatch = watch.criteria.length * worseFactors.length;
  const count = Math.max(1, Math.min(mostWatches, Math.floor(mostRuns / perWatch)));
  const watches = spread(deploys, count);
  return watch.criteria.map((criterion): Detected => {
    const { name } = criterion;
    if (confirmationOf(criterion) !== undefined) return { name, type: 'fact', detections: [] };
    if ((series.get(name)?.length ?? 0) === 0) return { name, type: 'nothing-read', detections: [] };
    const detections = worseFactors.map((factor) => {
      const times = watches.map((at, index) => timeToFind(order, criterion, at, factor, index)).sort((a, b) => a - b);
      const median = times[Math.ceil(times.length / 2) - 1] ?? Number.POSITIVE_INFINITY;
      return {
        factor,
        watches: times.length,
        found: times.filter(Number.isFinite).length,
        ...(Number.isFinite(median) && { median: millis(median) }),
      };
    });
    return { name, type: 'statistics', detections };
  });
}

/** Some of many, evenly, the last always among them. */
function spread<T>(all: readonly T[], count: number): readonly T[] {
  if (all.length <= count) return all;
  return Array.from({ length: count }, (_, i) => all[Math.round(((i + 1) * all.length) / count) - 1] as T);
}

function timeToFind(
  { watch, series, baseline, leaveOut, onset, seed = 1 }: DetectionOrder,
  criterion: Criterion,
  at: Instant,
  factor: number,
  index: number,
): number {
  const from = plus(at, onset);
  let found = Number.POSITIVE_INFINITY;
  const replayed = replayWatch({
    setup: { ...watch, startedAt: at },
    baseline: outside(within(series, { from: minus(at, baseline), to: at }, criterion.name), leaveOut),
    onLook: ({ standings }, when) => {
      const failing = standings.some(
        ({ judged, standing }) => judged.criterion === criterion && standing.state === 'failing',
      );
      if (!failing) return 'go-on';
      // What fails before the onset is a false alarm, and counted where those are.
      found = when > from ? when - from : Number.POSITIVE_INFINITY;
      return 'stop';
    },
  });
  const after = within(series, { from: at, to: plus(at, watch.settings.for) }, criterion.name);
  for (const reading of worsen(criterion, after, { factor, onset: from, seed: seed + index })) {
    replayed.take(reading);
    if (replayed.isOver) return found;
  }
  replayed.finish();
  return found;
}
