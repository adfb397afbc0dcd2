import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { type Instant, instant, type Millis, plus } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import { assess } from '../engine/assess.ts';
import { type Look, lookAt } from '../engine/look.ts';
import { observe } from '../engine/observe.ts';
import { frameOf, openState, type WatchState } from '../engine/watch-state.ts';
import type { WatchSetup } from '../ports/engine.ts';
import { endOf } from './recording.ts';

/** A change of the verdict or of what is recommended, at the end of the interval whose readings brought it. */
export interface Change {
  readonly at: Instant;
  readonly assessment: Assessment;
}

export interface Replayed {
  readonly changes: readonly Change[];
  /** What is to be said at the end of the recording, or of the watch, whichever came first. */
  readonly last: Change;
  readonly folded: number;
  /** Readings that the engine did not take, by its reason. */
  readonly dropped: ReadonlyMap<string, number>;
}

/** A criterion was muted for a time. */
export interface RecordedSilence {
  readonly criterion: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** One look, as the replay's listeners get it: cheap, without words. */
export type OnLook = (look: Look, at: Instant) => 'go-on' | 'stop';

/** A watch on recorded time. */
export interface ReplayedWatch {
  /** Takes the next reading, in order of the start of its interval. */
  take(observation: Observation): void;
  /** Nothing that comes later would change anything. */
  readonly isOver: boolean;
  finish(): Replayed;
}

/**
 * The engine over recorded readings, with the recorded clock. A reading is known when its interval ends, so that of two
 * readings which begin together the shorter one is judged first. Between readings time goes on in steps of the fastest
 * criterion: coverage falls, readings grow stale, and a GO that only had to wait is said when its time has come.
 */
export function replayWatch({
  setup,
  baseline,
  silences = [],
  onLook,
}: {
  readonly setup: WatchSetup;
  readonly baseline: readonly Observation[];
  readonly silences?: readonly RecordedSilence[];
  readonly onLook?: OnLook;
}): ReplayedWatch {
  const { startedAt, settings, criteria } = setup;
  const frame = frameOf(setup);
  const state = openState(frame, baseline);
  const step = Math.min(...criteria.map(({ every }) => every)) as Millis;
  /** Where every criterion ends at a time of its own, one look for some of them is enough, unless one of them fails. */
  const oftenEnough = step / 3;
  const slowest = Math.max(...criteria.map(({ every }) => every));
  const latest = plus(startedAt, settings.atMost);
  /** Moments at which something may come true by the clock alone. */
  const appointments = [plus(startedAt, settings.earliestGo), plus(startedAt, settings.for), latest].sort(
    (a, b) => a - b,
  );

  const muted = [...silences].sort((a, b) => a.from - b.from);
  const changes: Change[] = [];
  const dropped = new Map<string, number>();
  /** In order of their ends. */
  const waiting: Observation[] = [];
  let folded = 0;
  let foldedUntil = startedAt;
  let lookedAt = startedAt;
  let isOver = false;
  let said = decidedOf(lookAt(frame, state, 0));

  function look(at: Instant): void {
    lookedAt = at;
    const seen = lookAt(frame, state, (at - startedAt) / 1000);
    if (seen.ending.state !== 'running') isOver = true;
    if (onLook?.(seen, at) === 'stop') isOver = true;
    const decided = decidedOf(seen);
    if (decided === said) return;
    said = decided;
    changes.push({ at, assessment: assess(frame, state, at) });
  }

  /** Looks along the way to `at`, which itself is still to come. */
  function passTime(at: Instant): void {
    for (;;) {
      const appointment = appointments.find((one) => one > lookedAt && one < at);
      const isGap = Math.min(at, latest) - lookedAt > 1.5 * step;
      const next = isGap ? Math.min(lookedAt + step, appointment ?? Number.POSITIVE_INFINITY) : appointment;
      if (next === undefined || isOver) return;
      look(instant(next));
    }
  }

  function mute({ criterion, from, until }: RecordedSilence): void {
    const of = state.criteria.find(({ name }) => name === criterion);
    if (of !== undefined) of.silence = { from: (from - startedAt) / 1000, until: (until - startedAt) / 1000 };
  }

  function fold(observation: Observation): void {
    for (let next = muted[0]; next !== undefined && next.from <= observation.at; next = muted[0]) {
      mute(next);
      muted.shift();
    }
    const answer = observe(frame, state, observation);
    if (answer.folded) folded += 1;
    else dropped.set(answer.because, (dropped.get(answer.because) ?? 0) + 1);
  }

  /** Folds what is known at `at`, moment by moment. */
  function release(at: number): void {
    let done = 0;
    let failed = failures(state);
    for (let first = waiting[done]; first !== undefined && !isOver; first = waiting[done]) {
      const end = endOf(first);
      if (end > at) break;
      passTime(end);
      if (isOver) break;
      for (let next: Observation | undefined = first; next !== undefined && endOf(next) === end; next = waiting[done]) {
        fold(next);
        done += 1;
      }
      foldedUntil = end;
      const failedBefore = failed;
      failed = failures(state);
      if (failed !== failedBefore || end >= lookedAt + oftenEnough) look(end);
    }
    waiting.splice(0, done);
  }

  return {
    take(observation) {
      release(observation.at);
      if (isOver) return;
      const end = endOf(observation);
      let place = waiting.length;
      while (place > 0 && endOf(waiting[place - 1] as Observation) > end) place -= 1;
      waiting.splice(place, 0, observation);
    },
    get isOver() {
      return isOver;
    },
    finish() {
      release(Number.POSITIVE_INFINITY);
      if (!isOver && foldedUntil > lookedAt) look(foldedUntil);
      // The last reading of the watch may be missing as any other.
      const end = plus(startedAt, settings.for);
      if (!isOver && lookedAt < end && lookedAt + 2 * slowest >= end) {
        passTime(end);
        look(end);
      }
      return { changes, last: { at: lookedAt, assessment: assess(frame, state, lookedAt) }, folded, dropped };
    },
  };
}

/** Changes whenever a criterion begins to fail, fails anew, or is well again. */
function failures({ criteria }: WatchState): number {
  let changes = 0;
  for (const { failed, recoveredAt } of criteria) {
    if (failed !== null) changes += 1 + failed.at;
    if (recoveredAt !== null) changes += 1 + recoveredAt;
  }
  return changes;
}

const decidedOf = ({ decided }: Look): string => `${decided.verdict} ${decided.recommendation}`;
