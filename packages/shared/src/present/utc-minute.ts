import { type Instant, parseRfc3339, rfc3339 } from '../vocabulary/time.ts';

/** `2026-12-01 14:02 UTC`. */
export const utcMinute = (time: Instant): string => `${rfc3339(time).slice(0, 16).replace('T', ' ')} UTC`;

/** The same of RFC 3339; a text that is none stays as it is. */
export function utcMinuteOf(text: string): string {
  const time = parseRfc3339(text);
  return time === undefined ? text : utcMinute(time);
}
