import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { hours, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { WatchSetup } from '../ports/engine.ts';
import type { CriterionState } from './criterion-state.ts';
import { criterion, deployedAt, settingsFor } from './scenario.fixture.ts';
import { awaited, blindSoFar, endingOf, frameOf, openState, pairs } from './watch-state.ts';

const day = 86_400;
const errors = (name: string, of: Partial<Criterion> = {}) => criterion({ measure: 'rate', name, limit: 0.01, ...of });
const warning = { severity: 'warning' } as const;

const frame = (criteria: readonly Criterion[], more: Partial<WatchSetup> = {}) =>
  frameOf({
    criteria,
    startedAt: deployedAt,
    settings: settingsFor(hours(24)),
    rollback: { blocking: 1, critical: 2, integrity: 1 },
    ...more,
  });

/** A watch of criteria that were read like this. */
function watching(...criteria: readonly (readonly [Criterion, Partial<CriterionState>])[]) {
  const plan = frame(criteria.map(([of]) => of));
  const state = { criteria: openState(plan, []).criteria.map((of, i) => ({ ...of, ...criteria[i]?.[1] })) };
  return {
    awaited: (now: number) => awaited(plan, state, now).map(([{ criterion }]) => criterion.name),
    blind: (now: number) => blindSoFar(plan, state, now),
    ending: (now: number) => endingOf(plan, state, now),
  };
}
const readUntil = (seenUntil: number, unseenSeconds = 0) => ({ readings: 100, seenUntil, unseenSeconds });
const unread = {};

describe('a watch is as long', () => {
  it('as its plan says, and at most twice as long', () => {
    expect(frame([])).toMatchObject({ endRule: { horizonSeconds: day }, latestEnd: 2 * day });
  });

  it('as a person wanted it beyond that, though what the tests spend follows the plan', () => {
    const extension = { watch: hours(2), latestEnd: hours(3) };
    expect(frame([], { extension })).toMatchObject({
      endRule: { horizonSeconds: day + 7200 },
      latestEnd: 2 * day + 10_800,
      tuning: { horizonSeconds: day },
    });
  });
});

it('every criterion must have its state', () => {
  const of = frame([errors('a'), errors('b')]);
  const { criteria } = openState(of, []);
  expect(pairs(of, { criteria }).map(([judged, its]) => [judged.criterion.name, its.name])).toEqual([
    ['a', 'a'],
    ['b', 'b'],
  ]);
  expect(() => pairs(of, { criteria: criteria.slice(0, 1) })).toThrow('no state for b');
});

it('GO waits for what decides and is not silenced', () => {
  const silence = { from: 600, until: 900 };
  const { awaited } = watching(
    [errors('a'), unread],
    [errors('muted'), { silence }],
    [errors('warning', warning), unread],
    [errors('dry', { dryRun: true }), unread],
  );
  expect(awaited(599)).toEqual(['a', 'muted']);
  expect(awaited(600)).toEqual(['a']);
});

describe('blind is', () => {
  it('what the blindest that it waits for has missed', () => {
    const { blind } = watching(
      [errors('a'), readUntil(3600, 330)],
      [errors('b'), readUntil(3600, 630)],
      [errors('w', warning), unread],
    );
    expect(blind(3600)).toBe(600);
  });

  it('nothing where it waits for nobody', () => expect(watching([errors('w', warning), unread]).blind(3600)).toBe(0));
});

describe('a watch is over', () => {
  it('when it has seen its whole length', () => {
    const { ending } = watching([errors('a'), readUntil(day)], [errors('w', warning), unread]);
    expect(ending(day - 1)).toEqual({ state: 'running', expected: day });
    expect(ending(day)).toEqual({ state: 'seen-enough', at: day });
    expect(ending(day + 3600)).toEqual({ state: 'seen-enough', at: day });
  });

  it('as much later as the blindest missed, and not before the others have seen so far, too', () => {
    const gaps = readUntil(day + 600, 630);
    const late = (seenUntil: number) => watching([errors('a'), gaps], [errors('b'), readUntil(seenUntil)]).ending;
    expect(late(day + 600)(day + 599)).toEqual({ state: 'running', expected: day + 600 });
    expect(late(day + 600)(day + 600)).toEqual({ state: 'seen-enough', at: day + 600 });
    expect(late(day + 500)(day + 600)).toEqual({ state: 'running', expected: day + 600 });
  });

  it('never where nothing may decide, before its latest end', () => {
    const { ending } = watching([errors('w', warning), readUntil(day)]);
    expect(ending(day + 1)).toMatchObject({ state: 'running' });
    expect(ending(2 * day)).toEqual({ state: 'too-blind', at: 2 * day });
  });

  it('at its latest end, whatever was missed', () => {
    const { ending } = watching([errors('a'), readUntil(600)]);
    expect(ending(day)).toEqual({ state: 'running', expected: 2 * day });
    expect(ending(2 * day - 1)).toEqual({ state: 'running', expected: 2 * day });
    expect(ending(2 * day + 3600)).toEqual({ state: 'too-blind', at: 2 * day });
  });

  it('at its latest end as one that has seen enough, if it just has', () => {
    const missed = day + 30;
    const { ending } = watching([errors('a'), readUntil(2 * day, missed)]);
    expect(ending(2 * day)).toMatchObject({ state: 'too-blind' });
    const extension = { watch: hours(24), latestEnd: minutes(0) };
    const of = frame([errors('a')], { extension });
    const { criteria } = openState(of, []);
    const state = { criteria: criteria.map((its) => ({ ...its, ...readUntil(2 * day) })) };
    expect(endingOf(of, state, 2 * day)).toEqual({ state: 'seen-enough', at: 2 * day });
  });
});
