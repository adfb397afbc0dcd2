import { isSilenced } from './criterion-state.ts';
import { standingOf } from './standing.ts';
import { type Decided, decideVerdict, type Standings } from './verdict.ts';
import { verdictEvidence } from './verdict-evidence.ts';
import { type Ending, endingOf, pairs, type WatchFrame, type WatchState } from './watch-state.ts';

/** One look at a watch, before it is put into words. */
export interface Look {
  /** Seconds after the deploy; not later than the end of the watch. */
  readonly now: number;
  readonly ending: Ending;
  /** The verdict's E. */
  readonly evidence: number;
  readonly standings: readonly Standings[];
  readonly decided: Decided;
}

/** How every criterion stands, and the verdict they make, `elapsed` seconds after the deploy. */
export function lookAt(frame: WatchFrame, state: WatchState, elapsed: number): Look {
  const { setup, tuning } = frame;
  const ending = endingOf(frame, state, elapsed);
  // What a watch said when it ended stays said.
  const now = ending.state === 'running' ? elapsed : ending.at;
  const evidence = verdictEvidence(frame, state, now);
  const standings = pairs(frame, state).map(([judged, of]): Standings => {
    const standing = standingOf({ judged, of, now, isEnd: ending.state === 'seen-enough', tuning });
    return { judged, of, standing, silenced: isSilenced(of, now) };
  });
  const decided = decideVerdict({ standings, evidence, now, ending: ending.state, rollback: setup.rollback, tuning });
  return { now, ending, evidence, standings, decided };
}
