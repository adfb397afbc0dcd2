import { hours, type Instant, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import { wallTimeAt } from '@daywatch/shared/vocabulary/time-zone.ts';

/** The traffic of one hour that was measured. */
export interface MeasuredHour {
  readonly hour: Instant;
  readonly perMinute: number;
}

export interface QuietTime {
  /** 0 is Sunday. */
  readonly weekday: number;
  /** Of the day, 0 to 23, by the clocks of the time zone. */
  readonly hour: number;
  readonly perMinute: number;
  /** Of the usual traffic, as a share. */
  readonly share: number;
}

export type Quietest =
  | { readonly type: 'found'; readonly days: number; readonly usual: number; readonly times: readonly QuietTime[] }
  /** A week has to be seen before one can say what is usual in it. */
  | { readonly type: 'too-little'; readonly days: number; readonly because: string };

const neededDays = 7;
/** A day of which less was seen says little of its nights. */
const hoursOfADay = 12;
const slots = 7 * 24;
const suggested = 5;
/** Under this share of the usual traffic an hour is quiet at all. */
const quiet = 0.9;
const day = 86_400_000;

/** The quietest hours of the week, for a window of this length. Pure. */
export function quietest(
  measured: readonly MeasuredHour[],
  { timeZone, length }: { readonly timeZone: string; readonly length: Millis },
): Quietest {
  const local = measured.map(({ hour, perMinute }) => ({ wall: wallTimeAt(hour, timeZone), perMinute }));
  const byDay = Map.groupBy(local, ({ wall }) => Math.floor(wall / day));
  const days = [...byDay.values()].filter((ofDay) => ofDay.length >= hoursOfADay).length;
  if (days < neededDays) {
    const because = `the traffic of ${days === 1 ? 'one day is' : `${days} days is`} known, and a suggestion needs ${neededDays}`;
    return { type: 'too-little', days, because };
  }
  const bySlot = Map.groupBy(local, ({ wall }) => slotOf(wall));
  const usual = mean(local.map(({ perMinute }) => perMinute));
  const span = Math.max(1, Math.ceil(length / hours(1)));
  const windows = Array.from({ length: slots }, (_, start) => {
    const inside = Array.from({ length: span }, (_, offset) => bySlot.get((start + offset) % slots) ?? []);
    // An hour that nobody has ever seen is not quiet, it is unknown.
    if (inside.some((seen) => seen.length === 0)) return undefined;
    return { start, perMinute: mean(inside.map((seen) => mean(seen.map(({ perMinute }) => perMinute)))) };
  }).filter((window) => window !== undefined);
  windows.sort((one, other) => one.perMinute - other.perMinute || one.start - other.start);
  const chosen: typeof windows = [];
  for (const window of windows) {
    if (chosen.length === suggested || window.perMinute > usual * quiet) break;
    if (chosen.every((other) => apart(window.start, other.start) >= span)) chosen.push(window);
  }
  if (chosen.length === 0) {
    return {
      type: 'too-little',
      days,
      because: `in ${days} days no hour had less than ${quiet * 100} % of the usual traffic`,
    };
  }
  const times = chosen.map(({ start, perMinute }) => ({
    weekday: Math.floor(start / 24),
    hour: start % 24,
    perMinute,
    share: usual === 0 ? 0 : perMinute / usual,
  }));
  return { type: 'found', days, usual, times };
}

/** Hours since Sunday midnight. 1970-01-01 was a Thursday. */
function slotOf(wall: number): number {
  const weekday = (((Math.floor(wall / day) + 4) % 7) + 7) % 7;
  return weekday * 24 + Math.floor((((wall % day) + day) % day) / 3_600_000);
}

function apart(one: number, other: number): number {
  const distance = Math.abs(one - other);
  return Math.min(distance, slots - distance);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
