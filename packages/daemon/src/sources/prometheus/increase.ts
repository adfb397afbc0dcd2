import { inSeconds, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import { intervalMark, isSelector } from './prometheus-queries.ts';

/** How long a series that was not scraped is remembered: longer than outages of a scrape, shorter than a day. */
const remembered = '1h';

/** Whole seconds, as PromQL writes a span. */
export const promSpan = (span: Millis): string => `${Math.round(inSeconds(span))}s`;

/**
 * What each matching counter grew by over the window, exactly: `increase()` guesses at the edges, makes fractions of
 * counts, and gives nothing when the window holds fewer than two scrapes. A counter that went back, or that was not
 * there before, counts from 0.
 */
export function growth(selector: string, window: Millis): string {
  return `(${selector} - ${before(selector, window)}) >= 0 or ${selector}`;
}

/**
 * The same, and nothing at all when none of the counters was there before: what a process had counted by the time
 * that Prometheus found it is not news.
 */
export const growthOfKnown = (selector: string, window: Millis): string =>
  `(${growth(selector, window)}) and on() ${before(selector, window)}`;

const before = (selector: string, window: Millis): string =>
  `last_over_time(${selector}[${remembered}] offset ${promSpan(window)})`;

/** How much a counter, or an expression over `$interval`, comes to in a window. */
export function totalOf(query: string, window: Millis, options: { readonly known: boolean }): string {
  if (!isSelector(query)) return query.replaceAll(intervalMark, promSpan(window));
  return `sum(${options.known ? growthOfKnown(query, window) : growth(query, window)})`;
}
