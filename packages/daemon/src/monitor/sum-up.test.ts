import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { sumUp, valuesPerMinute } from './sum-up.ts';

const start = Date.UTC(2026, 11, 1, 22);
const at = (second: number, reading: Reading, seconds = 15): Observation => ({
  criterion: 'one',
  at: instant(start + second * 1_000),
  seconds,
  reading,
});
const check = (ok: boolean): Reading => ({ type: 'check', ok });
const gauge = (value: number): Reading => ({ type: 'gauge', value });
const histogram = (bounds: readonly number[], counts: readonly number[]): Reading => ({
  type: 'histogram',
  bounds,
  counts,
});

describe('the readings of one minute become one', () => {
  it.each<[string, Reading[], Reading]>([
    [
      'rates are added up, and examples are dropped',
      [
        { type: 'rate', bad: 1, total: 40, because: 'POST /checkout 502' },
        { type: 'rate', bad: 0, total: 0 },
        { type: 'rate', bad: 2, total: 60.5 },
      ],
      { type: 'rate', bad: 3, total: 100.5 },
    ],
    ['looks are bad ones of all', [check(true), check(false), check(true)], { type: 'rate', bad: 1, total: 3 }],
    [
      'counts are added up',
      [
        { type: 'count', count: 2 },
        { type: 'count', count: 0 },
      ],
      { type: 'count', count: 2 },
    ],
    [
      'a count over a gap adds its time',
      [
        { type: 'count', count: 20, over: 150 },
        { type: 'count', count: 2 },
      ],
      { type: 'count', count: 22, over: 165 },
    ],
    [
      'buckets are added up',
      [histogram([0.1, 1], [4, 1, 0]), histogram([0.1, 1], [2, 0, 3])],
      histogram([0.1, 1], [6, 1, 3]),
    ],
    ['levels are gathered, also below zero', [gauge(17), gauge(-3)], { type: 'latency', values: [17, -3] }],
    [
      'times are gathered',
      [
        { type: 'latency', values: [0.2, 0.1] },
        { type: 'latency', values: [] },
        { type: 'latency', values: [0.4] },
      ],
      { type: 'latency', values: [0.2, 0.1, 0.4] },
    ],
  ])('%s', (_, readings, reading) => {
    const observations = readings.map((one, index) => at(index * 15, one));
    expect(sumUp(observations)).toEqual([at(0, reading, readings.length * 15)]);
  });

  it('one for each minute, which begins with its first reading', () => {
    const looks = [10, 25, 40, 55, 70, 85].map((second) => at(second, check(true)));
    expect(sumUp(looks)).toEqual([
      at(10, { type: 'rate', bad: 0, total: 4 }, 60),
      at(70, { type: 'rate', bad: 0, total: 2 }, 30),
    ]);
  });

  it('no data is no data: it is not there, and no time is claimed for it', () => {
    const gaps = [at(0, { type: 'error', because: 'refused' }), at(15, { type: 'absent', because: 'no rows' })];
    expect(sumUp(gaps)).toEqual([]);
    expect(sumUp([...gaps, at(30, check(true))])).toEqual([at(30, { type: 'rate', bad: 0, total: 1 })]);
  });

  it('two where the buckets changed in the middle', () => {
    const [before, after] = [histogram([0.1], [1, 0]), histogram([0.2], [1, 0])];
    expect(sumUp([at(0, before), at(15, before), at(30, after)])).toEqual([
      at(0, histogram([0.1], [2, 0]), 30),
      at(30, after),
    ]);
  });

  it('a reading of several minutes stays what it is', () => {
    const slow = [0, 300].map((second) => at(second, { type: 'count', count: 1 }, 300));
    expect(sumUp(slow)).toEqual(slow);
  });
});

it('thins many single values so that their quantiles stay', () => {
  const values = Array.from({ length: 10_000 }, (_, index) => ((index * 7_919) % 10_000) / 10_000);
  const [minute] = sumUp([at(0, { type: 'latency', values })]);
  const kept = minute?.reading.type === 'latency' ? minute.reading.values : [];
  expect(kept).toHaveLength(valuesPerMinute);
  for (const level of [0.5, 0.95, 0.99]) {
    expect(kept[Math.ceil(level * kept.length) - 1]).toBeCloseTo(level, 2);
  }
});
