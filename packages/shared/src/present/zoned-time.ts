import type { Instant } from '../vocabulary/time.ts';
import { wallTimeAt, wallTimeText } from '../vocabulary/time-zone.ts';

const names = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
/** 1970-01-01 was a Thursday. */
const dayOf = (days: number): string => names[(((days + 4) % 7) + 7) % 7] ?? '';

/** A moment as the clocks of a place show it: `Tue 2026-12-01 22:00`. */
export function zonedTime(at: Instant, zone: string): string {
  const wall = wallTimeAt(at, zone);
  return `${dayOf(Math.floor(wall / 86_400_000))} ${wallTimeText(wall).slice(0, 16).replace('T', ' ')}`;
}

/** `Tue 2026-12-01 22:00 to 23:00`; the second day too, where it is another one. */
export function zonedSpan({ from, until }: { readonly from: Instant; readonly until: Instant }, zone: string): string {
  const [first, second] = [zonedTime(from, zone), zonedTime(until, zone)];
  return `${first} to ${second.slice(0, 14) === first.slice(0, 14) ? second.slice(15) : second}`;
}
