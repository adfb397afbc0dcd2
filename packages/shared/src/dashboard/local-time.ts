import { type Instant, instant, parseRfc3339 } from '../vocabulary/time.ts';

// Made once: a formatter costs more than all it ever formats here.
const short = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const long = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const zone = new Intl.DateTimeFormat([], { timeZoneName: 'short' });
const day = new Intl.DateTimeFormat([], { weekday: 'short', day: 'numeric', month: 'short' });

/** `22:05`, on the reader's clock. */
export const clockTime = (at: Instant): string => short.format(at);
/** `22:05:12`. */
export const exactTime = (at: Instant): string => long.format(at);
/** `Tue, 1 Dec`. */
export const dayName = (at: Instant): string => day.format(at);
/** `Tue, 1 Dec 22:05`. */
export const dayAndTime = (at: Instant): string => `${dayName(at)} ${clockTime(at)}`;

/** `CET`, as the reader's language calls the zone of their clock at that moment. */
export const zoneName = (at: Instant): string =>
  zone.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';

/** How far the reader's clock is before UTC at that moment, in milliseconds. */
export const zoneOffset = (at: Instant): number => -new Date(at).getTimezoneOffset() * 60_000;

/** A time that the daemon sent. Its schema has checked that it is one. */
export const timeOf = (text: string): Instant => parseRfc3339(text) ?? instant(0);
