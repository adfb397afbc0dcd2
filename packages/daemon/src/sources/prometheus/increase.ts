import { inSeconds, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import { intervalMark, isSelector } from './prometheus-queries.ts';

/** Whole seconds, as PromQL writes a span. */
export const promSpan = (span: Millis): string => `${Math.round(inSeconds(span))}s`;

/**
 * Whether a query is about one moment or many. For one, a series that was not scraped is remembered for an hour: longer
 * than outages of a scrape, shorter than a day. Over many moments that would cost ten times as much; there it is
 * Prometheus' own five minutes.
 */
export type Times = 'moment' | 'range';

/**
 * What each matching counter grew by over the window, exactly: `increase()` guesses at the edges, makes fractions of
 * counts, and gives nothing when the window holds fewer than two scrapes. A counter that went back, or that was not
 * there before, counts from 0.
 */
const growth = (selector: string, before: string): string => `(${selector} - ${before}) >= 0 or ${selector}`;

/**
 * The same added up, by these labels, and nothing at all when none of the counters was there before: what a process
 * had counted by the time that Prometheus found it is not news.
 */
export function growthOfKnown(selector: string, window: Millis, times: Times, by: 'sum' | 'sum by (le)'): string {
  const grown = growth(selector, before(selector, window, times));
  return `${by} (${grown}) and on() count(${selector} offset ${promSpan(window)})`;
}

const before = (selector: string, window: Millis, times: Times): string =>
  times === 'moment'
    ? `last_over_time(${selector}[1h] offset ${promSpan(window)})`
    : `${selector} offset ${promSpan(window)}`;

/**
 * How much a counter, or an expression over `$interval`, comes to in a window. `part` of a whole that is known beside
 * it: that is proof enough that it was looked for. `alone`: an outage of the scrape must not make old events new.
 */
export function totalOf(query: string, window: Millis, times: Times, sort: 'part' | 'whole' | 'alone'): string {
  if (!isSelector(query)) return query.replaceAll(intervalMark, promSpan(window));
  if (sort === 'whole') return growthOfKnown(query, window, times, 'sum');
  return `sum (${growth(query, before(query, window, sort === 'alone' ? 'moment' : times))})`;
}

/**
 * What native histograms grew by, in three parts that each add up on the server: those that went on, `now` and `before`, and
 * those that `begun` in the window. Prometheus before 2.43 makes 0 of a difference of two, and of the last one in a range; and
 * `increase()` guesses. One that has fewer observations than before has started over. `begun` leaves out what was there in
 * the hour before: it was not scraped for a while, and what it has counted is not news.
 */
export function nativeGrowth(selector: string, window: Millis, times: Times): ReadonlyMap<string, string> {
  const past = `${selector} offset ${promSpan(window)}`;
  const startedOver = `histogram_count(${selector}) < histogram_count(${past})`;
  const unseen = times === 'moment' ? ` unless count_over_time(${selector}[1h] offset ${promSpan(window)})` : '';
  const begun = `(${selector} unless ${past}${unseen}) or (${selector} and (${startedOver}))`;
  return new Map([
    ['now', `sum((${selector} and ${past}) unless (${startedOver}))`],
    ['before', `sum((${past} and ${selector}) unless (${startedOver}))`],
    ['begun', `sum(${begun}) and on() count(${past})`],
  ]);
}
