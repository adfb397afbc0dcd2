import { describe, expect, it } from 'vitest';
import { dateIn, recurringDaysIn, timesIn, zoneIn } from './dates-in-prose.ts';

describe('a day', () => {
  it.each([
    ['2026-12-01 22:00', '2026-12-01'],
    ['Tuesday, December 1, 2026', '2026-12-01'],
    ['1st of December 2026', '2026-12-01'],
    ['Dienstag, 1. Dezember 2026', '2026-12-01'],
    ['3. März 2027', '2027-03-03'],
    ['01.12.2026', '2026-12-01'],
    ['13/01/2026', '2026-01-13'],
    ['01/13/2026', '2026-01-13'],
    ['29 February 2028', '2028-02-29'],
  ])('%s is %s', (text, date) => expect(dateIn(text)).toEqual({ date }));

  it('that may be the 12th of January or the 1st of December is asked for', () =>
    expect(dateIn('on 12/01/2026')).toEqual({ ambiguous: '12/01/2026' }));

  it.each([['31.11.2026'], ['29.02.2027'], ['2026-13-01'], ['soon']])('%s is none', (text) =>
    expect(dateIn(text)).toBeUndefined(),
  );
});

describe('times of day', () => {
  it.each([
    ['22:00', ['22:00']],
    ['10 pm', ['22:00']],
    ['12:30 a.m.', ['00:30']],
    ['22 Uhr', ['22:00']],
    ['22.30 Uhr', ['22:30']],
    ['22:00–23:30 Uhr', ['22:00', '23:30']],
    ['10-11 pm', ['22:00', '23:00']],
    ['02:00–04:00 UTC', ['02:00', '04:00']],
    ['22:00 - 23:30', ['22:00', '23:30']],
    ['1h 15m', []],
    ['between 02:00 and 04:00', ['02:00', '04:00']],
    ['01.12.2026, 22:00', ['22:00']],
    ['2026-12-01T22:00:00', ['22:00']],
    ['at midnight', ['00:00']],
    ['30-60 minutes', []],
    ['version 1.22', []],
  ])('of "%s"', (text, times) => expect(timesIn(text)).toEqual(times));
});

describe('a time zone', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['(America/Argentina/Buenos_Aires)', 'America/Argentina/Buenos_Aires'],
    ['22:00 UTC', 'UTC'],
    ['10 pm CET', 'Europe/Berlin'],
    ['22 Uhr MEZ', 'Europe/Berlin'],
    ['nowhere', undefined],
    ['CETERIS', undefined],
  ])('of "%s"', (text, zone) => expect(zoneIn(text)).toBe(zone));
});

describe('days that come again', () => {
  it.each([
    ['every Tuesday and Thursday', 'TUE,THU'],
    ['Tuesdays', 'TUE'],
    ['jeden Dienstag', 'TUE'],
    ['daily', '*'],
    ['on weekdays', 'MON-FRI'],
    ['Tuesday, December 1, 2026', undefined],
  ])('of "%s"', (text, days) => expect(recurringDaysIn(text)).toBe(days));
});
