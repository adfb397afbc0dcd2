import { describe, expect, it } from 'vitest';
import {
  between,
  days,
  formatDuration,
  hours,
  inSeconds,
  instant,
  millis,
  minus,
  minutes,
  parseClockTime,
  parseDuration,
  parseRfc3339,
  plus,
  rfc3339,
  seconds,
} from './time.ts';

describe('a duration', () => {
  it.each([
    ['250ms', 250],
    ['15s', 15_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['24h', 86_400_000],
    ['2d', 172_800_000],
    ['1.5s', 1_500],
    ['0s', 0],
  ])('reads %s', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each(['', '15', 's', '15 s', '-5s', '5S', '1h 30m', 'PT5M', '1e3s', '.5s', '5s!', `${'9'.repeat(400)}d`])(
    'does not read %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it.each([
    [millis(0), '0s'],
    [millis(0.4), '0ms'],
    [millis(250), '250ms'],
    [millis(999.7), '1s'],
    [millis(1_499), '1s'],
    [seconds(45), '45s'],
    [seconds(59.6), '1m'],
    [minutes(62), '1h2m'],
    [hours(24), '1d'],
    [hours(26), '1d2h'],
    [millis(days(1) + minutes(5)), '1d'],
    [millis(hours(1) + seconds(30)), '1h'],
    [millis(-90_000), '-1m30s'],
  ])('writes %d ms as %s', (span, expected) => {
    expect(formatDuration(span)).toBe(expected);
  });
});

describe('a point in time', () => {
  const at = instant(Date.UTC(2026, 11, 1, 22, 5, 12));

  it.each(['2026-12-01T22:05:12Z', '2026-12-01T23:05:12+01:00', '2026-12-01T22:05:12.000Z'])('reads %s', (text) => {
    expect(parseRfc3339(text)).toBe(at);
  });
  it.each(['2026-12-01', '2026-12-01T22:05:12', '2026-12-01T22:05', '2026-13-01T22:05:12Z', '1', 'now', ''])(
    'does not read %j: nobody could tell when it is',
    (text) => {
      expect(parseRfc3339(text)).toBeUndefined();
    },
  );
  it('is written in UTC', () => {
    expect(rfc3339(at)).toBe('2026-12-01T22:05:12.000Z');
  });
  it('moves by spans', () => {
    expect(between(at, plus(at, minutes(5)))).toBe(300_000);
    expect(between(at, minus(at, seconds(1)))).toBe(-1_000);
    expect(inSeconds(minutes(2))).toBe(120);
  });
});

describe('a time by the clock of a machine', () => {
  it.each(['2026-12-01 22:05:12,123', '2026-12-01T22:05:12.123', '2026-12-01 22:05:12.123999'])('%s', (text) => {
    expect(parseClockTime(text)).toBe(new Date(2026, 11, 1, 22, 5, 12, 123).getTime());
  });

  it.each(['2026-12-01', '22:05:12', '2026-12-01 25:05:12', '2026-12-01T22:05:12Z'])('%s is none', (text) => {
    expect(parseClockTime(text)).toBeUndefined();
  });
});
