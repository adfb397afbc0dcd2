import { describe, expect, it } from 'vitest';
import type { CriterionStory } from '../simulation/case.ts';
import { criterion } from '../simulation/plan.ts';
import { burnRate } from './burn-rate.ts';
import { consecutive } from './consecutive.ts';
import { failureLimit } from './failure-limit.ts';
import { type Minute, type MinuteByMinute, minuteByMinute } from './minutes.ts';
import { normalQuantile, rankTest, shiftOf } from './rank-test.ts';
import { judgeDay } from './rule.ts';
import { rules } from './rules.ts';

const at = (level: number | null): Minute => ({ n: level === null ? 0 : 100, k: (level ?? 0) * 100, level });
const told = (after: readonly (number | null)[], changes: Partial<MinuteByMinute> = {}): MinuteByMinute => ({
  name: 'errors',
  before: Array.from({ length: 360 }, () => at(0.01)),
  after: after.map(at),
  usual: 0.01,
  tolerated: 0.0125,
  least: Number.NEGATIVE_INFINITY,
  budget: 0.0125,
  ...changes,
});
const calm = (minutes: number): number[] => Array.from({ length: minutes }, () => 0.01);

describe('a threshold, three minutes in a row', () => {
  const rule = consecutive({ threshold: (usual) => usual * 2, inARow: 3 });
  it.each<[string, (number | null)[], number | null]>([
    ['calm', calm(10), null],
    ['two are not three', [...calm(5), 0.5, 0.5, 0.01, 0.5, 0.5], null],
    ['the third stops', [...calm(5), 0.5, 0.5, 0.5], 8],
    ['at the threshold is not over it', [...calm(5), 0.02, 0.02, 0.02], null],
    ['an empty minute neither breaks nor ends a row', [...calm(5), 0.5, null, 0.5, 0.5], 9],
    ['what the deploy itself shakes up is left out', [0.5, 0.5, 0.5, 0.5, 0.01], null],
  ])('%s', (_, after, stops) => {
    expect(rule(told(after))).toBe(stops);
  });
  it('calls a minute of looks bad when half of them fail', () => {
    expect(rule(told([...calm(5), 0.25, 0.25, 0.25], { least: 0.49 }))).toBeNull();
    expect(rule(told([...calm(5), 0.5, 0.5, 0.5], { least: 0.49 }))).toBe(8);
  });
});

describe('a failure limit', () => {
  const rule = failureLimit({ threshold: (usual) => usual * 2, limit: 3 });
  it('forgives three failures and stops at the fourth, however far apart', () => {
    const hourly = Array.from({ length: 300 }, (_, i) => (i % 60 === 30 ? 0.5 : 0.01));
    expect(rule(told(hourly.slice(0, 211)))).toBe(211);
    expect(rule(told(hourly.slice(0, 210)))).toBeNull();
  });
});

describe('burn rates', () => {
  const rule = burnRate();
  it.each<[string, number[], number | null]>([
    ['calm', calm(600), null],
    [
      'five times the budget never burns fast enough',
      [...calm(10), ...Array.from({ length: 600 }, () => 0.0625)],
      null,
    ],
    ['a full outage, once the hour holds 14.4 budgets', [...calm(10), ...Array.from({ length: 60 }, () => 1)], 21],
    ['an outage that is over no longer pages', [...calm(10), ...Array.from({ length: 8 }, () => 1), ...calm(60)], null],
    ['a slow burn, once six hours hold 6 budgets', [...calm(10), ...Array.from({ length: 600 }, () => 0.15)], 178],
  ])('%s', (_, after, stops) => {
    expect(rule(told(after))).toBe(stops);
  });
});

describe('the rank test', () => {
  const rule = rankTest({ confidence: 0.98, tolerance: 0.25 });
  const wave = (level: number) => Array.from({ length: 60 }, (_, i) => level * (1 + ((i * 7) % 11) / 20));
  const before = wave(1).map(at);

  it('says nothing of an hour like the one before', () => {
    expect(rule(told(wave(1).reverse(), { before }))).toBeNull();
  });
  it('takes the ordinary rise of a morning for a regression', () => {
    expect(rule(told([...wave(1), ...wave(1.3)], { before }))).toBe(120);
  });
  it('does not ask how large a shift is, only how sure', () => {
    expect(rule(told(wave(1.2), { before }))).toBe(60);
  });
  it('needs ten values on each side', () => {
    expect(rule(told(wave(9), { before: before.slice(0, 9) }))).toBeNull();
  });
  it('estimates the shift by the median of all differences', () => {
    expect(shiftOf([1, 2, 3], [11, 12, 13], 0.5).estimate).toBe(10);
    expect(shiftOf([0, 0], [1, 3], 0.5).estimate).toBe(2);
  });
  // Any table of the normal law.
  it.each([
    [0.5, 0],
    [0.84134474, 1],
    [0.975, 1.959963985],
    [0.99, 2.326347874],
    [0.01, -2.326347874],
    [0.999, 3.090232306],
  ])('knows that %f of the normal law lies under %f', (p, x) => {
    expect(normalQuantile(p)).toBeCloseTo(x, 6);
  });
});

describe('minute by minute', () => {
  const story = (of: Partial<CriterionStory>): CriterionStory => ({
    criterion: criterion({ measure: 'rate', name: 'errors', tolerance: 0.25 }),
    before: { seconds: 60, readings: [{ type: 'rate', bad: 1, total: 100 }] },
    after: { seconds: 15, readings: [] },
    ...of,
  });

  it('adds the readings of a minute up, and leaves one that never came out', () => {
    const bad = (bad: number) => ({ type: 'rate', bad, total: 100 }) as const;
    const { after, usual, tolerated } = minuteByMinute(
      story({
        after: {
          seconds: 15,
          readings: [bad(1), undefined, bad(2), bad(0), undefined, undefined, undefined, undefined],
        },
      }),
    );
    expect({ usual, tolerated }).toEqual({ usual: 0.01, tolerated: 0.0125 });
    expect(after).toEqual([
      { n: 300, k: 3, level: 0.01 },
      { n: 0, k: 0, level: null },
    ]);
  });

  it('has the 95th percentile of times, and counts those over what is tolerated', () => {
    const times = (...values: number[]) => ({ type: 'latency', values }) as const;
    const { usual, after, budget } = minuteByMinute(
      story({
        criterion: criterion({ measure: 'latency', name: 'slow', tolerance: 0.1 }),
        before: { seconds: 60, readings: [times(...Array.from({ length: 100 }, (_, i) => (i + 1) / 100))] },
        after: { seconds: 60, readings: [times(0.5, 0.5, 0.5, 2)] },
      }),
    );
    expect(usual).toBe(0.95);
    expect(budget).toBeCloseTo(0.05);
    expect(after).toEqual([{ n: 4, k: 1, level: 2 }]);
  });
});

it('a day ends with the first criterion that stops it', () => {
  const looks = (name: string, from: number): CriterionStory => ({
    criterion: criterion({ measure: 'check', name }),
    before: { seconds: 60, readings: Array.from({ length: 60 }, () => ({ type: 'check', ok: true })) },
    after: { seconds: 60, readings: Array.from({ length: 60 }, (_, i) => ({ type: 'check', ok: i < from })) },
  });
  const stops = judgeDay([looks('late', 30), looks('early', 10)], { threshold: rules.threshold.rule });
  expect(stops.threshold).toMatchObject({ noGoAt: 13 * 60, culprit: 'early', final: 'no-go' });
});
