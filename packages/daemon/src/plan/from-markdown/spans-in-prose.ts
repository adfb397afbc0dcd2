import { plainWords } from './topic-of.ts';

const units: readonly (readonly [RegExp, string, number])[] = [
  [/^(?:ms|milliseconds?|millisekunden?)$/, 'ms', 1],
  [/^(?:s|secs?|seconds?|sek|sekunden?)$/, 's', 1],
  [/^(?:m|mins?|minutes?|minuten?)$/, 'm', 1],
  [/^(?:h|hrs?|hours?|std|stunden?)$/, 'h', 1],
  [/^(?:d|days?|tage?n?)$/, 'd', 1],
  [/^(?:w|wks?|weeks?|wochen?)$/, 'd', 7],
];
const unitWords =
  'ms|milliseconds?|millisekunden?|secs?|seconds?|sek|sekunden?|mins?|minutes?|minuten?|hrs?|hours?|std|stunden?|days?|tage?n?|weeks?|wks?|wochen?|[smhd]';
const amounts: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  ein: 1,
  eine: 1,
  einem: 1,
  einer: 1,
  two: 2,
  zwei: 2,
  three: 3,
  drei: 3,
  four: 4,
  vier: 4,
  five: 5,
  fuenf: 5,
  six: 6,
  sechs: 6,
  ten: 10,
  zehn: 10,
  twelve: 12,
  zwoelf: 12,
  fifteen: 15,
  fuenfzehn: 15,
  thirty: 30,
  dreissig: 30,
};
const digits = '\\d+(?:[.,]\\d+)?';
const spelledOut = Object.keys(amounts).join('|');
const one = new RegExp(
  `(?<![\\w.,])(?:(?:${digits}|${spelledOut})\\s*(?:-|to|bis|und|and)\\s*)?(?:(${digits})\\s*\\+?[ -]?\\s*|(${spelledOut})[ -])(${unitWords})\\b`,
  'g',
);

/** "1h 15m", "1 hour and 15 minutes" */
const hoursAndMinutes =
  /(?<![\w.,-])(\d+) ?(?:h|hrs?|hours?|std|stunden?),? (?:and |und )?(\d+) ?(?:m|mins?|minutes?|minuten?)\b/;

/** How long: "30-60 minutes" is `60m`, "24+ hours" is `24h`, "half an hour" is `30m`; `undefined` when none is said. */
export function spanIn(text: string): string | undefined {
  const compact = /(?<![\w.])(?:\d+(?:\.\d+)?(?:ms|[smhd])){2,}(?![\w])/.exec(text)?.[0];
  if (compact !== undefined) return compact;
  const words = plainWords(text)
    .replace(/half an hour|(?:eine )?halbe stunde/, '30 minutes')
    .replace(/\b(?:an|one|1) hour and a half|anderthalb stunden|eineinhalb stunden/, '90 minutes')
    .replace(hoursAndMinutes, (_, hours: string, minutes: string) => `${Number(hours) * 60 + Number(minutes)} minutes`);
  for (const [, figures, word = '', unit = ''] of words.matchAll(one)) {
    const [, letter, times] = units.find(([pattern]) => pattern.test(unit)) ?? [];
    const count = figures === undefined ? (amounts[word] ?? Number.NaN) : Number(figures.replace(',', '.'));
    if (letter !== undefined && times !== undefined && Number.isFinite(count) && count > 0)
      return written(count * times, letter);
  }
  return undefined;
}

const smaller: Readonly<Record<string, readonly [string, number]>> = {
  d: ['h', 24],
  h: ['m', 60],
  m: ['s', 60],
  s: ['ms', 1_000],
};

/** 1.5 hours are 90 minutes. */
function written(count: number, unit: string): string {
  const next = smaller[unit];
  return Number.isInteger(count) || next === undefined ? `${count}${unit}` : written(count * next[1], next[0]);
}
