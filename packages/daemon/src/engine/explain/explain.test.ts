import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { hours, type Millis, millis, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import {
  absent,
  always,
  check,
  count,
  criterion,
  error,
  gauge,
  latency,
  rate,
  type Story,
  tell,
} from '../scenario.fixture.ts';

const from =
  (tick: number, before: Story, after: Story): Story =>
  (t) =>
    t < tick ? before(t) : after(t);
const spread =
  (level: number): Story =>
  (t) =>
    gauge(level * (1 + (Math.abs(t) % 10) / 20));
const times =
  (level: number): Story =>
  (t) =>
    latency(...Array.from({ length: 10 }, (_, i) => level * (1 + ((Math.abs(t) + i) % 10) / 20)));

interface Case {
  readonly of: Parameters<typeof criterion>[0];
  readonly before?: Story;
  readonly after: Story;
  readonly at: Millis;
  readonly says: string;
  readonly flips?: string;
  readonly state: string;
}

const at23 = 240;
const cases: Record<string, Case> = {
  'a rate that fails its baseline': {
    of: { measure: 'rate', tolerance: 0.25 },
    before: always(rate(2, 1000)),
    after: from(at23, always(rate(2, 1000)), always(rate(40, 1000))),
    at: minutes(65),
    state: 'failing',
    says: '4 %: 800 of 20,000 requests since 23:00 UTC; 51 would be within the limit of 0.258 % (baseline 0.2 %, +25 % allowed). Odds that chance does this: below 1 in a billion.',
    flips: 'recovered after 6 readings in a row without a bad one',
  },
  'a rate that fails its limit': {
    of: { measure: 'rate', limit: 0.01 },
    after: always(rate(40, 1000)),
    at: minutes(5),
    state: 'failing',
    says: '4 %: 480 of 12,000 requests since 22:02 UTC; 120 would be within the limit of 1 %. Odds that chance does this: below 1 in a billion.',
    flips: 'recovered after 6 readings in a row without a bad one',
  },
  'a latency that fails its baseline': {
    of: { measure: 'latency', unit: 's', quantile: 0.95, tolerance: 0.1 },
    before: times(0.2),
    after: from(at23, times(0.2), times(0.3)),
    at: minutes(65),
    state: 'failing',
    says: 'p95 420 ms: 160 of 200 requests over 319 ms since 23:00 UTC; 10 would be usual (baseline p95 290 ms, +10 % allowed). Odds that chance does this: below 1 in a billion.',
    flips: 'recovered after 25 readings in a row without a bad one',
  },
  'a gauge where lower is worse': {
    of: { measure: 'gauge', quantile: 0.95, worse: 'lower', limit: 50 },
    after: spread(30),
    at: minutes(30),
    state: 'failing',
    says: 'p5 30: 112 of 112 readings under 50 since 22:02 UTC; 5.6 would be accepted (limit 50). Odds that chance does this: below 1 in a billion.',
    flips: 'recovered after 744 readings in a row without a bad one',
  },
  'a check that fails too often': {
    of: { measure: 'check', limit: 0.01 },
    after: (t) => check(t % 2 === 0),
    at: minutes(30),
    state: 'failing',
    says: '50.5 % failed: 56 of 111 looks since 22:02 UTC; 1.1 would be within the limit of 1 %. Odds that chance does this: below 1 in a billion.',
    flips: 'recovered after 3,100 readings in a row without a bad one',
  },
  'events over their limit': {
    of: { measure: 'count', limit: 1 },
    after: always(count(2)),
    at: minutes(30),
    state: 'failing',
    says: '8 a minute: 224 events in 28m since 22:02 UTC; 28 would be within the limit of 1 a minute. Odds that chance does this: below 1 in a billion.',
    flips: 'recovered after 179 readings in a row without an event',
  },
  'an integrity check that fails': {
    of: { measure: 'check', integrity: true, strict: true, limit: 0 },
    after: always(check(false)),
    at: minutes(3),
    state: 'failing',
    says: 'It failed 4 times in a row since 22:02 UTC (503).',
    flips: 'recovered after 3 sound readings in a row',
  },
  'an outage': {
    of: { measure: 'check', severity: 'blocking', limit: 0.01 },
    after: from(at23, always(check(true)), always(check(false))),
    at: minutes(61),
    state: 'failing',
    says: 'A total outage: it failed 3 times in a row, last at 23:00 UTC (503).',
    flips: 'recovered after 3 sound readings in a row',
  },
  'a strict gauge over its limit': {
    of: { measure: 'gauge', strict: true, limit: 80 },
    after: always(gauge(95)),
    at: minutes(3),
    state: 'failing',
    says: 'Beyond what is accepted 4 times in a row since 22:02 UTC; now p95 95 (limit 80).',
    flips: 'recovered after 3 sound readings in a row',
  },
  'nothing where something must be': {
    of: { measure: 'count', limit: 100, noData: 'failing' },
    after: always(absent),
    at: minutes(3),
    state: 'failing',
    says: 'Nothing there 2 times in a row, which counts as failing here (no rows).',
    flips: 'recovered after 3 sound readings in a row',
  },
  'a passing rate': {
    of: { measure: 'rate', tolerance: 0.25 },
    before: always(rate(2, 1000)),
    after: always(rate(2, 1000)),
    at: hours(2),
    state: 'passing',
    says: '0.2 %, 944 of 472,000 requests since the deploy (baseline 0.2 %, +25 % allowed). Ruled out: 1.25 times the baseline.',
    flips: 'failing after 5 readings in a row with every request bad',
  },
  'a passing fact': {
    of: { measure: 'check', integrity: true, strict: true, limit: 0 },
    after: always(check(true)),
    at: hours(6),
    state: 'passing',
    says: 'No violation in 1,432 readings.',
    flips: 'failing after 2 violating readings in a row',
  },
  'a check that is not sure yet': {
    of: { measure: 'check', severity: 'blocking', limit: 0.01 },
    after: always(check(true)),
    at: minutes(30),
    state: 'undecided',
    says: 'No sure difference so far: 0 %, 0 of 112 looks since the deploy (limit 1 %). Too little yet to rule out an average at the limit.',
    flips: 'passing after 1,869 looks more without a bad one',
  },
  'a restart that settles': {
    of: { measure: 'rate', limit: 0.01 },
    after: always(rate(0, 10)),
    at: minutes(1),
    state: 'undecided',
    says: 'Readings are judged from 22:02 UTC on, after the deploy has settled.',
  },
  'nothing to compare with': {
    of: { measure: 'rate', tolerance: 0.25 },
    after: always(rate(0, 10)),
    at: minutes(10),
    state: 'undecided',
    says: 'It cannot decide: it has no limit, and there was nothing to read before the deploy to compare with.',
  },
  'no request at all': {
    of: { measure: 'rate', limit: 0.01 },
    after: always(rate(0, 0)),
    at: minutes(10),
    state: 'undecided',
    says: 'No requests to judge since the deploy.',
    // Nobody knows how many requests the next reading would hold.
  },
  'a source that does not answer': {
    of: { measure: 'rate', limit: 0.01 },
    after: from(80, always(rate(0, 10)), always(error)),
    at: minutes(30),
    state: 'blind',
    says: 'No acceptable reading since 22:20 UTC, for 10m (timeout after 10 s).',
    flips: 'undecided again with the next acceptable reading',
  },
  'traffic that vanished': {
    of: { measure: 'rate', tolerance: 0.25 },
    before: always(rate(0, 10)),
    after: from(80, always(rate(0, 10)), always(rate(0, 0))),
    at: minutes(30),
    state: 'blind',
    says: 'No requests since 22:20 UTC; before the deploy the longest quiet was 0s.',
    flips: 'undecided again with the next request',
  },
};

describe('the sentence says what was measured, over how many readings, since when, against what, how sure', () => {
  it.each(Object.entries(cases))('%s', (_, { of, before, after, at, state, says, flips }) => {
    const one: Criterion = criterion({ ...of, name: 'one', title: 'One' });
    const told = tell({ criteria: [one], ...(before && { before: { one: before } }), after: { one: after } });
    told.until(at);
    const judgement = told.judgement('one');
    expect({ state: judgement.state, because: judgement.because, flipsWhen: judgement.flipsWhen }).toEqual({
      state,
      because: says,
      flipsWhen: flips,
    });
  });
});

describe('flipsWhen is what then happens', () => {
  const flipped = (of: Parameters<typeof criterion>[0], usual: Story, then: Story) => {
    const one = criterion({ ...of, name: 'one' });
    const story = (tick: number) => (tick < 480 ? usual(tick) : then(tick));
    const told = tell({ criteria: [one], before: { one: usual }, after: { one: story } });
    told.until(minutes(120));
    const promised = Number(/(\d[\d,]*)/.exec(told.judgement('one').flipsWhen ?? '')?.[1]?.replaceAll(',', ''));
    const stateAfter = (readings: number) => {
      told.until(millis(minutes(120) + readings * 15_000));
      return told.judgement('one').state;
    };
    return { promised, stateAfter };
  };

  it.each<[string, Parameters<typeof criterion>[0], Story, Story]>([
    ['every request bad', { measure: 'rate', tolerance: 0.25 }, always(rate(2, 1000)), always(rate(1000, 1000))],
    ['every request slow', { measure: 'latency', tolerance: 0.1, quantile: 0.95 }, times(0.2), times(2)],
    ['every level too high', { measure: 'gauge', limit: 80 }, spread(20), always(gauge(200))],
  ])('%s: passing until the promised reading, failing with it', (_, of, usual, then) => {
    const { promised, stateAfter } = flipped(of, usual, then);
    expect(promised).toBeGreaterThan(1);
    expect(stateAfter(promised - 1)).not.toBe('failing');
    expect(stateAfter(promised)).toBe('failing');
  });

  it('well again with the promised reading, not before', () => {
    const one = criterion({ measure: 'rate', tolerance: 0.25, name: 'one' });
    const story: Story = (t) => (t >= 240 && t < 260 ? rate(40, 1000) : rate(t < 260 ? 2 : 0, 1000));
    const told = tell({ criteria: [one], before: { one: always(rate(2, 1000)) }, after: { one: story } });
    told.until(minutes(65));
    const promised = Number(/(\d+) readings/.exec(told.judgement('one').flipsWhen ?? '')?.[1]);
    told.until(millis(minutes(65) + (promised - 1) * 15_000));
    expect(told.judgement('one').recoveredSince).toBeUndefined();
    told.until(millis(minutes(65) + promised * 15_000));
    expect(told.judgement('one').recoveredSince).toBeDefined();
  });

  it('passing with the promised request, not before', () => {
    const one = criterion({ measure: 'rate', limit: 0.01, name: 'one' });
    const told = tell({ criteria: [one], after: { one: always(rate(0, 10)) } });
    told.until(minutes(10));
    const promised = Number(/(\d[\d,]*)/.exec(told.judgement('one').flipsWhen ?? '')?.[1]?.replaceAll(',', ''));
    const after = (requests: number) => told.until(millis(minutes(10) + (requests / 10) * 15_000));
    after(promised * 0.98);
    expect(told.judgement('one').state).toBe('undecided');
    after(promised + 10);
    expect(told.judgement('one').state).toBe('passing');
  });
});
