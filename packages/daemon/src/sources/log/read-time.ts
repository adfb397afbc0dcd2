import { type Instant, instant, parseClockTime, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';

const years = 365 * 86_400_000;

/** Reads a time as loggers write it: RFC 3339, a clock's time, or seconds, milli-, micro- or nanoseconds since 1970. */
export function readTime(written: unknown): Instant | undefined {
  if (typeof written === 'number') return ofNumber(written);
  if (typeof written !== 'string') return undefined;
  if (/^\d{9,19}(?:\.\d+)?$/.test(written)) return ofNumber(Number(written));
  // Python and log4j write the comma of ISO 8601, and an offset without its colon.
  const iso = written.replace(' ', 'T').replace(',', '.');
  return parseRfc3339(iso.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) ?? parseClockTime(written);
}

function ofNumber(since1970: number): Instant | undefined {
  for (const perMilli of [0.001, 1, 1_000, 1_000_000]) {
    const at = since1970 / perMilli;
    // Between 1990 and 2100 exactly one of the units fits.
    if (at > 20 * years && at < 130 * years) return instant(Math.round(at));
  }
  return undefined;
}
