import type { Instant, Millis } from '@daywatch/shared/vocabulary/time.ts';

/** Whole steps from `from` up to, but not with, `to`. */
export interface Window {
  readonly from: Instant;
  readonly to: Instant;
  readonly step: Millis;
}

/** What a series says of one step: `at` is where the step begins. Null: the provider says nothing. */
export interface Point {
  readonly at: Instant;
  readonly value: number | null;
}

export interface TimeSeries {
  /** As people would write it. */
  readonly key: string;
  readonly points: readonly Point[];
}

export type Fetched =
  | { readonly type: 'fetched'; readonly series: readonly TimeSeries[]; readonly remarks?: string }
  | { readonly type: 'failed'; readonly because: string };

/** What a hosted provider of time series must do; everything else is the same for all of them. */
export interface TimeSeriesProvider<Query> {
  /** The query for messages, as it is sent. */
  words(query: Query): string;
  /** How many steps one answer may have; 1,000 when it does not say. */
  readonly stepsAtOnce?: number;
  /** Points of a window. Never rejects; points outside of the window are passed over. */
  fetch(query: Query, window: Window, signal: AbortSignal): Promise<Fetched>;
}

export const notFetched = (because: string): Fetched => ({ type: 'failed', because });
