import { hours, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { settingsFor } from './scenario.fixture.ts';
import { defaultTuning, limitNats, noGoEvidence, referenceTuning } from './tuning.ts';
import { tuningFor } from './tuning-for.ts';

describe('the promise', () => {
  it('NO-GO needs the share of alpha that the baseline leaves', () => {
    expect(noGoEvidence(referenceTuning)).toBeCloseTo(125, 9);
    expect(noGoEvidence(defaultTuning)).toBeCloseTo(1 / (0.95 * 0.01), 9);
  });

  it('a limit is the surer the more tests share the promise', () => {
    const one = limitNats({ tuning: referenceTuning, criteria: 1, tests: 1 });
    expect(one).toBeCloseTo(Math.log(500), 12);
    expect(limitNats({ tuning: referenceTuning, criteria: 2, tests: 3 })).toBeCloseTo(one + Math.log(6), 12);
  });
});

describe('times of one watch follow the plan', () => {
  it('its length, its settling and its earliest GO', () => {
    const settings = settingsFor(hours(24), { settle: seconds(90), earliestGo: minutes(40) });
    expect(tuningFor({ settings })).toEqual({
      ...defaultTuning,
      horizonSeconds: 86_400,
      settleSeconds: 90,
      goEarliestSeconds: 2400,
      staleSeconds: 300,
    });
  });

  it('a short watch is blind after a tenth of it', () => {
    expect(tuningFor({ settings: settingsFor(minutes(10)) }).staleSeconds).toBe(60);
  });
});
