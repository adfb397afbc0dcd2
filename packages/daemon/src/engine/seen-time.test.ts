import { describe, expect, it } from 'vitest';
import { blindSeconds, coverageOf, endAfter, hasSeenUntil, noteSeen } from './seen-time.ts';
import { defaultTuning } from './tuning.ts';

const every = { everySeconds: 15 };
const seen = (unseenSeconds: number, seenUntil: number, readings = 10) => ({ unseenSeconds, seenUntil, readings });

describe('a reading speaks', () => {
  type Reading = readonly [at: number, end: number];
  const after = (readings: readonly Reading[]) => {
    const state = { unseenSeconds: 0, seenUntil: 0 } as Parameters<typeof noteSeen>[0];
    for (const [at, end] of readings) noteSeen(state, at, end, 60);
    return state;
  };

  it.each<[string, readonly Reading[], { seenUntil: number; unseenSeconds: number }]>([
    ['until the next one is due, when its own interval is shorter', [[0, 15]], { seenUntil: 60, unseenSeconds: 0 }],
    ['of its whole interval, when that is longer', [[0, 90]], { seenUntil: 90, unseenSeconds: 0 }],
    ['not of the time before it', [[100, 160]], { seenUntil: 160, unseenSeconds: 100 }],
    [
      'of time that another one spoke of, without counting it twice',
      [
        [0, 90],
        [60, 75],
      ],
      { seenUntil: 120, unseenSeconds: 0 },
    ],
    [
      'never for less than is known already',
      [
        [0, 300],
        [60, 75],
      ],
      { seenUntil: 300, unseenSeconds: 0 },
    ],
  ])('%s', (_, readings, state) => expect(after(readings)).toEqual(state));
});

describe('blind', () => {
  it.each<[string, ReturnType<typeof seen>, number, number]>([
    ['is nobody while the latest reading is on its way: two intervals', seen(0, 100), 130, 0],
    ['is who waits longer than that', seen(0, 100), 131, 1],
    ['is also what was missed before', seen(60, 100), 100, 30],
    ['is no more than the whole time', seen(0, 0), 20, 0],
    ['is no more than the whole time, whatever was missed', seen(500, 40), 45, 45],
    ['is nobody who has seen ahead', seen(0, 400), 100, 0],
  ])('%s', (_, state, now, blind) => expect(blindSeconds(state, every, now)).toBe(blind));
});

describe('coverage', () => {
  it.each<[string, ReturnType<typeof seen>, number, number]>([
    ['is whole when all was seen', seen(0, 100), 100, 1],
    ['is the share that was seen', seen(50, 200), 200, 0.9],
    ['is nothing before the first reading', seen(0, 0, 0), 20, 0],
    ['is nothing in the moment of the deploy', seen(0, 15), 0, 0],
    ['is there one second after it', seen(0, 15), 1, 1],
  ])('%s', (_, state, now, coverage) => expect(coverageOf(state, every, now)).toBe(coverage));
});

describe('the watch ends', () => {
  const tuning = { ...defaultTuning, horizonSeconds: 1000, coverage: 0.8 };
  it.each([
    ['after its whole duration', 0, 1000],
    ['later by what was missed', 100, 1100],
    ['when what was missed is no more than a fifth', 300, 1500],
  ])('%s', (_, blind, end) => expect(endAfter(blind, tuning)).toBeCloseTo(end, 9));

  it.each<[string, ReturnType<typeof seen>, number, boolean]>([
    ['not without a reading', seen(0, 2000, 0), 1000, false],
    ['when it was seen to its end', seen(100, 1000), 1000, true],
    ['not one second before', seen(100, 1000), 1001, false],
    ['with the last reading on its way', seen(0, 1000), 1030, true],
    ['not when that one is overdue', seen(0, 1000), 1031, false],
  ])('%s', (_, state, end, ends) => expect(hasSeenUntil(state, every, end)).toBe(ends));
});
