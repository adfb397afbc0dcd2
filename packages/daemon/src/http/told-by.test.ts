import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { toldBy } from './told-by.ts';

const start = instant(Date.parse('2026-12-01T22:00:00Z'));
const told = (...readings: Reading[]) =>
  toldBy(readings.map((reading, index) => ({ criterion: 'c', at: plus(start, seconds(index)), seconds: 1, reading })));

it.each<[string, Reading, 'seen' | 'absent' | 'error' | undefined]>([
  ['errors that were counted', { type: 'count', count: 2, because: 'x' }, 'seen'],
  ['no error at all', { type: 'count', count: 0, because: 'x' }, undefined],
  ['bad lines', { type: 'rate', bad: 1, total: 9, because: 'x' }, 'seen'],
  ['good lines', { type: 'rate', bad: 0, total: 9, because: 'x' }, undefined],
  ['a workflow that failed', { type: 'check', ok: false, because: 'x' }, 'seen'],
  ['a workflow that passed', { type: 'check', ok: true, because: 'x' }, undefined],
  ['a level with an example', { type: 'gauge', value: 1, because: 'x' }, 'seen'],
  ['a level alone', { type: 'gauge', value: 1 }, undefined],
  ['times', { type: 'latency', values: [1] }, undefined],
  ['a histogram', { type: 'histogram', bounds: [1], counts: [1, 0] }, undefined],
  ['nothing there', { type: 'absent', because: 'x' }, 'absent'],
  ['a source in trouble', { type: 'error', because: 'x' }, 'error'],
])('of %s', (_what, reading, type) => {
  expect(told(reading).map((one) => one.type)).toEqual(type === undefined ? [] : [type]);
});

it('says each sentence once, with how often and when it was said last, the newest first', () => {
  const fault = (because: string): Reading => ({ type: 'count', count: 1, because });
  expect(told(fault('no stock'), fault('timeout'), fault('no stock'))).toEqual([
    { type: 'seen', because: 'no stock', at: '2026-12-01T22:00:02.000Z', times: 2 },
    { type: 'seen', because: 'timeout', at: '2026-12-01T22:00:01.000Z', times: 1 },
  ]);
});

it('stays short', () => {
  const many = Array.from({ length: 40 }, (_, n): Reading => ({ type: 'error', because: `fault ${n}` }));
  expect(told(...many).map(({ because }) => because)).toEqual([39, 38, 37, 36, 35, 34].map((n) => `fault ${n}`));
});
