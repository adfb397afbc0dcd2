import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { hours, instant, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import {
  amount,
  moreUnits,
  odds,
  percent,
  period,
  quantileName,
  quoted,
  rangeIn,
  roughly,
  span,
  timeOfDay,
  times,
  unitWord,
  valueIn,
} from './wording.ts';

it.each<[Criterion['measure'], string, string, string]>([
  ['rate', '1 request', '1,204 requests', '2 more requests'],
  ['latency', '1 request', '1,204 requests', '2 more requests'],
  ['gauge', '1 reading', '1,204 readings', '2 more readings'],
  ['check', '1 look', '1,204 looks', '2 more looks'],
  ['count', '1 event', '1,204 events', '2 more events'],
])('of a %s there is %s, there are %s, and %s', (measure, one, many, more) => {
  expect(amount({ measure }, 1.2)).toBe(one);
  expect(amount({ measure }, 1203.6)).toBe(many);
  expect(moreUnits({ measure }, 2)).toBe(more);
  expect(moreUnits({ measure }, 1)).toBe(`1 more ${one.slice(2)}`);
  expect(many).toContain(unitWord({ measure }));
});

describe('a time of day', () => {
  const at = instant(Date.parse('2026-12-01T03:04:05Z'));
  it('is told in minutes, and to the second in a watch under half an hour', () => {
    expect(timeOfDay(at, hours(24))).toBe('03:04 UTC');
    expect(timeOfDay(at, minutes(30))).toBe('03:04 UTC');
    expect(timeOfDay(at, minutes(29))).toBe('03:04:05 UTC');
  });

  it('was one before 1970, too', () => expect(timeOfDay(instant(-1000), minutes(1))).toBe('23:59:59 UTC'));
});

it.each([
  [0, '0 s'],
  [59.4, '59 s'],
  [60, '1 min'],
  [90, '1 min 30 s'],
  [599, '9 min 59 s'],
  [600, '10 min'],
  [659, '10 min'],
  [3599, '59 min'],
  [3600, '1 h'],
  [3660, '1 h 1 min'],
  [86_400, '24 h'],
  [172_799, '47 h 59 min'],
  [172_800, '2 days'],
  [180_000, '2 days 2 h'],
  [604_800, '7 days'],
])('%d seconds are %s', (seconds, words) => expect(period(seconds)).toBe(words));

it.each([
  [21_480, '5h58m'],
  [-3, '0s'],
])('in tables %d seconds are %s', (seconds, words) => expect(span(seconds)).toBe(words));

describe('a range', () => {
  it.each<[Criterion['unit'], number, number, string]>([
    ['fraction', 0.0008, 0.00695, '0.08 to 0.695 %'],
    ['s', 0.1, 0.2, '100 to 200 ms'],
    ['s', 0, 2, '0 to 2 s'],
    ['s', 0.5, 2, '500 ms to 2 s'],
    ['none', 3, 40, '3 to 40'],
    ['per-minute', 0.0045, 2, '0.27 to 120 an hour'],
  ])('in %s from %d to %d is %s', (unit, low, high, words) => expect(rangeIn({ unit }, [low, high])).toBe(words));
});

it('a value and a share have their unit', () => {
  expect(valueIn({ unit: 's' }, 0.347)).toBe('347 ms');
  expect(percent(0.25)).toBe('25 %');
});

it.each<[number, Criterion['worse'], string]>([
  [0.95, 'higher', 'p95'],
  [0.999, 'higher', 'p99.9'],
  [0.95, 'lower', 'p5'],
])('the quantile %d where %s is worse is %s', (level, worse, name) => expect(quantileName(level, worse)).toBe(name));

it.each([
  [105.26, 'below 1 in 105'],
  [999.9, 'below 1 in 999'],
  [1000, 'below 1 in 1,000'],
  [21_987, 'below 1 in 21,000'],
  [999_999_999, 'below 1 in 990,000,000'],
  [1e9, 'below 1 in a billion'],
])('an e-value of %d: %s, never better than it is', (eValue, words) => expect(odds(eValue)).toBe(words));

it.each([
  [0.8123, '0.81'],
  [5.64, '5.6'],
  [10, '10'],
  [60.9, '60'],
  [1204.3, '1,204'],
])('%d is roughly %s', (n, words) => expect(roughly(n)).toBe(words));

it.each([
  [0, '0 looks'],
  [1, '1 look'],
  [1869, '1,869 looks'],
])('%d times', (n, words) => expect(times(n, 'look', 'looks')).toBe(words));

describe('what a source said', () => {
  it.each([
    ['timeout\n  after 10 s.', 'timeout after 10 s'],
    ['  refused...  ', 'refused'],
    ['a: b; c,', 'a: b; c'],
    ['x'.repeat(200), 'x'.repeat(200)],
    ['x'.repeat(201), `${'x'.repeat(199)}…`],
    [`${'x'.repeat(198)} ${'y'.repeat(20)}`, `${'x'.repeat(198)}…`],
  ])('%j is one short line without a full stop', (said, words) => expect(quoted(said)).toBe(words));
});
