import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Measure, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { describe, expect, it } from 'vitest';
import { readingFault } from './reading-fault.ts';
import { absent, check, count, criterion, error, gauge, latency, rate } from './scenario.fixture.ts';
import type { Shape } from './shape.ts';

const buckets = (bounds: number[], counts: number[]): Reading => ({ type: 'histogram', bounds, counts });
const fault = (measure: Measure, reading: Reading, shape: Shape | null = null, of: Partial<Criterion> = {}) =>
  readingFault(criterion({ measure, ...of }), reading, shape);
const sound = undefined;

const measures: readonly Measure[] = ['rate', 'check', 'count', 'gauge', 'latency'];

describe('a reading belongs to a measure', () => {
  it.each<[string, Reading, readonly Measure[]]>([
    ['a rate to a rate, and to looks that were summed up', rate(1, 2), ['rate', 'check']],
    ['a look to a check', check(false), ['check']],
    ['a count to a count', count(3), ['count']],
    ['a level to a gauge', gauge(3), ['gauge']],
    ['values to a latency, and to levels that were gathered', latency(0.1), ['latency', 'gauge']],
    ['buckets to a latency', buckets([1], [1, 0]), ['latency']],
  ])('%s', (_, reading, fit) => {
    for (const measure of measures) {
      const said = fit.includes(measure) ? sound : `a ${reading.type} reading for a ${measure}`;
      expect(fault(measure, reading)).toBe(said);
    }
  });

  it('and what the source could not say is told as it said it', () => {
    for (const measure of measures) {
      expect(fault(measure, absent)).toBe('no rows');
      expect(fault(measure, error)).toBe('timeout after 10 s');
    }
  });
});

describe('what is not a sound number never becomes one', () => {
  it.each<[string, Reading, string | undefined]>([
    ['none of none', rate(0, 0), sound],
    ['all of them', rate(10, 10), sound],
    ['a fraction, from a rate over a window', rate(0.5, 1.5), sound],
    ['the least that is counted', rate(0, 1e-9), sound],
    ['less than anything that is counted', rate(0, 1e-10), 'its total is 1e-10, less than anything that is counted'],
    ['the last exact whole number', rate(0, Number.MAX_SAFE_INTEGER), sound],
    ['beyond exact whole numbers', rate(0, 1e300), 'its total is 1e+300, more than 9007199254740991'],
    ['the first inexact whole number', rate(0, 2 ** 53), 'its total is 9007199254740992, more than 9007199254740991'],
    ['fewer than none', rate(-1, 10), 'its number of bad ones is negative'],
    [
      'more of them than can be counted',
      rate(2 ** 53, 0),
      'its number of bad ones is 9007199254740992, more than 9007199254740991',
    ],
    ['out of fewer than none', rate(0, -1), 'its total is negative'],
    ['no number', rate(Number.NaN, 10), 'its number of bad ones is not finite'],
    ['more bad than there are', rate(11, 10), '11 bad of only 10'],
  ])('rate: %s', (_, reading, said) => expect(fault('rate', reading)).toBe(said));

  it.each([
    [0, sound],
    [7, sound],
    [-1, 'its count is negative'],
    [Number.POSITIVE_INFINITY, 'its count is not finite'],
    [2 ** 53, 'its count is 9007199254740992, more than 9007199254740991'],
  ])('count: %d', (n, said) => expect(fault('count', count(n))).toBe(said));

  it.each([
    [-5, sound],
    [1e100, sound],
    [1.1e100, 'its value is 1.1e+100, more than 1e+100'],
    [-1.1e100, 'its value is -1.1e+100, more than 1e+100'],
    [Number.NaN, 'its value is not finite'],
  ])('gauge: %d, alone or among others', (value, said) => {
    expect(fault('gauge', gauge(value))).toBe(said);
    expect(fault('gauge', latency(1, value))).toBe(said);
  });

  it.each([
    [0, sound],
    [1e100, sound],
    [1.1e100, 'a time is 1.1e+100, more than 1e+100'],
    [-0.1, 'a time is negative'],
    [Number.NaN, 'a time is not finite'],
  ])('latency: %d', (value, said) => expect(fault('latency', latency(1, value))).toBe(said));

  it.each<[string, number[], number[], string | undefined]>([
    ['one bound', [1], [0, 0], sound],
    ['ascending from zero', [0, 1, 2], [1, 2, 3, 4], sound],
    ['no bounds', [], [4], 'buckets without bounds'],
    ['no count for what is over', [1, 2], [4, 1], '2 counts for 2 bounds and what is over'],
    ['a count too many', [1], [4, 1, 1], '3 counts for 1 bounds and what is over'],
    ['a negative bound', [-1, 2], [0, 0, 0], 'a bound is negative'],
    ['an endless bound', [1, Number.POSITIVE_INFINITY], [0, 0, 0], 'a bound is not finite'],
    ['a bound twice', [1, 1], [0, 0, 0], 'the bounds do not ascend'],
    ['a bound that falls', [1, 3, 2], [0, 0, 0, 0], 'the bounds do not ascend'],
    ['a bound beyond all times', [1, 1.1e100], [0, 0, 0], 'a bound is 1.1e+100, more than 1e+100'],
    ['a count beyond counting', [1], [1e-10, 0], 'a bucket count is 1e-10, less than anything that is counted'],
    ['a negative count', [1, 2], [0, -1, 0], 'a bucket count is negative'],
  ])('buckets: %s', (_, bounds, counts, said) => expect(fault('latency', buckets(bounds, counts))).toBe(said));

  it('buckets cannot be turned round', () => {
    expect(fault('latency', buckets([1], [0, 0]), null, { worse: 'lower' })).toBe(
      'buckets cannot be judged where lower is worse; give single values',
    );
  });
});

describe('values come one by one or in the same buckets, all through', () => {
  const mixed = 'single values and buckets cannot be mixed';
  const other = 'its buckets are not those it had before';
  const samples: Shape = { type: 'samples' };
  const of = (...bounds: number[]): Shape => ({ type: 'histogram', bounds });
  const read = buckets([1, 2], [0, 0, 0]);
  it.each<[string, Reading, Shape | null, string | undefined]>([
    ['values first', latency(1), null, sound],
    ['values after values', latency(1), samples, sound],
    ['none at all after values', latency(), samples, sound],
    ['none at all after buckets', latency(), of(1, 2), sound],
    ['values after buckets', latency(1), of(1, 2), mixed],
    ['buckets after values', read, samples, mixed],
    ['the same buckets', read, of(1, 2), sound],
    ['other buckets', read, of(1, 3), other],
    ['one bucket more before', read, of(1, 2, 3), other],
    ['one bucket fewer before', read, of(1), other],
  ])('%s', (_, reading, shape, said) => expect(fault('latency', reading, shape)).toBe(said));
});
