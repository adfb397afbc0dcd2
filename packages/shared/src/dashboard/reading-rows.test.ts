import { describe, expect, it } from 'vitest';
import { instant } from '../vocabulary/time.ts';
import { readingRows } from './reading-rows.ts';

const at = (seconds: number) => instant(seconds * 1_000);
const of = (...values: (number | null)[]) => ({
  times: values.map((_, index) => index * 60),
  values,
  highest: values.map((value) => (value === 2 ? 9 : value)),
});

describe('a chart as a table', () => {
  it('has each reading, the newest first, and what was worst where that is another one', () =>
    expect(readingRows(of(1, 2, 3), at(180))).toEqual([
      { from: at(120), reading: 3 },
      { from: at(60), reading: 2, worst: 9 },
      { from: at(0), reading: 1 },
    ]));
  it('has a gap as one row', () =>
    expect(readingRows(of(1, null, null, null, 3), at(300))).toEqual([
      { from: at(240), reading: 3 },
      { from: at(60), until: at(240) },
      { from: at(0), reading: 1 },
    ]));
  it.each([
    ['between two readings', of(1, null, 3), 180, [120, 0]],
    ['that is not over', of(1, null), 90, [0]],
  ])('tells nothing of one span without a reading %s', (_, series, until, from) =>
    expect(readingRows(series, at(until)).map((row) => row.from)).toEqual(from.map(at)),
  );
  it('begins with the first reading', () =>
    expect(readingRows(of(null, null, null, 4), at(240))).toEqual([{ from: at(180), reading: 4 }]));
  it('tells a gap up to now, and nothing of what is still to come', () =>
    expect(readingRows(of(1, null, null, null, null), at(170))[0]).toEqual({ from: at(60), until: at(170) }));
  it('tells what was usual, where that is known', () => {
    const usual = { low: [0, null], high: [2, null] };
    expect(readingRows({ ...of(1, 3), usual }, at(120)).map((row) => 'usual' in row && row.usual)).toEqual([
      false,
      [0, 2],
    ]);
  });
  it('is empty without readings', () => expect(readingRows(of(), at(9))).toEqual([]));
});
