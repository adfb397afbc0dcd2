import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { WatchSetup } from '../ports/engine.ts';
import type { SlowWork } from '../ports/slow-work.ts';
import { baselineOf } from './baseline.ts';
import {
  type CriterionState,
  isSilenced,
  type JudgedCriterion,
  judgedCriteria,
  openCriterion,
} from './criterion-state.ts';
import { blindSeconds, type EndRule, endAfter, hasSeenUntil } from './seen-time.ts';
import { inOneGo } from './slow-work.ts';
import type { Tuning } from './tuning.ts';
import { tuningFor } from './tuning-for.ts';

/** What stays the same all through a watch: made from its plan. */
export interface WatchFrame {
  readonly setup: WatchSetup;
  readonly tuning: Tuning;
  readonly criteria: readonly JudgedCriterion[];
  /** The place of each criterion in `criteria`, by its name. */
  readonly places: ReadonlyMap<string, number>;
  /** How long the watch is. What the tests spend over its length does not follow a later extension. */
  readonly endRule: EndRule;
  readonly latestEnd: number;
}

/** All that a watch has learnt, beside its plan. Plain JSON. */
export interface WatchState {
  readonly criteria: readonly CriterionState[];
}

export function frameOf(setup: WatchSetup, tuning: Tuning = tuningFor(setup)): WatchFrame {
  const criteria = judgedCriteria(setup, tuning);
  const places = new Map(criteria.map(({ criterion }, place) => [criterion.name, place]));
  const { settings, extension } = setup;
  const endRule = { ...tuning, horizonSeconds: tuning.horizonSeconds + (extension?.watch ?? 0) / 1000 };
  const latestEnd = (settings.atMost + (extension?.latestEnd ?? 0)) / 1000;
  return { setup, tuning, criteria, places, endRule, latestEnd };
}

/** `baseline` is of all criteria and in order of time. */
export function openState(frame: WatchFrame, baseline: readonly Observation[]): WatchState {
  const byName = Map.groupBy(baseline, ({ criterion }) => criterion);
  return {
    criteria: frame.criteria.map((judged) =>
      inOneGo(stateBefore(frame, judged, byName.get(judged.criterion.name) ?? [])),
    ),
  };
}

/** One criterion before its first reading. `observations` of before the deploy are its own, in order of time. */
export function* stateBefore(
  { setup, tuning }: WatchFrame,
  judged: JudgedCriterion,
  observations: readonly Observation[],
): SlowWork<CriterionState> {
  const baseline = yield* baselineOf(judged.criterion, observations, setup.startedAt);
  return yield* openCriterion(judged, baseline, tuning);
}

/** Each criterion's rules beside its state, in the order of the plan. */
export function pairs(
  { criteria }: WatchFrame,
  state: WatchState,
): readonly (readonly [JudgedCriterion, CriterionState])[] {
  return criteria.map((judged, i) => {
    const of = state.criteria[i];
    if (of === undefined) throw new Error(`no state for ${judged.criterion.name}`);
    return [judged, of] as const;
  });
}

/** The criteria that GO waits for: those that decide and are not silenced. */
export const awaited = (frame: WatchFrame, state: WatchState, now: number) =>
  pairs(frame, state).filter(([judged, of]) => judged.deciding && !isSilenced(of, now));

/** What the blindest awaited criterion has missed so far. */
export const blindSoFar = (frame: WatchFrame, state: WatchState, now: number): number =>
  Math.max(0, ...awaited(frame, state, now).map(([judged, of]) => blindSeconds(of, judged, now)));

export type Ending =
  | { readonly state: 'running'; readonly expected: number }
  /** Over since `at`, which no later look changes. */
  | { readonly state: 'seen-enough' | 'too-blind'; readonly at: number };

/** Whether the watch is over: when it has seen its whole duration, or when blind time cannot extend it any further. */
export function endingOf(frame: WatchFrame, state: WatchState, now: number): Ending {
  const { endRule, latestEnd } = frame;
  const waiting = awaited(frame, state, now);
  const missed = Math.max(0, ...waiting.map(([judged, of]) => blindSeconds(of, judged, of.seenUntil)));
  const end = endAfter(missed, endRule);
  const sawIt = waiting.length > 0 && waiting.every(([judged, of]) => hasSeenUntil(of, judged, end));
  if (sawIt && end <= Math.min(now, latestEnd)) return { state: 'seen-enough', at: end };
  if (now >= latestEnd) return { state: 'too-blind', at: latestEnd };
  return { state: 'running', expected: Math.min(latestEnd, endAfter(blindSoFar(frame, state, now), endRule)) };
}
