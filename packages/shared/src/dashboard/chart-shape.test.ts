import { describe, expect, it } from 'vitest';
import { bandPath, type Drawn, gapsIn, heightOf, linePath, scaleOf } from './chart-shape.ts';

const drawn = (values: (number | null)[], more: Partial<Drawn> = {}): Drawn => ({
  times: values.map((_, index) => index * 60),
  values,
  ...more,
});
const scale = { bottom: 0, top: 10, ticks: [0, 5, 10] };

describe('the scale', () => {
  it.each<[string, Drawn, number, number]>([
    ['begins at zero', drawn([3, 4]), 0, 4],
    ['has the limit in sight', drawn([0.2, 0.4], { limit: 0.8 }), 0, 1],
    ['leaves out a limit that would flatten the readings', drawn([1, 2], { limit: 90 }), 0, 2],
    ['shows the limit of readings that are zero', drawn([0, 0], { limit: 0.01 }), 0, 0.01],
    ['has room for the interval', drawn([1, 1], { interval: [0.5, 9] }), 0, 10],
    ['has room for what was usual', drawn([1], { usual: { low: [1], high: [19] } }), 0, 20],
    ['goes below zero where readings do', drawn([-3, 4]), -5, 5],
    ['stands without any reading', drawn([null, null]), 0, 1],
    ['stands on readings of nothing but zero', drawn([0, 0]), 0, 1],
  ])('%s', (_what, of, bottom, top) => {
    expect(scaleOf(of)).toMatchObject({ bottom, top });
  });

  it('has round numbers on it', () => {
    expect(scaleOf(drawn([0.037])).ticks).toEqual([0, 0.02, 0.04]);
  });

  it('measures from the top, and keeps what lies outside at the edge', () => {
    expect([0, 5, 10, 12].map((value) => heightOf(value, scale))).toEqual([100, 50, 0, 0]);
  });
});

describe('a line', () => {
  it.each<[(number | null)[], string]>([
    [[0, 10], 'M0 100L1000 0'],
    [[0, null, 10, 5], 'M0 100h2M666.7 0L1000 50'],
    [[null, null], ''],
    [[], ''],
  ])('through %j', (values, path) => {
    expect(linePath(values, scale)).toBe(path);
  });
  it('is a band between two', () => {
    expect(bandPath([0, 5], [5, 10], scale)).toBe('M0 50L1000 0L1000 50L0 100Z');
  });
});

describe('gaps', () => {
  it('lie between readings, and after the last one until now', () => {
    const values = [null, 1, null, null, null, 1, null, null, null, null, null];
    const gaps = gapsIn(drawn(values), 540);
    expect(gaps.map(([from, to]) => [from.toFixed(1), to.toFixed(1)])).toEqual([
      ['0.1', '0.5'],
      ['0.5', '0.9'],
    ]);
  });
  it('are none where readings are sparse, or there are none at all', () => {
    expect(gapsIn(drawn([1, null, 1, null, 1]), 1e9)).toEqual([]);
    expect(gapsIn(drawn([null, null]), 1e9)).toEqual([]);
  });
});
