import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Watch, WatchSetup } from '../ports/engine.ts';
import { assess } from './assess.ts';
import { observe } from './observe.ts';
import { readSnapshot, takeSnapshot } from './snapshot.ts';
import { frameOf, openState, type WatchFrame, type WatchState } from './watch-state.ts';

/** Freezes what the criteria were like before and begins to judge. `baseline` is in order of time. */
export function beginWatch(setup: WatchSetup, baseline: readonly Observation[]): Watch {
  const frame = frameOf(setup);
  return watchOver(frame, openState(frame, baseline));
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
    snapshot: () => takeSnapshot(frame, state),
    silence({ criterion, from, until }) {
      const of = state.criteria.find(({ name }) => name === criterion);
      if (of === undefined) throw new Error(`the plan has no criterion "${criterion}"`);
      of.silence = { from: (from - startedAt) / 1000, until: (until - startedAt) / 1000 };
    },
  };
}
