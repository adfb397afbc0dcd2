import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { baselineOf } from './baseline.ts';
import { observe } from './observe.ts';
import { count, criterion, deployedAt, error, random, settingsFor } from './scenario.fixture.ts';
import { inOneGo } from './slow-work.ts';
import { openEProcess, bet as place } from './statistics/e-process.ts';
import { referenceTuning, defaultTuning as tuning } from './tuning.ts';
import { frameOf, openState } from './watch-state.ts';

const events = criterion({ measure: 'count', name: 'events', limit: 4, every: seconds(15) });
const over = (n: number, seconds: number): Reading => ({ type: 'count', count: n, over: seconds });
const at = (second: number, reading: Reading): Observation => ({
  criterion: 'events',
  at: plus(deployedAt, seconds(second)),
  seconds: 15,
  reading,
});

/** What is counted against the limit after these readings: minutes, and events in them. */
function counted(readings: readonly Observation[], of = events) {
  const rollback = { blocking: 1, critical: 2, integrity: 1 };
  const frame = frameOf({ criteria: [of], startedAt: deployedAt, settings: settingsFor(hours(24)), rollback });
  const state = openState(frame, []);
  const silence = (from: number, until: number) => {
    for (const its of state.criteria) its.silence = { from, until };
  };
  const after = (more: readonly Observation[]) => {
    for (const observation of more) observe(frame, state, observation);
    const [its] = state.criteria;
    const [test] = its?.tests ?? [];
    return { minutes: test?.n, events: test?.k, evidence: its?.evidence, failed: its?.failed?.by };
  };
  return { ...after(readings), silence, after };
}

describe('a count over a gap', () => {
  it('is of all the time that nothing was heard of', () => {
    const gap = [at(600, count(1)), at(615, error), at(630, error), at(645, over(9, 45))];
    expect(counted(gap)).toMatchObject({ minutes: 1, events: 10 });
  });

  it('is no sudden rise where the rate is as ever', () => {
    const calm = Array.from({ length: 40 }, (_, tick) => at(600 + 15 * tick, count(1)));
    const evidence = (...last: Reading[]) =>
      counted([...calm, ...last.map((reading) => at(1350, reading))]).evidence as number;
    expect(evidence(over(11, 165))).toBeLessThan(evidence());
    expect(evidence(count(11))).toBeGreaterThan(evidence());
  });

  it('never speaks again of time that was answered for', () => {
    const answered = [at(600, count(0)), at(615, count(0)), at(630, over(0, 3600))];
    expect(counted(answered)).toMatchObject({ minutes: 0.75 });
    expect(counted([at(600, count(0)), at(645, over(0, 1e9))])).toMatchObject({ minutes: 1 });
  });

  it('may be of less than its interval', () => {
    expect(counted([at(600, over(1, 5))])).toMatchObject({ minutes: 5 / 60, events: 1 });
  });

  it('is no evidence where a part of it is from before the deploy, from its settling, or silenced', () => {
    expect(counted([at(150, over(9, 300))])).toMatchObject({ minutes: 0, events: 0 });
    expect(counted([at(150, over(9, 60))])).toMatchObject({ minutes: 0, events: 0 });
    expect(counted([at(165, over(9, 60))])).toMatchObject({ minutes: 1, events: 9 });
    const { silence, after } = counted([]);
    silence(600, 630);
    expect(after([at(660, over(9, 75))])).toMatchObject({ minutes: 0, events: 0 });
    expect(after([at(750, over(9, 75))])).toMatchObject({ minutes: 1.25, events: 9 });
  });

  it('is still a violation where there may be none', () => {
    const none = criterion({ ...events, limit: 0 });
    expect(counted([at(150, over(1, 300)), at(165, count(0))], none)).toMatchObject({ failed: 'violation' });
  });

  it.each([0, -15, Number.NaN, Number.POSITIVE_INFINITY])('of %s seconds is no reading', (span) => {
    expect(counted([at(600, over(1, span))])).toMatchObject({ minutes: 0, events: 0 });
  });

  it('is as long in the baseline', () => {
    const before = [at(-1800, count(2)), at(-1200, over(38, 600)), at(-60, count(2))];
    const { counts = [] } = inOneGo(baselineOf(events, before, deployedAt)) ?? {};
    expect(counts.reduce((sum, slot) => sum + slot.n, 0)).toBeCloseTo(10.5, 12);
    expect(counts.reduce((sum, slot) => sum + slot.k, 0)).toBe(42);
  });
});

describe('where looks fail at random and the rate is exactly the limit', () => {
  const perMinute = 2;
  const next = random(20);
  const poisson = (mean: number) => {
    let events = 0;
    for (let left = Math.exp(-mean), product = next(); product > left; product *= next()) events += 1;
    return events;
  };
  /** The highest and the last E of two hours; half of the looks that follow a failure fail too. */
  const day = () => {
    const process = openEProcess('worse', referenceTuning, { trail: false });
    let [highest, waiting, missed] = [1, 0, 0];
    for (let tick = 0; tick < minutes(120) / seconds(15); tick++) {
      waiting += poisson(perMinute / 4);
      missed += 1;
      if (next() < (missed > 1 ? 0.5 : 0.1)) continue;
      const units = { at: 15 * tick, seconds: 15 * missed, n: missed / 4, k: waiting, limit: perMinute };
      highest = Math.max(highest, place(process, units, { phi: 1, law: 'poisson' }, tuning));
      [waiting, missed] = [0, 0];
    }
    return { highest, last: process.evidence };
  };
  const days = Array.from({ length: 600 }, day);

  it('E is 1 on average', () => {
    expect(days.reduce((sum, { last }) => sum + last, 0) / days.length).toBeLessThan(1.1);
  });

  it.each([5, 10, 20])('and ever reaches %i in one of as many at most', (bar) => {
    expect(days.filter(({ highest }) => highest >= bar).length / days.length).toBeLessThan(1 / bar);
  });
});
