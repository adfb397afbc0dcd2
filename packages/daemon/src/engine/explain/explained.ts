import { instant } from '@daywatch/shared/vocabulary/time.ts';
import type { CriterionState, JudgedCriterion } from '../criterion-state.ts';
import type { Figures } from '../figures.ts';
import { levelOf } from '../test-limit.ts';
import type { WatchFrame } from '../watch-state.ts';
import { percent, quantileName, timeOfDay, valueIn } from './wording.ts';

/** All that a sentence about one criterion may speak of. */
export interface Explained {
  readonly frame: WatchFrame;
  readonly judged: JudgedCriterion;
  readonly of: CriterionState;
  readonly figures: Figures;
  /** Seconds after the deploy. */
  readonly now: number;
}

/** A time of the watch as people read it. */
export function clock({ frame }: Pick<Explained, 'frame'>, seconds: number): string {
  const { startedAt, settings } = frame.setup;
  return timeOfDay(instant(startedAt + seconds * 1000), settings.for);
}

/** `p95`; nothing for a measure without quantiles. */
export function quantileOf({ judged, figures }: Pick<Explained, 'judged' | 'figures'>): string | undefined {
  const level = figures.test && levelOf(figures.test.limit);
  return level === undefined ? undefined : quantileName(level, judged.criterion.worse);
}

/** What is held against: `limit 800 ms`, or `baseline p95 278 ms, +10 % allowed`. */
export function accepted(explained: Pick<Explained, 'judged' | 'figures'>): string {
  const { judged, figures } = explained;
  const { criterion } = judged;
  const { test, limit, baseline } = figures;
  if (test?.limit.type === 'rate-limit' || test?.limit.type === 'value-limit') {
    return limit === undefined ? 'no limit' : `limit ${valueIn(criterion, limit)}`;
  }
  if (baseline === undefined || test === undefined) return 'no baseline';
  const allowed = test.limit.reference.tolerance;
  const sign = criterion.worse === 'lower' ? '−' : '+';
  const name = quantileOf(explained);
  return `baseline ${name === undefined ? '' : `${name} `}${valueIn(criterion, baseline)}, ${sign}${percent(allowed)} allowed`;
}

/** `p95 412 ms`, `4.1 %`: the present value. */
export function present(explained: Pick<Explained, 'judged' | 'figures'>): string | undefined {
  const { judged, figures } = explained;
  if (figures.value === undefined) return undefined;
  const name = quantileOf(explained);
  return `${name === undefined ? '' : `${name} `}${valueIn(judged.criterion, figures.value)}`;
}

/** What the source said when it last gave nothing that could be used, unless it has answered since. */
export function trouble({ of }: Pick<Explained, 'of'>): string {
  const { lastTrouble, lastReadingAt } = of;
  return lastTrouble === null || lastTrouble.at <= (lastReadingAt ?? 0) ? '' : ` (${lastTrouble.because})`;
}
