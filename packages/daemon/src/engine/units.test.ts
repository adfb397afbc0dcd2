import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { describe, expect, it } from 'vitest';
import { absent, check, count, criterion, error, gauge, latency, rate } from './scenario.fixture.ts';
import { shapeOf } from './shape.ts';
import { samples } from './statistics/distribution.ts';
import { amountOf, unitsOf } from './units.ts';

const of = (reading: Reading, worse: Criterion['worse'] = 'higher') => {
  const { type } = reading;
  const measure = type === 'histogram' ? 'latency' : type === 'absent' || type === 'error' ? 'rate' : type;
  return unitsOf(criterion({ measure, worse }), reading, 30);
};
const counted = (n: number, k: number) => ({ type: 'counted', count: { n, k } });
const measured = (...sorted: number[]) => ({ type: 'measured', values: samples(sorted) });
const buckets: Reading = { type: 'histogram', bounds: [1, 2], counts: [3, 4, 5] };

describe('a reading in units', () => {
  it.each<[string, Reading, object]>([
    ['requests, and the bad ones of them', rate(3, 500), counted(500, 3)],
    ['no request is no unit', rate(0, 0), counted(0, 0)],
    ['one look, well', check(true), counted(1, 0)],
    ['one look, failed', check(false), counted(1, 1)],
    ['minutes, and the events in them', count(4), counted(0.5, 4)],
    ['a level', gauge(7), measured(7)],
    ['times, in order', latency(3, 1, 2), measured(1, 2, 3)],
    ['buckets', buckets, { type: 'measured', values: buckets }],
  ])('%s', (_, reading, units) => expect(of(reading)).toEqual(units));

  it('where lower is worse values are turned, so that more always is', () => {
    expect(of(gauge(7), 'lower')).toEqual(measured(-7));
    expect(of(latency(3, 1, 2), 'lower')).toEqual(measured(-3, -2, -1));
  });

  it('what could not be read has none, which is not zero', () => {
    expect(of(absent)).toBeUndefined();
    expect(of(error)).toBeUndefined();
  });
});

it.each<[string, Reading, number]>([
  ['requests', rate(3, 500), 500],
  ['minutes', count(4), 0.5],
  ['values', latency(3, 1, 2), 3],
  ['values in buckets', buckets, 12],
])('there are as many units as %s', (_, reading, n) => {
  const units = of(reading);
  expect(units && amountOf(units)).toBe(n);
});

it.each<[string, Reading, object | null]>([
  ['one by one', latency(1), { type: 'samples' }],
  ['in buckets', buckets, { type: 'histogram', bounds: [1, 2] }],
  ['in neither way when there are none', latency(), null],
  ['in neither way when they are no values', rate(1, 2), null],
])('values come %s', (_, reading, shape) => expect(shapeOf(reading)).toEqual(shape));
