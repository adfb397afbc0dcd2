import { type CriterionState, isSilenced, type JudgedCriterion } from './criterion-state.ts';
import type { WatchFrame, WatchState } from './watch-state.ts';

/** The verdict's E: the weighted mean over the criteria. What is silenced keeps its share and adds nothing. */
export function verdictEvidence(frame: WatchFrame, state: WatchState, now: number): number {
  let sum = 0;
  let weights = 0;
  for (let i = 0; i < frame.criteria.length; i++) {
    const { weight } = frame.criteria[i] as JudgedCriterion;
    if (weight === 0) continue;
    const of = state.criteria[i] as CriterionState;
    weights += weight;
    if (!isSilenced(of, now)) sum += weight * of.evidence;
  }
  return weights > 0 ? sum : 1;
}
