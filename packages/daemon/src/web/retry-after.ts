import { type Instant, type Millis, millis, parseHttpDate, seconds } from '@daywatch/shared/vocabulary/time.ts';

/** How long `Retry-After` asks to be left alone: seconds, or a date. */
export function retryAfter(headers: Readonly<Record<string, string>>, now: Instant): Millis | undefined {
  const text = headers['retry-after']?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return seconds(Number(text));
  const at = parseHttpDate(text);
  return at === undefined ? undefined : millis(Math.max(0, at - now));
}
