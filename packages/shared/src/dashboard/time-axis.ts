import {
  between,
  days,
  hours,
  type Instant,
  instant,
  type Millis,
  minutes,
  plus,
  seconds,
} from '../vocabulary/time.ts';
import { clockTime, dayName, exactTime, zoneOffset } from './local-time.ts';

/** A stretch of time; `until` is not part of it. */
export interface Range {
  readonly from: Instant;
  readonly until: Instant;
}

/** Where a moment stands in a range, in percent. */
export const percent = (at: Instant, { from, until }: Range): number =>
  until <= from ? 0 : Math.min(100, Math.max(0, (between(from, at) / between(from, until)) * 100));

/** Where a stretch stands in a range, as a style. */
export const placed = (stretch: Range, range: Range) => {
  const left = percent(stretch.from, range);
  return { left: `${left}%`, width: `${percent(stretch.until, range) - left}%` };
};

const steps: readonly Millis[] = [
  ...[5, 10, 15, 30].map(seconds),
  ...[1, 2, 5, 10, 15, 30].map(minutes),
  ...[1, 2, 3, 4, 6, 12].map(hours),
  ...[1, 2, 7].map(days),
];

export interface Tick {
  readonly at: Instant;
  readonly label: string;
}

/** At most so many round times of the reader's clock, with their labels. */
export function timeTicks(range: Range, most: number): readonly Tick[] {
  const span = between(range.from, range.until);
  const step = steps.find((one) => span / one <= most) ?? days(Math.ceil(span / days(1) / most));
  const offset = zoneOffset(range.from);
  const first = Math.ceil((range.from + offset) / step) * step - offset;
  const ticks: Tick[] = [];
  for (let at = instant(first); at < range.until; at = plus(at, step)) ticks.push({ at, label: labelOf(at, step) });
  return ticks;
}

function labelOf(at: Instant, step: Millis): string {
  if ((at + zoneOffset(at)) % days(1) === 0 && step >= hours(1)) return dayName(at);
  return step < minutes(1) ? exactTime(at) : clockTime(at);
}

const nightBegins = hours(22);
const nightLasts = hours(8);

/** The nights of the reader's clock, 22:00 to 6:00, as far as the range shows them. */
export function nightsIn(range: Range): readonly Range[] {
  // In a picture of minutes, night or day is no news.
  if (between(range.from, range.until) < hours(3)) return [];
  const offset = zoneOffset(range.from);
  const midnight = Math.floor((range.from + offset) / days(1)) * days(1) - offset;
  const nights: Range[] = [];
  for (let dawn = midnight - days(1); dawn < range.until; dawn += days(1)) {
    const from = instant(Math.max(range.from, dawn + nightBegins));
    const until = instant(Math.min(range.until, dawn + nightBegins + nightLasts));
    if (from < until) nights.push({ from, until });
  }
  return nights;
}
