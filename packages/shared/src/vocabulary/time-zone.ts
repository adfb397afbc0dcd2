import { hours, type Instant, type Millis, millis, minus, parseRfc3339, plus, rfc3339 } from './time.ts';

/** What the clocks of a place show, as the instant at which a clock in UTC shows the same. */
export type WallTime = number & { readonly unit: 'wall' };

const formats = new Map<string, Intl.DateTimeFormat>();

/** Throws a RangeError for a time zone that is not known. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const two = '2-digit';
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
  });
  formats.set(zone, format);
  return format;
}

/** Whether the name is one of the time zone database: `Europe/Berlin`, `UTC`. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What the clocks of `zone` show at an instant, to the second. */
export function wallTimeAt(at: Instant, zone: string): WallTime {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? '';
  const date = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
  const shown = parseRfc3339(`${date}T${part('hour')}:${part('minute')}:${part('second')}Z`);
  if (shown === undefined) throw new RangeError(`no wall time at ${at} in ${zone}`);
  return shown as number as WallTime;
}

/** The instants at which the clocks of `zone` show this: none where they are put forward, two where they are put back. */
export function instantsOf(wall: WallTime, zone: string): readonly Instant[] {
  const asUtc = wall as number as Instant;
  const offsets = [minus(asUtc, hours(24)), plus(asUtc, hours(24))].map((at) => offsetAt(at, zone));
  return [...new Set(offsets)]
    .map((offset) => minus(asUtc, offset))
    .filter((at) => wallTimeAt(at, zone) === wall)
    .sort((one, other) => one - other);
}

/**
 * The one instant that is meant by a wall time, as Temporal's "compatible" has it: the first of two; where the clocks
 * are put forward, as much later as they skip.
 */
export function instantOf(wall: WallTime, zone: string): Instant {
  const [first] = instantsOf(wall, zone);
  if (first !== undefined) return first;
  const asUtc = wall as number as Instant;
  return minus(asUtc, offsetAt(minus(asUtc, hours(24)), zone));
}

const offsetAt = (at: Instant, zone: string): Millis => millis(wallTimeAt(at, zone) - Math.floor(at / 1_000) * 1_000);

const wallText = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?)?$/;

/** Reads `2026-12-01T22:00`, or a date as its midnight. `undefined` for anything else, and for a day that there is not. */
export function readWallTime(text: string): WallTime | undefined {
  const [whole, date, time = '00:00', seconds = ':00'] = wallText.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const asUtc = parseRfc3339(`${date}T${time}${seconds}Z`);
  // 30 February would become 2 March.
  if (asUtc === undefined || !rfc3339(asUtc).startsWith(`${date}T${time}`)) return undefined;
  return asUtc as number as WallTime;
}

/** `2026-12-01T22:00:00`, to be read where its zone is known. */
export const wallTimeText = (wall: WallTime): string => rfc3339(wall as number as Instant).slice(0, 19);
