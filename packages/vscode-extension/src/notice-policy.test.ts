import { describe, expect, it } from 'vitest';
import type { Notice } from './notice.ts';
import { mayTell } from './notice-policy.ts';
import type { NotificationLevel } from './settings.ts';

const types = ['roll-back', 'rollback-asked', 'hold', 'succeeded', 'undecided', 'unreachable'] as const;
const noon = 12 * 60;
const told = (level: NotificationLevel, minute = noon, quiet?: readonly [number, number]): Notice['type'][] => {
  const quietHours = quiet && { from: quiet[0] * 60, until: quiet[1] * 60 };
  return types.filter((type) => mayTell({ type }, { level, quietHours }, minute));
};

describe('mayTell', () => {
  it.each([
    ['all', types],
    ['verdictChanges', ['roll-back', 'rollback-asked', 'hold', 'succeeded', 'undecided']],
    ['rollbackOnly', ['roll-back', 'rollback-asked']],
    ['none', []],
  ] as const)('tells with %s: %j', (level, wanted) => expect(told(level)).toEqual(wanted));

  it.each([
    [22, 7, 23 * 60 + 59],
    [22, 7, 0],
    [22, 7, 7 * 60 - 1],
    [12, 14, noon],
  ])('is quiet from %i to %i at minute %i, but for a rollback', (from, until, minute) =>
    expect(told('all', minute, [from, until])).toEqual(['roll-back', 'rollback-asked']),
  );

  it.each([
    [22, 7, 7 * 60],
    [22, 7, 22 * 60 - 1],
    [12, 14, 14 * 60],
  ])('is not quiet from %i to %i at minute %i', (from, until, minute) =>
    expect(told('all', minute, [from, until])).toEqual(types),
  );
});
