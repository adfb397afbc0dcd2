import { instant } from '@daywatch/shared/vocabulary/time.ts';
import type { CriterionState, JudgedCriterion } from '../criterion-state.ts';
import type { Figures } from '../figures.ts';
import { levelOf } from '../test-limit.ts';
import type { TestState } from '../test-state.ts';
import type { WatchFrame } from '../watch-state.ts';
import { quantileName, quoted, timeOfDay, valueIn } from './wording.ts';

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
export function quantileOf({ judged }: Pick<Explained, 'judged'>, test: TestState | undefined): string | undefined {
  const level = test && levelOf(test.limit);
  return level === undefined ? undefined : quantileName(level, judged.criterion.worse);
}

/** `p95 412 ms`, `4.1 %`: a value of the test's quantile, or a plain one. */
export function named(explained: Pick<Explained, 'judged'>, test: TestState | undefined, value: number): string {
  const name = quantileOf(explained, test);
  return `${name === undefined ? '' : `${name} `}${valueIn(explained.judged.criterion, value)}`;
}

/** The present value; undefined before there is one. */
export function present(explained: Pick<Explained, 'judged' | 'figures'>): string | undefined {
  const { value, test } = explained.figures;
  return value === undefined ? undefined : named(explained, test, value);
}

/** ` (timeout after 10 s)`: what the source said when it last gave nothing that could be used, unless it has answered since. */
export function trouble({ of }: Pick<Explained, 'of'>): string {
  const { lastTrouble, lastReadingAt } = of;
  return lastTrouble === null || lastTrouble.at <= (lastReadingAt ?? 0) ? '' : ` (${quoted(lastTrouble.because)})`;
}

/** ` Last seen: POST /orders 500.`: what was counted, where the source tells. */
export const lastSeen = ({ of }: Pick<Explained, 'of'>): string =>
  of.violation.because === null ? '' : ` Last seen: ${quoted(of.violation.because)}.`;
