import { parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';

/** A time on this machine's clock: `Wed 2 Dec 23:05`. */
export function localTime(timestamp: string, timeZone?: string): string {
  const at = parseRfc3339(timestamp);
  if (at === undefined) return timestamp;
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(timeZone !== undefined && { timeZone }),
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part.weekday} ${part.day} ${part.month} ${part.hour}:${part.minute}`;
}
