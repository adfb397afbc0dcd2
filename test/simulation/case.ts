import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';

/** One day after one deploy, of which it is known whether the deploy made anything worse. */
export interface Case {
  readonly id: string;
  readonly group: string;
  readonly note: string;
  readonly truth: Truth;
  readonly stories: readonly CriterionStory[];
}

export type Truth =
  | { readonly type: 'no-change' }
  | { readonly type: 'regression'; readonly onset: number; readonly level: Level; readonly culprit?: string }
  /** An incident that went by itself: whatever is said of it is right. */
  | { readonly type: 'transient'; readonly onset: number };

/** How clear the regression is to somebody who knows the truth (`difficulty.ts`). */
export type Level = 'must' | 'should' | 'hard';

/** Readings of equal intervals; undefined never came. */
export interface Series {
  readonly seconds: number;
  readonly readings: readonly (Reading | undefined)[];
}

export interface CriterionStory {
  readonly criterion: Criterion;
  /** Ends with the deploy. */
  readonly before: Series;
  readonly after: Series;
}

export const tickSeconds = 15;
export const ticksPerDay = 5760;
