import { hours, type Instant, minutes, parseRfc3339, plus } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { type MeasuredHour, quietest } from './quietest.ts';

const monday = parseRfc3339('2026-11-16T00:00:00Z') as Instant;
/** Hour after hour from a Monday midnight on; the traffic of each is what `of` says of its hour of the week. */
const week = (of: (hour: number) => number | undefined, days = 14): MeasuredHour[] =>
  Array.from({ length: days * 24 }, (_, index) => index).flatMap((index) => {
    const perMinute = of(index % 168);
    return perMinute === undefined ? [] : [{ hour: plus(monday, hours(index)), perMinute }];
  });
const nightly = (hour: number): number => (hour % 24 >= 2 && hour % 24 < 4 ? 5 + hour / 1_000 : 100);
const asked = { timeZone: 'UTC', length: minutes(60) };

describe('the quietest hours', () => {
  it('are those of the week with the least traffic, each for itself', () => {
    const found = quietest(
      week((hour) => (hour === 26 ? 1 : nightly(hour))),
      asked,
    );
    expect(found).toMatchObject({ type: 'found', days: 14 });
    if (found.type !== 'found') return;
    expect(found.times[0]).toMatchObject({ weekday: 2, hour: 2, perMinute: 1 });
    expect(found.times).toHaveLength(5);
    expect(found.times.every(({ hour }) => hour === 2 || hour === 3)).toBe(true);
    expect(found.times[0]?.share).toBeLessThan(0.02);
  });

  it('are by the clocks of the time zone', () => {
    const found = quietest(week(nightly), { ...asked, timeZone: 'Europe/Berlin' });
    expect(
      found.type === 'found' && found.times.map(({ hour }) => hour).every((hour) => hour === 3 || hour === 4),
    ).toBe(true);
  });

  it('are as long as the window, and do not overlap', () => {
    const found = quietest(week(nightly), { ...asked, length: minutes(90) });
    expect(found.type === 'found' && found.times.map(({ hour }) => hour)).toEqual([2, 2, 2, 2, 2]);
    expect(found.type === 'found' && new Set(found.times.map(({ weekday }) => weekday)).size).toBe(5);
  });

  it.each([
    ['nothing', [], 0, 'the traffic of 0 days is known, and a suggestion needs 7'],
    ['one day', week(nightly, 1), 1, 'the traffic of one day is known, and a suggestion needs 7'],
    ['six days', week(nightly, 6), 6, 'the traffic of 6 days is known, and a suggestion needs 7'],
    [
      'office hours only',
      week((hour) => (hour % 24 >= 9 && hour % 24 < 18 ? 50 : undefined)),
      0,
      'the traffic of 0 days is known',
    ],
    ['the same traffic all week', week(() => 100), 14, 'in 14 days no hour had less than 90 % of the usual traffic'],
  ])('cannot be told from %s', (_, measured, days, because) => {
    expect(quietest(measured, asked)).toMatchObject({
      type: 'too-little',
      days,
      because: expect.stringContaining(because),
    });
  });

  it('are never those that nobody has seen', () => {
    const found = quietest(
      week((hour) => (hour % 24 === 2 ? undefined : nightly(hour))),
      asked,
    );
    expect(found.type === 'found' && found.times.some(({ hour }) => hour === 2)).toBe(false);
  });
});
