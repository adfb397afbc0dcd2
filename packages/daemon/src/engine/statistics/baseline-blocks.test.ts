import { describe, expect, it } from 'vitest';
import { hourAfter, isCovered, sameHourGroups, slotsIn, splitBlocks } from './baseline-blocks.ts';

const hour = 3600;
const day = 24 * hour;

describe('a baseline in blocks', () => {
  it.each([
    [3600, 60, 60],
    [3600, 1000, 4],
    [3600, 1500, 2],
    [60, 25, 2],
    [60, 40, 2],
    [60, 24, 2],
    [60, 3600, 1],
  ])('%i s hold, in slots of %i s, %i of them; half a slot goes to the even number', (seconds, slot, slots) => {
    expect(slotsIn(seconds, slot)).toBe(slots);
  });

  it('is cut into whole hours, counted back from the deploy', () => {
    const slots = Array.from({ length: 7 }, (_, i) => i);
    expect(splitBlocks(slots, 1200, hour)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(splitBlocks([1, 2], 1200, hour)).toEqual([]);
  });
});

describe('a time of day is covered when the baseline saw it, an hour to each side', () => {
  it.each([
    { title: 'the deploy itself', at: 0, span: 2 * hour, covered: true },
    { title: 'an hour after it', at: hour, span: 2 * hour, covered: true },
    { title: 'more than an hour after it', at: hour + 1, span: 2 * hour, covered: false },
    { title: 'an hour before a baseline of two hours began', at: day - 3 * hour, span: 2 * hour, covered: true },
    { title: 'earlier than that', at: day - 3 * hour - 1, span: 2 * hour, covered: false },
    { title: 'the first hour of the next day', at: day + hour, span: 2 * hour, covered: true },
    { title: 'the far side of 22 hours', at: 12 * hour, span: 22 * hour, covered: true },
    { title: 'any time, by 22 hours', at: 61 * 60, span: 22 * hour, covered: true },
    { title: 'not any time by two minutes less', at: 61 * 60, span: 22 * hour - 120, covered: false },
  ])('$title: $covered', ({ at, span, covered }) => {
    expect(isCovered({ at, spanSeconds: span, coverSeconds: hour })).toBe(covered);
  });

  it('the hours after the deploy go round with the day', () => {
    expect([0, hour - 1, hour, 23.5 * hour, day, day + 5 * hour].map(hourAfter)).toEqual([0, 0, 1, 23, 0, 5]);
  });
});

describe('the hours that an hour is compared with', () => {
  const tuning = { sameHourDays: 5, sameHourBad: 400 };
  const hours = (count: number, bad: number) => Array.from({ length: count }, () => bad);
  /** How long before the same time of day each of them lies, in hours: -1 is one hour earlier. */
  const apart = (group: readonly number[], blocks: number, after: number) =>
    [...new Set(group.map((block) => ((((block - blocks - after) % 24) + 36) % 24) - 12))].sort((a, b) => a - b);

  it('are all of them when there are less than five days', () => {
    expect(sameHourGroups(hours(119, 1000), tuning)).toBeNull();
    expect(sameHourGroups(hours(120, 1000), tuning)).toHaveLength(24);
  });

  it.each([
    { title: 'an hour to each side where that holds enough', bad: 400 / 15, reach: 1 },
    { title: 'two hours where it does not', bad: 400 / 25, reach: 2 },
    { title: 'four hours', bad: 400 / 45, reach: 4 },
  ])('are those of the same time of day, $title', ({ bad, reach }) => {
    const groups = sameHourGroups(hours(120, bad), tuning) ?? [];
    const near = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
    for (const [after, group] of groups.entries()) {
      expect(apart(group, 120, after)).toEqual(near);
      expect(group).toHaveLength(5 * near.length);
    }
  });

  it('are of the same time of day also when the baseline does not begin at that time', () => {
    for (const [after, group] of (sameHourGroups(hours(130, 1000), tuning) ?? []).entries()) {
      expect(apart(group, 130, after)).toEqual([-1, 0, 1]);
    }
  });

  it('are all of them where bad units are rare', () => {
    for (const group of sameHourGroups(hours(120, 1), tuning) ?? []) expect(group).toHaveLength(120);
  });
});
