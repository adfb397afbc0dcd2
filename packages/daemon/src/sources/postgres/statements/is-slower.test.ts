import { describe, expect, it } from 'vitest';
import type { Counters } from './counters.ts';
import { isSlower } from './is-slower.ts';

const bar = { factor: 2, atLeast: 5 };
/** So many calls with this mean and this deviation, in ms. */
const timed = (calls: number, mean: number, deviation: number): Counters => [
  calls,
  calls * mean,
  calls * (mean * mean + deviation * deviation),
];

describe('a statement is slower', () => {
  it.each([
    ['thirteen times, over many calls', timed(1_204, 41, 20), timed(12_000, 3, 2), true],
    ['thirteen times, over 25 calls', timed(25, 41, 20), timed(12_000, 3, 2), true],
    ['not yet twice', timed(10_000, 19.9, 1), timed(10_000, 10, 1), false],
    ['three times, where times are all over the place', timed(25, 30, 60), timed(10_000, 10, 20), false],
    ['ten times, but less than is worth a word', timed(10_000, 3, 1), timed(10_000, 0.3, 0.1), false],
    ['twice and a little, beyond doubt', timed(10_000, 23, 5), timed(10_000, 10, 5), true],
    ['by one mad call among many', timed(100, 25, 149), timed(10_000, 10, 5), false],
    ['of which only three calls are known from before', timed(1_000, 25, 3), timed(3, 10, 0), false],
    ['very much, with three calls known from before', timed(1_000, 400, 30), timed(3, 10, 0), true],
    ['quicker', timed(1_000, 1, 1), timed(1_000, 20, 1), false],
  ])('%s', (_, now, before, slower) => {
    expect(isSlower(now, before, bar)).toBe(slower);
  });
});
