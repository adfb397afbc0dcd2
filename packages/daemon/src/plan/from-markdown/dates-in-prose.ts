import { plainWords } from './topic-of.ts';

export type DateSaid =
  | { readonly date: string }
  /** It can be read in two ways. */
  | { readonly ambiguous: string };

const months = ['jan', 'feb', 'mar|maer', 'apr', 'may|mai', 'jun', 'jul', 'aug', 'sep', 'oct|okt', 'nov', 'dec|dez'];
const month = `(${months.join('|')})[a-z]*\\.?`;
const dayFirst = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th|\\.)?(?: of)? ${month},? (\\d{4})\\b`);
const monthFirst = new RegExp(`\\b${month} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})\\b`);

/** A day: `2026-12-01`, `1 December 2026`, `December 1st, 2026`, `01.12.2026`. */
export function dateIn(text: string): DateSaid | undefined {
  const words = plainWords(text);
  const iso = /\b(\d{4})-(\d{2})-(\d{2})/.exec(words);
  if (iso !== null) return dated(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const named = dayFirst.exec(words);
  if (named !== null) return dated(Number(named[3]), monthOf(named[2]), Number(named[1]));
  const american = monthFirst.exec(words);
  if (american !== null) return dated(Number(american[3]), monthOf(american[1]), Number(american[2]));
  const dotted = /\b(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})\b/.exec(words);
  if (dotted !== null) return dated(Number(dotted[3]), Number(dotted[2]), Number(dotted[1]));
  const slashed = /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(words);
  if (slashed === null) return undefined;
  const [first, second, year] = [Number(slashed[1]), Number(slashed[2]), Number(slashed[3])];
  if (first > 12) return dated(year, second, first);
  if (second > 12 || first === second) return dated(year, first, second);
  return { ambiguous: slashed[0] };
}

const monthOf = (name = ''): number => months.findIndex((one) => new RegExp(`^(?:${one})`).test(name)) + 1;

function dated(year: number, monthOfYear: number, day: number): DateSaid | undefined {
  const date = `${year}-${two(monthOfYear)}-${two(day)}`;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const longest = monthOfYear === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(monthOfYear) ? 30 : 31;
  // 31 November is no day.
  return monthOfYear >= 1 && monthOfYear <= 12 && day >= 1 && day <= longest ? { date } : undefined;
}

const two = (value: number): string => String(value).padStart(2, '0');

const clock =
  /(?<![\d.:/-])(\d{1,2})(?::(\d{2})(?::\d{2})?|\.(\d{2})(?= ?uhr))?\s*(am|pm|a\.m\.|p\.m\.|uhr|h(?=\s|$))?(?![\d./-]\d)/g;

/** Times of day, `HH:MM`, in the order of the text: `22:00`, `10 pm`, `10:30 p.m.`, `22 Uhr`. */
export function timesIn(text: string): readonly string[] {
  const words = plainWords(text)
    .replace(/\d{4}-\d{2}-\d{2}t?/g, ' ')
    .replace(/\b\d{1,2}[./] ?\d{1,2}[./] ?\d{4}\b/g, ' ')
    .replace(/\b(\d{1,2}:\d{2}) ?- ?(\d{1,2}:\d{2})\b/g, '$1 to $2')
    // "1h 15m" is how long.
    .replace(/\b\d+ ?h(?:ours?)? ?\d+ ?m(?:in\w*)?\b/g, ' ')
    // In "10 - 11 pm" and "22 - 23 Uhr" the word at the end is meant for both.
    .replace(
      /\b(\d{1,2}(?::\d{2})?) ?(?:-|to|bis|und|and) ?(\d{1,2}(?::\d{2})?) ?(am|pm|a\.m\.|p\.m\.|uhr)/g,
      '$1 $3 - $2 $3',
    );
  const times: string[] = [];
  for (const [, hour = '', minute, germanMinute, half] of words.matchAll(clock)) {
    if (minute === undefined && half === undefined) continue;
    const hours = Number(hour);
    const inDay = /^p/.test(half ?? '') && hours < 12 ? hours + 12 : /^a/.test(half ?? '') && hours === 12 ? 0 : hours;
    const minutes = Number(minute ?? germanMinute ?? '0');
    if (inDay < 24 && minutes < 60) times.push(`${two(inDay)}:${two(minutes)}`);
  }
  if (/\bmidnight\b|\bmitternacht\b/.test(words)) times.push('00:00');
  return times;
}

const zones: Readonly<Record<string, string>> = {
  utc: 'UTC',
  gmt: 'UTC',
  cet: 'Europe/Berlin',
  cest: 'Europe/Berlin',
  mez: 'Europe/Berlin',
  mesz: 'Europe/Berlin',
  bst: 'Europe/London',
  est: 'America/New_York',
  edt: 'America/New_York',
  et: 'America/New_York',
  cst: 'America/Chicago',
  cdt: 'America/Chicago',
  mst: 'America/Denver',
  mdt: 'America/Denver',
  pst: 'America/Los_Angeles',
  pdt: 'America/Los_Angeles',
  pt: 'America/Los_Angeles',
  ist: 'Asia/Kolkata',
  jst: 'Asia/Tokyo',
};

/** A time zone: `Europe/Berlin`, `UTC`, `CET`. */
export function zoneIn(text: string): string | undefined {
  const named =
    /\b(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)\/[A-Za-z_+-]+(?:\/[A-Za-z_+-]+)?\d*/.exec(
      text,
    );
  if (named !== null) return named[0];
  const short = /\b(UTC|GMT|CES?T|MES?Z|BST|[ECMP][SD]T|ET|PT|IST|JST)\b/.exec(text)?.[1];
  return short === undefined ? undefined : zones[short.toLowerCase()];
}

const weekdays: readonly (readonly [RegExp, string])[] = [
  [/\bmon(?:days?|tags?)\b/, 'MON'],
  [/\b(?:tuesdays?|dienstags?)\b/, 'TUE'],
  [/\b(?:wednesdays?|mittwochs?)\b/, 'WED'],
  [/\b(?:thursdays?|donnerstags?)\b/, 'THU'],
  [/\b(?:fridays?|freitags?)\b/, 'FRI'],
  [/\b(?:saturdays?|samstags?|sonnabends?)\b/, 'SAT'],
  [/\b(?:sundays?|sonntags?)\b/, 'SUN'],
];

/** Days that come again, as a cron expression has them: `TUE,THU`, `MON-FRI`, `*`. */
export function recurringDaysIn(text: string): string | undefined {
  const words = plainWords(text);
  if (/\b(?:every day|daily|taeglich|jeden tag|each day)\b/.test(words)) return '*';
  if (/\b(?:weekdays?|werktags?|working days?|business days?|an werktagen)\b/.test(words)) return 'MON-FRI';
  const days = weekdays.filter(([pattern]) => pattern.test(words)).map(([, name]) => name);
  if (days.length === 0) return undefined;
  const again =
    /\b(?:every|each|jeden?|weekly|woechentlich|always|immer)\b|days\b|tags\b/.test(words) || days.length > 1;
  return again ? days.join(',') : undefined;
}
