/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly unit: 'instant' };
/** A span of time in milliseconds. */
export type Millis = number & { readonly unit: 'ms' };
/** A span of time in seconds: the unit of every latency reading and of the engine. */
export type Seconds = number & { readonly unit: 's' };

export const instant = (epochMillis: number): Instant => epochMillis as Instant;
export const millis = (n: number): Millis => n as Millis;
export const seconds = (n: number): Millis => (n * 1_000) as Millis;
export const minutes = (n: number): Millis => (n * 60_000) as Millis;
export const hours = (n: number): Millis => (n * 3_600_000) as Millis;
export const days = (n: number): Millis => (n * 86_400_000) as Millis;

export const plus = (at: Instant, span: Millis): Instant => (at + span) as Instant;
export const minus = (at: Instant, span: Millis): Instant => (at - span) as Instant;
/** Time from `from` to `to`; negative when `to` is earlier. */
export const between = (from: Instant, to: Instant): Millis => (to - from) as Millis;
export const inSeconds = (span: Millis): Seconds => (span / 1_000) as Seconds;

const unitMillis = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type TimeUnit = keyof typeof unitMillis;
export const wholeDuration = /^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/;
const onePart = /(\d+(?:\.\d+)?)(ms|[smhd])/g;

/** Reads `15s`, `1h30m`, `250ms`. `undefined` when the text is not a duration. */
export function parseDuration(text: string): Millis | undefined {
  if (!wholeDuration.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(onePart)) total += Number(amount) * unitMillis[unit as TimeUnit];
  return Number.isFinite(total) ? millis(total) : undefined;
}

/** Writes a span with its two largest units: `1d2h`, `1h2m`, `45s`, `250ms`, `0s`. */
export function formatDuration(span: Millis): string {
  if (span < 0) return `-${formatDuration(millis(-span))}`;
  if (span > 0 && span < 999.5) return `${Math.round(span)}ms`;
  let rest = Math.round(span / 1_000) * 1_000;
  const parts: string[] = [];
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const count = Math.floor(rest / unitMillis[unit]);
    rest -= count * unitMillis[unit];
    if (count > 0) parts.push(`${count}${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join('') || '0s';
}

/** RFC 3339 in UTC with milliseconds. Converts only: it never asks what time it is. */
export const rfc3339 = (at: Instant): string => new Date(at).toISOString();

const wholeTimestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/** Reads RFC 3339. `undefined` when there is no text, when it is not one, or does not say its offset. */
export function parseRfc3339(text: string | undefined): Instant | undefined {
  const at = text !== undefined && wholeTimestamp.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(at) ? instant(at) : undefined;
}

const clockTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?$/;

/** Reads `2026-12-01 22:05:12,123`, as programs log it: the time of the clocks where this runs, for it names no offset. */
export function parseClockTime(text: string): Instant | undefined {
  const [whole, day, time, fraction = '0'] = clockTime.exec(text) ?? [];
  const at = whole === undefined ? Number.NaN : Date.parse(`${day}T${time}.${fraction.slice(0, 3)}`);
  return Number.isFinite(at) ? instant(at) : undefined;
}

/** As mails write it: `Tue, 01 Dec 2026 22:00:00 +0000`. */
export const mailDate = (at: Instant): string => new Date(at).toUTCString().replace('GMT', '+0000');

/** Reads the date of an HTTP header, `Wed, 21 Oct 2026 07:28:00 GMT`. `undefined` when the text is not one. */
export function parseHttpDate(text: string): Instant | undefined {
  const at = /\bGMT\b/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(at) ? instant(at) : undefined;
}
