import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { days, hours, instant, millis, minus, minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { criterion } from './app.fixture.ts';
import { usualBand, usualDay } from './usual-band.ts';

const deploy = instant(Date.parse('2026-12-01T00:00:00Z'));
const gauge = criterion({ measure: 'gauge', unit: 'none', every: minutes(1) });
const times = Array.from({ length: 144 }, (_, index) => plus(deploy, minutes(10 * index)) / 1_000);
const hourOf = (at: number) => Math.floor((at % days(1)) / hours(1));

/** A reading a minute for so long before the deploy. */
const before = (span: number, valueAt: (at: number) => number): Observation[] =>
  Array.from({ length: span / 60_000 }, (_, index) => {
    const at = plus(minus(deploy, millis(span)), minutes(index));
    return { criterion: gauge.name, at, seconds: 60, reading: { type: 'gauge', value: valueAt(at) } };
  });

const bandOf = (baseline: readonly Observation[]) => {
  const usual = usualDay(gauge, baseline, minutes(10));
  return usual && usualBand(usual, times);
};

describe('what was usual', () => {
  it('is told for each time of the day, when a week of it was seen', () => {
    const week = before(days(7), (at) => (hourOf(at) === 3 ? 100 : 10));
    const band = bandOf(week);
    const at = (hour: number) => ({ low: band?.low[hour * 6 + 3], high: band?.high[hour * 6 + 3] });
    expect(at(12)).toEqual({ low: 10, high: 10 });
    expect(at(3)).toMatchObject({ high: 100 });
  });

  it('is all that was read, where the time of the day was not seen', () => {
    const evening = before(hours(3), (at) => (at / 60_000) % 2);
    const band = bandOf(evening);
    expect(new Set(band?.low)).toEqual(new Set([0.5]));
    expect(band?.high).toHaveLength(times.length);
  });

  it('leaves out the widest tenth', () => {
    const spiky = before(days(7), (at) => ((at / 60_000) % 500 === 0 ? 900 : 10));
    expect(new Set(bandOf(spiky)?.high)).toEqual(new Set([10]));
  });

  it('is unknown without readings, and with a handful of them', () => {
    expect(bandOf([])).toBeUndefined();
    expect(bandOf(before(hours(1), () => 1))).toBeUndefined();
  });
});
