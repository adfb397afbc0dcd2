import type { BaselineRung } from '@daywatch/shared/vocabulary/baseline.ts';
import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, instant, minus, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { criterion } from '../http/app.fixture.ts';
import { type FootingFacts, footingOf } from './baseline-footing.ts';

const until = instant(Date.UTC(2026, 11, 8, 14));
const ago = (span: number) => minus(until, hours(span));
const tolerant = criterion({ tolerance: 0.25 });
const rate = (total = 40): Reading => ({ type: 'rate', bad: 0, total });
const from = (span: number, reading: Reading = rate()): readonly Observation[] => [
  { criterion: 'api-errors', at: ago(span), seconds: 60, reading },
];
const facts = (changes: Partial<FootingFacts>): FootingFacts => ({
  criterion: tolerant,
  readings: [],
  until,
  question: 'q',
  leftOut: [],
  fromSource: 0,
  ...changes,
});

describe('the ladder', () => {
  it.each<[BaselineRung, string, Partial<FootingFacts>]>([
    ['same-hour', 'the same hour of the 7 days before the deploy', { readings: from(168) }],
    ['same-hour', 'the same hour of the 5 days before the deploy', { readings: from(120) }],
    ['day-before', 'the 5 days before the deploy', { readings: from(119) }],
    ['day-before', 'the 2 days before the deploy', { readings: from(40) }],
    ['day-before', 'the day before the deploy', { readings: from(22) }],
    ['before-deploy', 'the 21h before the deploy', { readings: from(21) }],
    ['before-deploy', 'the 12m before the deploy', { readings: from(0.2) }],
    ['limit-only', 'its limit alone: it has no readings of before the deploy', {}],
    ['limit-only', 'its limit alone: nothing came in before the deploy', { readings: from(30, rate(0)) }],
    ['limit-only', 'its limit alone', { criterion: criterion(), readings: from(168) }],
    [
      'limit-only',
      'no baseline: one confirmed violation is enough',
      { criterion: criterion({ integrity: true }), readings: from(168) },
    ],
  ])('%s: %s', (rung, because, changes) => {
    expect(footingOf(facts(changes))).toMatchObject({ rung, because });
  });

  it('ends where there is nothing to compare with', () => {
    const { limit: _, ...unlimited } = tolerant;
    const footing = footingOf(facts({ criterion: unlimited }));
    expect(footing).toMatchObject({ rung: 'nothing', because: 'nothing: it has no readings of before the deploy' });
    expect(footing).not.toHaveProperty('from');
  });
});

describe('what a footing tells beside', () => {
  it('why there is no more of it, once for each reason, and not that deploys were left out', () => {
    const changed = { from: ago(100), to: ago(0.2), because: 'what was read before its query changed at 13:48 UTC' };
    const deploy = { from: ago(50), to: ago(49), because: 'the deploy of 1.4.1', usual: true } as const;
    const footing = footingOf(facts({ readings: from(0.2), leftOut: [changed, changed, deploy] }));
    expect(footing.because).toBe(
      'the 12m before the deploy; without what was read before its query changed at 13:48 UTC',
    );
    expect(footing.leftOut).toEqual([
      { from: rfc3339(changed.from), until: rfc3339(changed.to), because: changed.because },
      { from: rfc3339(changed.from), until: rfc3339(changed.to), because: changed.because },
    ]);
  });

  it.each([
    [1, 'the same hour of the 7 days before the deploy; 1 of 2 readings as its source remembers them'],
    [2, 'the same hour of the 7 days before the deploy; all readings as its source remembers them'],
  ])('what the source remembered: %i', (fromSource, because) => {
    expect(footingOf(facts({ readings: [...from(168), ...from(1)], fromSource })).because).toBe(because);
  });

  it('why the source could not be asked', () => {
    expect(footingOf(facts({ readings: from(3), trouble: 'metrics: no answer in 5s' })).because).toBe(
      'the 3h before the deploy; its source could not be asked for more: metrics: no answer in 5s',
    );
  });

  it('how much was seen, and since when', () => {
    expect(footingOf(facts({ readings: [...from(3), ...from(1)] }))).toMatchObject({
      from: rfc3339(ago(3)),
      until: rfc3339(until),
      seconds: 120,
      readings: 2,
    });
  });
});
