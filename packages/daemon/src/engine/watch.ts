import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Watch, WatchSetup } from '../ports/engine.ts';
import type { SlowWork } from '../ports/slow-work.ts';
import { assess, assessing } from './assess.ts';
import type { CriterionState } from './criterion-state.ts';
import { observe } from './observe.ts';
import { inOneGo } from './slow-work.ts';
import { readSnapshot, takingSnapshot } from './snapshot.ts';
import { frameOf, openState, stateBefore, type WatchFrame, type WatchState } from './watch-state.ts';

/** Freezes what the criteria were like before and begins to judge. `baseline` is in order of time. */
export function beginWatch(setup: WatchSetup, baseline: readonly Observation[]): Watch {
  const frame = frameOf(setup);
  return watchOver(frame, openState(frame, baseline));
}

/** A watch that is still to begin: its baseline comes criterion by criterion, so that a long one is never held whole. */
export interface Opening {
  /** `baseline` is of this criterion and in order of time. A criterion that is not told has none. */
  compare(criterion: string, baseline: readonly Observation[]): SlowWork<void>;
  begin(): Watch;
}

export function openingOf(setup: WatchSetup): Opening {
  const frame = frameOf(setup);
  const compared = new Map<string, CriterionState>();
  const judgedOf = (name: string) => frame.criteria[frame.places.get(name) ?? -1];
  return {
    *compare(name, baseline) {
      const judged = judgedOf(name);
      if (judged === undefined) throw new Error(`the plan has no criterion "${name}"`);
      compared.set(name, yield* stateBefore(frame, judged, baseline));
    },
    begin: () =>
      watchOver(frame, {
        criteria: frame.criteria.map(
          (judged) => compared.get(judged.criterion.name) ?? inOneGo(stateBefore(frame, judged, [])),
        ),
      }),
  };
}

/** Takes a watch up where a snapshot left it. Throws when the snapshot is not of this setup. */
export function restoreWatch(setup: WatchSetup, snapshot: unknown): Watch {
  const frame = frameOf(setup);
  return watchOver(frame, readSnapshot(frame, snapshot));
}

function watchOver(frame: WatchFrame, state: WatchState): Watch {
  const { startedAt } = frame.setup;
  return {
    observe: (observation) => observe(frame, state, observation),
    assess: (now) => assess(frame, state, now),
    assessing: (now) => assessing(frame, state, now),
    snapshot: () => inOneGo(takingSnapshot(frame, state)),
    snapshotting: () => takingSnapshot(frame, state),
    silence({ criterion, from, until }) {
      const of = state.criteria.find(({ name }) => name === criterion);
      if (of === undefined) throw new Error(`the plan has no criterion "${criterion}"`);
      of.silence = { from: (from - startedAt) / 1000, until: (until - startedAt) / 1000 };
    },
  };
}
