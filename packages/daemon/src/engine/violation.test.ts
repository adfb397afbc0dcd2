import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { type FailedBy, judgedCriteria, openCriterion } from './criterion-state.ts';
import { check, count, criterion, gauge, latency, rate, settingsFor } from './scenario.fixture.ts';
import { inOneGo } from './slow-work.ts';
import { openTest } from './test-state.ts';
import { defaultTuning as tuning } from './tuning.ts';
import { unitsOf } from './units.ts';
import { brokenRule, keepsRuleAgain, noteViolation } from './violation.ts';

function open(of: Partial<Criterion> & Pick<Criterion, 'measure'>) {
  const [judged] = judgedCriteria({ criteria: [criterion(of)], settings: settingsFor(hours(24)) }, tuning);
  if (judged === undefined) throw new Error('no criterion');
  return { judged, state: inOneGo(openCriterion(judged, undefined, tuning)) };
}

/** A criterion after these readings, one every 15 seconds. */
function after(of: Parameters<typeof open>[0], ...readings: Reading[]) {
  const { judged, state } = open(of);
  for (const [i, reading] of readings.entries()) {
    const units = unitsOf(judged.criterion, reading, 15);
    const because = 'because' in reading ? reading.because : undefined;
    if (units !== undefined) noteViolation(judged, state, { units, at: 15 * i, because }, tuning);
  }
  return { violation: state.violation, broken: brokenRule(judged, state), well: keepsRuleAgain(judged, state) };
}
const [good, bad] = [check(true), check(false)];

describe('what stands', () => {
  const issues = { measure: 'count', limit: 0 } as const;
  it('is confirmed by the next reading that arrives, with the time of the first', () => {
    expect(after(issues, count(0), count(2)).broken).toBeUndefined();
    const later = after(issues, count(0), count(2), count(0), count(1));
    expect(later.broken).toBe('violation');
    expect(later.violation).toMatchObject({
      bad: 3,
      since: 15,
      lastAt: 45,
      confirmations: 3,
      inARow: 1,
      soundInARow: 0,
      value: 4,
    });
  });

  it('is never well again', () => {
    expect(after(issues, count(2), ...Array<Reading>(9).fill(count(0))).well).toBe(false);
  });

  it('is not there without an event', () => {
    expect(after(issues, count(0), count(0), count(0))).toMatchObject({
      broken: undefined,
      violation: { bad: 0, since: null },
    });
  });
});

describe('what must fail in a row', () => {
  const orphans = { measure: 'check', integrity: true, limit: 0 } as const;
  it.each<[string, Reading[], FailedBy | undefined]>([
    ['one failure is forgiven', [good, bad], undefined],
    ['two are not', [bad, bad], 'violation'],
    ['two with a sound one between them are', [bad, good, bad], undefined],
  ])('%s', (_, readings, broken) => expect(after(orphans, ...readings).broken).toBe(broken));

  it('began with the first of the row, and says what the last one said', () => {
    const { violation } = after(orphans, bad, good, bad, bad);
    expect(violation).toMatchObject({ since: 30, lastAt: 45, inARow: 2, bad: 3, value: 1, because: '503' });
  });

  it('is well again after three sound readings, not after two', () => {
    expect(after(orphans, bad, bad, good, good).well).toBe(false);
    expect(after(orphans, bad, bad, good, good, good).well).toBe(true);
    expect(after(orphans, bad, bad, good, good, bad, good).well).toBe(false);
  });

  it('asks as often as the plan says', () => {
    const pool = { measure: 'gauge', limit: 80, strict: true, confirm: 3 } as const;
    expect(after(pool, gauge(81), gauge(81)).broken).toBeUndefined();
    expect(after(pool, gauge(81), gauge(81), gauge(95))).toMatchObject({
      broken: 'violation',
      violation: { value: 95, because: null, bad: 3 },
    });
    expect(after(pool, gauge(80), gauge(80), gauge(80)).broken).toBeUndefined();
  });

  it.each<[string, Parameters<typeof open>[0], Reading, boolean]>([
    [
      'exactly the share that is accepted is no violation, in spite of rounding',
      { measure: 'rate', limit: 0.01, strict: true, confirm: 1 },
      rate(3, 300),
      false,
    ],
    ['one more is', { measure: 'rate', limit: 0.01, strict: true, confirm: 1 }, rate(4, 300), true],
    ['nothing read is none', { measure: 'rate', limit: 0.01, strict: true, confirm: 1 }, rate(0, 0), false],
    [
      'the slowest of ten is no violation of a median',
      { measure: 'latency', limit: 1, quantile: 0.5, strict: true, confirm: 1 },
      latency(...Array<number>(9).fill(0.1), 9),
      false,
    ],
    [
      'most of them are',
      { measure: 'latency', limit: 1, quantile: 0.5, strict: true, confirm: 1 },
      latency(...Array<number>(9).fill(9), 0.1),
      true,
    ],
  ])('%s', (_, of, reading, broken) => expect(after(of, reading).broken).toBe(broken ? 'violation' : undefined));

  it('tells the quantile that the limit speaks of, not the largest value', () => {
    const median = { measure: 'latency', limit: 1, quantile: 0.5, strict: true } as const;
    expect(after(median, latency(0.1, 3, 4, 5, 9)).violation.value).toBe(4);
  });

  it('breaks the rule when it is over one of its limits, whatever the others accept', () => {
    const { judged, state } = open({ measure: 'rate', limit: 0.01, strict: true, confirm: 1 });
    const tests = [...state.tests, openTest({ type: 'rate-limit', law: 'binomial', rate: 0.5 }, 1, tuning)];
    const units = { type: 'counted', count: { n: 100, k: 5 } } as const;
    const both = { ...state, tests };
    noteViolation(judged, both, { units, at: 0, because: undefined }, tuning);
    expect(brokenRule(judged, both)).toBe('violation');
  });
});

describe('what may not fail at all', () => {
  it('counts failures in the whole watch, with sound looks between them', () => {
    const site = { measure: 'check', limit: 0 } as const;
    expect(after(site, bad, good, good).broken).toBeUndefined();
    expect(after(site, bad, good, good, bad)).toMatchObject({
      broken: 'violation',
      violation: { confirmations: 2, since: 45 },
    });
  });
});

describe('an outage', () => {
  const site = { measure: 'check', severity: 'blocking', limit: 0.1 } as const;
  it.each<[string, Parameters<typeof open>[0], Reading[], FailedBy | undefined]>([
    ['is three failed looks in a row at what blocks', site, [good, bad, bad, bad], 'outage'],
    ['is not two', site, [good, bad, bad], undefined],
    ['is not three with a good one among them', site, [bad, bad, good, bad], undefined],
    ['is of failed looks, whatever share of them the plan accepts', { ...site, limit: 1 }, [bad, bad, bad], 'outage'],
    ['is not of what is only critical', { ...site, severity: 'critical' }, [bad, bad, bad], undefined],
  ])('%s', (_, of, readings, broken) => expect(after(of, ...readings).broken).toBe(broken));

  it('is not of anything but a check', () => {
    const { judged, state } = open({ measure: 'gauge', severity: 'blocking', limit: 1 });
    state.violation.inARow = 9;
    expect(brokenRule(judged, state)).toBeUndefined();
  });
});

describe('absence', () => {
  const heartbeat = { measure: 'count', limit: 9, confirm: 3 } as const;
  it('breaks a rule only where the plan counts it, and when it was read as often as the plan asks', () => {
    const { judged, state } = open({ ...heartbeat, noData: 'failing' });
    state.absentInARow = 2;
    expect(brokenRule(judged, state)).toBeUndefined();
    state.absentInARow = 3;
    expect(brokenRule(judged, state)).toBe('no-data');
    expect(brokenRule(open(heartbeat).judged, state)).toBeUndefined();
  });

  it('is over when three readings in a row were there', () => {
    const { judged, state } = open({ ...heartbeat, noData: 'failing' });
    state.failed = { at: 60, by: 'no-data' };
    state.presentInARow = 2;
    expect(keepsRuleAgain(judged, state)).toBe(false);
    state.presentInARow = 3;
    expect(keepsRuleAgain(judged, state)).toBe(true);
  });
});
