import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { type Instant, type Millis, millis, minus, minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import type { WatchSetup } from '../ports/engine.ts';
import { atRecordedPace } from './recorded-pace.ts';
import { endOf, type Recording } from './recording.ts';
import { type RecordedSilence, type Replayed, type ReplayedWatch, replayWatch } from './replay-watch.ts';

export interface ReplayOrder {
  readonly recording: Recording;
  /** Without it the first reading is the first after the deploy, and nothing is known of before. */
  readonly deployedAt: Instant | undefined;
  /** How much of what was before the deploy is the baseline; all of it when left out. */
  readonly reach?: Millis;
  readonly watch: Omit<WatchSetup, 'startedAt'>;
  /** Criteria for which the plan itself says how often they are read. */
  readonly paced: ReadonlySet<string>;
  /** Criteria of which the recording has readings without a length; it grows as the recording is read. */
  readonly unsaid?: ReadonlySet<string>;
  readonly silences?: readonly RecordedSilence[];
}

export type ReplayOutcome =
  | { readonly type: 'nothing-read' }
  /** All readings are from before the deploy. */
  | { readonly type: 'nothing-after'; readonly baseline: number; readonly last: Instant }
  | {
      readonly type: 'replayed';
      readonly startedAt: Instant;
      readonly baseline: { readonly readings: number; readonly from?: Instant };
      readonly replayed: Replayed;
    };

/** Cuts a recording at the deploy and runs the watch over it. What was read after the deploy is not kept. */
export async function runReplay(order: ReplayOrder): Promise<ReplayOutcome> {
  const { recording, reach, watch, paced, unsaid, silences } = order;
  let { deployedAt } = order;
  const baseline: Observation[] = [];
  /** The first readings after the deploy, from which each criterion's pace is seen. */
  let first: Observation[] = [];
  let running: ReplayedWatch | undefined;
  let latest: Instant | undefined;
  const paceSeen = millis(Math.max(minutes(2), 2 * Math.max(...watch.criteria.map(({ every }) => every))));

  function begin(startedAt: Instant): ReplayedWatch {
    const criteria = atRecordedPace(watch.criteria, first, {
      written: paced,
      watch: watch.settings.for,
      before: baseline,
      ...(unsaid && { unsaid }),
    });
    const begun = replayWatch({ setup: { ...watch, criteria, startedAt }, baseline, ...(silences && { silences }) });
    for (const reading of first) begun.take(reading);
    first = [];
    return begun;
  }

  reading: for await (const some of recording) {
    for (const observation of some) {
      deployedAt ??= observation.at;
      const startedAt = deployedAt;
      latest = observation.at;
      if (observation.at < startedAt) {
        // What began before the deploy and ended after it speaks of both.
        const isNear = reach === undefined || observation.at >= minus(startedAt, reach);
        if (isNear && endOf(observation) <= startedAt) baseline.push(observation);
        continue;
      }
      if (running === undefined) {
        first.push(observation);
        if (observation.at < plus(startedAt, paceSeen)) continue;
        running = begin(startedAt);
      } else running.take(observation);
      if (running.isOver) break reading;
    }
  }

  if (deployedAt === undefined || latest === undefined) return { type: 'nothing-read' };
  if (running === undefined && first.length === 0)
    return { type: 'nothing-after', baseline: baseline.length, last: latest };
  running ??= begin(deployedAt);
  const from = baseline[0]?.at;
  return {
    type: 'replayed',
    startedAt: deployedAt,
    baseline: { readings: baseline.length, ...(from !== undefined && { from }) },
    replayed: running.finish(),
  };
}
