import { describe, expect, it } from 'vitest';
import { packTests, unpackTests } from './pack-test.ts';
import { rateReference } from './statistics/rate-reference.ts';
import type { TestLimit } from './test-limit.ts';
import { betOn, openTest, type TestState, watchRecovery } from './test-state.ts';
import { defaultTuning as tuning } from './tuning.ts';

const slots = Array.from({ length: 120 }, (_, i) => ({ n: 500, k: i % 3 }));
const common = { slots, slotSeconds: 60, law: 'binomial', nats: 7, tolerance: 0.25, wideTolerance: 1 } as const;
const reference = rateReference({ ...common, okBelow: 0.0002, tuning });
const limits: [string, TestLimit][] = [
  ['an absolute limit', { type: 'rate-limit', law: 'binomial', rate: 0.01 }],
  ['a limit from the baseline, with further suppositions', { type: 'rate-baseline', reference }],
];

function tell(test: TestState, tick: number) {
  const count = { n: 40, k: tick % 4 };
  betOn(test, { at: 120 + 15 * tick, seconds: 15, units: { type: 'counted', count } }, tuning);
}

describe.each(limits)('a test of %s', (_, limit) => {
  const told = () => {
    const test = openTest(limit, 1.5, tuning);
    for (let tick = 0; tick < 30; tick++) tell(test, tick);
    watchRecovery(test, tuning);
    for (let tick = 30; tick < 40; tick++) tell(test, tick);
    return test;
  };

  const frozen = [{ limit, phi: 1.5 }];
  const through = (numbers: readonly number[]) => unpackTests(JSON.parse(JSON.stringify(numbers)), frozen, tuning);

  it('is bare numbers, from which it comes back to the bit, but for how far behind who is behind is', () => {
    const test = told();
    const { lead } = test.process.trail as { readonly lead: number[] };
    for (const [i, nats] of lead.entries()) lead[i] = Math.max(0, nats);
    expect(through(packTests([test]))).toEqual([test]);
  });

  it('goes on as if nothing had been', () => {
    const test = told();
    const [again] = through(packTests([test]));
    if (again === undefined) throw new Error('no test came back');
    for (let tick = 40; tick < 60; tick++) for (const of of [test, again]) tell(of, tick);
    expect(again).toEqual(test);
  });

  it('comes back without a search for recovery when there was none', () => {
    const fresh = openTest(limit, 1.5, tuning);
    expect(through(packTests([fresh]))).toEqual([fresh]);
  });

  it('with a number too few or too many is refused', () => {
    const numbers = packTests([told()]);
    expect(() => through(numbers.slice(0, -1))).toThrow('less of a test than there is');
    expect(() => through([...numbers, 0])).toThrow('more of a test than there is');
    expect(() => through([])).toThrow('less of a test than there is');
  });
});
