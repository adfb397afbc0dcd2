import { describe, expect, it } from 'vitest';
import { days, hours, instant, minus, minutes, plus, seconds } from '../vocabulary/time.ts';
import { chartRange } from './chart-range.ts';
import { clockTime, zoneOffset } from './local-time.ts';
import { steadyOrder } from './steady-order.ts';
import { nightsIn, percent, placed, timeTicks } from './time-axis.ts';

const from = instant(Date.parse('2026-12-01T12:00:00Z'));

describe('a time axis', () => {
  it.each([
    [seconds(40), 9],
    [minutes(10), 4],
    [hours(3), 4],
    [days(1), 9],
    [days(2), 4],
    [days(60), 4],
  ])('of %d ms has at most %d times, and some', (span, most) => {
    const ticks = timeTicks({ from, until: plus(from, span) }, most);
    expect(ticks.length).toBeGreaterThan(0);
    expect(ticks.length).toBeLessThanOrEqual(most + 1);
  });

  it('stands on round times of the reader', () => {
    const ticks = timeTicks({ from, until: plus(from, days(1)) }, 9);
    expect(ticks.every(({ at }) => (at + zoneOffset(at)) % hours(3) === 0)).toBe(true);
  });

  it('has moments and stretches by their share', () => {
    const range = { from, until: plus(from, hours(10)) };
    expect(percent(plus(from, hours(5)), range)).toBe(50);
    expect(percent(plus(from, hours(50)), range)).toBe(100);
    expect(percent(from, { from, until: from })).toBe(0);
    expect(placed({ from: plus(from, hours(1)), until: plus(from, hours(3)) }, range)).toEqual({
      left: '10%',
      width: '20%',
    });
  });
});

describe('nights', () => {
  it('last from ten to six on the clock of the reader', () => {
    const nights = nightsIn({ from, until: plus(from, days(2)) }).map((night) => [
      clockTime(night.from),
      clockTime(night.until),
    ]);
    expect(nights.slice(0, 1)).toEqual([['22:00', '06:00']]);
    expect(nights.length).toBeGreaterThanOrEqual(2);
  });
  it('are no news in a picture of minutes', () => {
    expect(nightsIn({ from: plus(from, hours(11)), until: plus(from, hours(12)) })).toEqual([]);
  });
});

describe('what a chart shows', () => {
  const deployment = { requestedAt: '2026-12-01T11:50:00Z', finishedAt: '2026-12-01T12:00:00Z' };
  const hoursOf = (range: { from: number; until: number }) => [
    (range.from - from) / 3_600_000,
    (range.until - from) / 3_600_000,
  ];
  it('begins before the deploy and ends at a round span after it', () => {
    expect(hoursOf(chartRange(deployment, plus(from, hours(3)), 'whole'))).toEqual([-1 / 6 - 1, 4]);
    expect(chartRange(deployment, plus(from, hours(3.2)), 'whole')).toEqual(
      chartRange(deployment, plus(from, hours(3)), 'whole'),
    );
    expect(hoursOf(chartRange(deployment, plus(from, hours(30)), 'whole'))[1]).toBe(32);
  });
  it('ends where a deployment of the past has ended', () => {
    const past = { ...deployment, endedAt: '2026-12-01T14:30:00Z' };
    expect(hoursOf(chartRange(past, plus(from, days(9)), 'whole'))[1]).toBe(2.5);
  });
  it('is the last hour, when somebody asks for it', () => {
    const now = plus(from, minutes(200.5));
    const range = chartRange(deployment, now, '1h');
    expect(range.until).toBe(plus(from, minutes(201)));
    expect(range.from).toBe(minus(range.until, hours(1)));
  });
});

it('keeps the order that somebody reads: new ones come last, those that are gone leave', () => {
  expect(steadyOrder(['b', 'a', 'gone'], ['a', 'b', 'new'])).toEqual(['b', 'a', 'new']);
  expect(steadyOrder([], ['a', 'b'])).toEqual(['a', 'b']);
});
