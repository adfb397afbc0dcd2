import type { Measure, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { describe, expect, it } from 'vitest';
import { foldPushed } from './fold-pushed.ts';

const ok = (holds: boolean, because?: string): Reading =>
  because === undefined ? { type: 'check', ok: holds } : { type: 'check', ok: holds, because };
const histogram = (bounds: number[], counts: number[]): Reading => ({ type: 'histogram', bounds, counts });

describe('what was pushed in one interval', () => {
  it.each<[string, Measure, Reading[], Reading]>([
    [
      'errors and requests are summed, with the latest word',
      'rate',
      [
        { type: 'rate', bad: 1, total: 10, because: 'a 502' },
        { type: 'rate', bad: 2, total: 30 },
      ],
      { type: 'rate', bad: 3, total: 40, because: 'a 502' },
    ],
    [
      'events are summed',
      'count',
      [
        { type: 'count', count: 1, because: 'one' },
        { type: 'count', count: 4, because: 'another' },
      ],
      { type: 'count', count: 5, because: 'another' },
    ],
    [
      'what was counted over a longer time was counted in all of it',
      'count',
      [
        { type: 'count', count: 30, over: 600 },
        { type: 'count', count: 1, over: 60 },
      ],
      { type: 'count', count: 31, over: 660 },
    ],
    [
      'times are put together',
      'latency',
      [
        { type: 'latency', values: [0.1] },
        { type: 'latency', values: [0.2, 0.3] },
      ],
      { type: 'latency', values: [0.1, 0.2, 0.3] },
    ],
    ['buckets are summed', 'latency', [histogram([1], [2, 0]), histogram([1], [3, 1])], histogram([1], [5, 1])],
    [
      'of a level the latest counts',
      'gauge',
      [
        { type: 'gauge', value: 9 },
        { type: 'gauge', value: 3 },
      ],
      { type: 'gauge', value: 3 },
    ],
    ['a check holds when all did', 'check', [ok(true), ok(true, 'fine')], ok(true, 'fine')],
    [
      'a check that failed once does not hold',
      'check',
      [ok(false, 'no mail'), ok(true)],
      ok(false, '1 of 2 do not hold: no mail'),
    ],
    [
      'what could not be looked at does not hide what could',
      'check',
      [ok(false, 'no mail'), { type: 'error', because: 'timeout' }],
      ok(false, 'no mail'),
    ],
    [
      'trouble after a check that held is trouble',
      'check',
      [ok(true), { type: 'error', because: 'timeout' }],
      { type: 'error', because: 'timeout' },
    ],
    ['a check that holds after trouble holds', 'check', [{ type: 'error', because: 'timeout' }, ok(true)], ok(true)],
    [
      'trouble after a level is trouble',
      'gauge',
      [
        { type: 'gauge', value: 3 },
        { type: 'absent', because: 'no queue' },
      ],
      { type: 'absent', because: 'no queue' },
    ],
    [
      'no event and trouble is not no event',
      'count',
      [
        { type: 'error', because: 'timeout' },
        { type: 'count', count: 0 },
      ],
      { type: 'error', because: 'timeout' },
    ],
    [
      'events that were seen are not hidden by trouble',
      'rate',
      [
        { type: 'rate', bad: 1, total: 9 },
        { type: 'error', because: 'timeout' },
      ],
      { type: 'rate', bad: 1, total: 9 },
    ],
    [
      'nothing but trouble is trouble',
      'gauge',
      [
        { type: 'absent', because: 'no queue' },
        { type: 'error', because: 'timeout' },
      ],
      { type: 'error', because: 'timeout' },
    ],
  ])('%s', (_, measure, pushed, reading) => {
    expect(foldPushed(measure, pushed)).toEqual(reading);
  });

  it.each<[string, Reading[]]>([
    ['different bounds', [histogram([1], [2, 0]), histogram([2], [3, 1])]],
    ['times and buckets', [histogram([1], [2, 0]), { type: 'latency', values: [1] }]],
  ])('is an error when it cannot be put together: %s', (_, pushed) => {
    expect(foldPushed('latency', pushed).type).toBe('error');
  });
});
