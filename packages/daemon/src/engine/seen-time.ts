import type { CriterionState, JudgedCriterion } from './criterion-state.ts';
import type { Tuning } from './tuning.ts';

type Seen = Pick<CriterionState, 'unseenSeconds' | 'seenUntil' | 'readings'>;

/** An acceptable reading speaks of its interval, and at least until the next one is due. */
export function noteSeen(state: CriterionState, at: number, end: number, everySeconds: number): void {
  state.unseenSeconds += Math.max(0, at - state.seenUntil);
  state.seenUntil = Math.max(state.seenUntil, end, at + everySeconds);
}

/**
 * Time that is not asked for: until the first point of the criterion's grid, and while the latest reading is on its way.
 */
const grace = ({ everySeconds }: Pick<JudgedCriterion, 'everySeconds'>): number => 2 * everySeconds;

/** Time, up to now, that no acceptable reading speaks of. */
export function blindSeconds(state: Seen, judged: Pick<JudgedCriterion, 'everySeconds'>, now: number): number {
  const unseen = state.unseenSeconds + Math.max(0, now - state.seenUntil);
  return Math.min(now, Math.max(0, unseen - grace(judged)));
}

/** Share of the expected readings that arrived. Nothing read is nothing seen. */
export function coverageOf(state: Seen, judged: Pick<JudgedCriterion, 'everySeconds'>, now: number): number {
  if (state.readings === 0 || now <= 0) return 0;
  return 1 - blindSeconds(state, judged, now) / now;
}

export type EndRule = Pick<Tuning, 'horizonSeconds' | 'coverage'>;

/**
 * When the watch will have seen its whole duration, if nothing more is missed: what the blindest criterion missed is
 * added, and what was missed must in the end be a small enough part of the whole.
 */
export function endAfter(blind: number, { horizonSeconds, coverage }: EndRule): number {
  return Math.max(horizonSeconds + blind, blind / (1 - coverage));
}

/** Whether a criterion has seen up to `end`, so that the watch may end there. */
export function hasSeenUntil(state: Seen, judged: Pick<JudgedCriterion, 'everySeconds'>, end: number): boolean {
  return state.readings > 0 && blindSeconds(state, judged, end) <= Math.max(0, state.unseenSeconds - grace(judged));
}
