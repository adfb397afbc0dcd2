import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { hours, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { Baseline } from './baseline.ts';
import {
  type CriterionState,
  isSilenced,
  type JudgedCriterion,
  judgedCriteria,
  openCriterion,
  sumUpEvidence,
} from './criterion-state.ts';
import { planTests } from './plan-tests.ts';
import { criterion, settingsFor } from './scenario.fixture.ts';
import { inOneGo } from './slow-work.ts';
import { openTest } from './test-state.ts';
import { defaultTuning as tuning } from './tuning.ts';

const settings = settingsFor(hours(24));
const judged = (...criteria: Criterion[]) => judgedCriteria({ criteria, settings }, tuning);
const one = (of: Criterion): JudgedCriterion => {
  const [found] = judged(of);
  if (found === undefined) throw new Error('nothing is judged');
  return found;
};
const errors = (of: Partial<Criterion> = {}) => criterion({ measure: 'rate', limit: 0.01, ...of });

describe('the promise is shared', () => {
  const weights = (...criteria: Criterion[]) => judged(...criteria).map(({ weight }) => weight);

  it('in equal parts by those that decide by statistics', () => {
    expect(weights(errors(), errors({ severity: 'blocking' }))).toEqual([0.5, 0.5]);
    expect(
      weights(
        errors(),
        errors({ severity: 'warning' }),
        errors({ dryRun: true }),
        errors({ integrity: true }),
        errors({ limit: 0 }),
      ),
    ).toEqual([1, 0, 0, 0, 0]);
  });
});

describe('a criterion is judged', () => {
  it('from when the deploy has settled, or later where the plan says so', () => {
    expect(one(errors()).settleSeconds).toBe(tuning.settleSeconds);
    expect(one(errors({ after: seconds(30) })).settleSeconds).toBe(tuning.settleSeconds);
    expect(one(errors({ after: minutes(10) })).settleSeconds).toBe(600);
  });

  it('by its own interval, factor and way of confirming', () => {
    expect(one(errors({ every: minutes(1) }))).toMatchObject({
      everySeconds: 60,
      goFactor: 2,
      confirmation: undefined,
      deciding: true,
      recovers: false,
    });
    const [recovering] = judgedCriteria({ criteria: [errors()], settings: { ...settings, recover: true } }, tuning);
    expect(recovering?.recovers).toBe(true);
  });
});

describe('before its first reading', () => {
  const baseline: Baseline = {
    slotSeconds: 60,
    counts: Array.from({ length: 90 }, () => ({ n: 1000, k: 10 })),
    values: Array.from({ length: 90 }, () => null),
    shape: { type: 'samples' },
    longestQuietSeconds: 120,
  };
  const opened = (of: JudgedCriterion, before?: Baseline) => inOneGo(openCriterion(of, before, tuning));

  it('it knows what was there before the deploy', () => {
    expect(opened(one(errors()), baseline)).toMatchObject({
      name: 'rate',
      cannotDecide: null,
      usual: 0.01,
      longestQuietSeconds: 120,
      baselineSeconds: 5400,
      shape: { type: 'samples' },
      tests: [{ limit: { type: 'rate-limit' } }],
      evidence: 1,
    });
  });

  it('it knows nothing of what was not', () => {
    expect(opened(one(errors()))).toMatchObject({
      usual: null,
      longestQuietSeconds: null,
      baselineSeconds: 0,
      shape: null,
    });
  });

  it('it says why there is nothing to hold it against', () => {
    expect(opened(one(criterion({ measure: 'rate' })), baseline)).toMatchObject({
      tests: [],
      cannotDecide: 'it has neither a limit nor a tolerance',
      usual: null,
    });
  });

  it('it remembers the last values where there will be values', () => {
    const remembers = (measure: Criterion['measure']) => opened(one(criterion({ measure, limit: 1 }))).recent !== null;
    expect((['latency', 'gauge', 'rate', 'check', 'count'] as const).map(remembers)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('its limits have room for the luck of as many as share the promise, and a warning for its own', () => {
    const of = errors({ tolerance: 0.25 });
    const planned = (sharers: number) =>
      inOneGo(planTests({ criterion: of, baseline, sharers, tuning })) as { readonly tests: unknown };
    expect(planned(4).tests).not.toEqual(planned(1).tests);
    const [shared] = judged(of, errors(), errors(), errors());
    expect(opened(shared as JudgedCriterion, baseline).tests).toEqual(planned(4).tests);
    const warning = { ...one(of), weight: 0 };
    expect(opened(warning, baseline).tests).toEqual(planned(1).tests);
  });

  it('its evidence is the mean of that of its tests, and 1 where it has none', () => {
    const evidence = (...each: number[]) => {
      const test = openTest({ type: 'rate-limit', law: 'binomial', rate: 0.01 }, 1, tuning);
      const of: CriterionState = {
        ...opened(one(errors())),
        evidence: 7,
        tests: each.map((evidence) => ({ ...test, evidence })),
      };
      sumUpEvidence(of);
      return of.evidence;
    };
    expect(evidence(4, 1)).toBe(2.5);
    expect(evidence()).toBe(1);
  });

  it('it is silenced from the first moment of a silence to its last', () => {
    const of = opened(one(errors()));
    expect(isSilenced(of, 600)).toBe(false);
    of.silence = { from: 600, until: 900 };
    expect([599, 600, 899, 900].map((at) => isSilenced(of, at))).toEqual([false, true, true, false]);
  });
});
