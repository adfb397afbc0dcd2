import { hours, type Instant } from '../vocabulary/time.ts';
import { wallTimeAt, wallTimeText } from '../vocabulary/time-zone.ts';

const names = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
/** 1970-01-01 was a Thursday. */
const dayOf = (days: number): string => names[(((days + 4) % 7) + 7) % 7] ?? '';

/** A moment as the clocks of a place show it: `Tue 2026-12-01 22:00`. */
export function zonedTime(at: Instant, zone: string): string {
  const wall = wallTimeAt(at, zone);
  return `${dayOf(Math.floor(wall / 86_400_000))} ${wallTimeText(wall).slice(0, 16).replace('T', ' ')}`;
}

/**
 * `Tue 2026-12-01 22:00 to 23:00`; the second day too, where it is another one, and the offsets of some hours in which the
 * clocks are put forward or back: `Sun 2027-10-31 02:30 (+02:00) to 02:30 (+01:00)`.
 */
export function zonedSpan({ from, until }: { readonly from: Instant; readonly until: Instant }, zone: string): string {
  const [first, second] = [zonedTime(from, zone), zonedTime(until, zone)];
  const [before, after] = [offsetOf(from, zone), offsetOf(until, zone)];
  const [one, other] = before === after || until - from >= hours(24) ? ['', ''] : [` (${before})`, ` (${after})`];
  return `${first}${one} to ${second.slice(0, 14) === first.slice(0, 14) ? second.slice(15) : second}${other}`;
}

/** `+02:00` */
function offsetOf(at: Instant, zone: string): string {
  const whole = Math.floor(at / 1_000) * 1_000;
  const minutes = Math.round((wallTimeAt(at, zone) - whole) / 60_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}
