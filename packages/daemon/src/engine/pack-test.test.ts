import { describe, expect, it } from 'vitest';
import { packTest, unpackTest } from './pack-test.ts';
import { rateReference } from './statistics/rate-reference.ts';
import type { TestLimit } from './test-limit.ts';
import { betOn, openTest, watchRecovery } from './test-state.ts';
import { defaultTuning as tuning } from './tuning.ts';

const slots = Array.from({ length: 120 }, (_, i) => ({ n: 500, k: i % 3 }));
const common = { slots, slotSeconds: 60, law: 'binomial', nats: 7, tolerance: 0.25, wideTolerance: 1 } as const;
const reference = rateReference({ ...common, okBelow: 0.0002, tuning });
const limits: [string, TestLimit][] = [
  ['an absolute limit', { type: 'rate-limit', law: 'binomial', rate: 0.01 }],
  ['a limit from the baseline, with further suppositions', { type: 'rate-baseline', reference }],
];

describe.each(limits)('a test of %s', (_, limit) => {
  const told = () => {
    const test = openTest(limit, 1.5, tuning);
    const reading = (tick: number) => {
      const count = { n: 40, k: tick % 4 };
      betOn(test, { at: 120 + 15 * tick, seconds: 15, units: { type: 'counted', count } }, tuning);
    };
    for (let tick = 0; tick < 30; tick++) reading(tick);
    watchRecovery(test, tuning);
    for (let tick = 30; tick < 40; tick++) reading(tick);
    return test;
  };

  it('is bare numbers, from which it comes back to the bit', () => {
    const test = told();
    const packed = JSON.parse(JSON.stringify(packTest(test)));
    expect(unpackTest(packed, { limit, phi: 1.5 }, tuning)).toEqual(test);
  });

  it('comes back without a search for recovery when there was none', () => {
    const fresh = openTest(limit, 1.5, tuning);
    expect(packTest(fresh).recovery).toBeNull();
    expect(unpackTest(packTest(fresh), fresh, tuning)).toEqual(fresh);
  });

  it('with a number too few or too many is refused', () => {
    const { numbers, recovery } = packTest(told());
    const read = (numbers: readonly number[]) => unpackTest({ numbers, recovery }, { limit, phi: 1.5 }, tuning);
    expect(() => read(numbers.slice(0, -1))).toThrow('less of a test than there is');
    expect(() => read([...numbers, 0])).toThrow('more of a test than there is');
    expect(() => read([])).toThrow('less of a test than there is');
  });
});
