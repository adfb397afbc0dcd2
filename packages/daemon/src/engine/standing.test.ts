import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { hours } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { type CriterionState, judgedCriteria, openCriterion } from './criterion-state.ts';
import { criterion, settingsFor } from './scenario.fixture.ts';
import { inOneGo } from './slow-work.ts';
import { type Standing, silentAfter, standingOf } from './standing.ts';
import { openTest } from './test-state.ts';
import { noGoEvidence } from './tuning.ts';
import { tuningFor } from './tuning-for.ts';

const settings = settingsFor(hours(24));
const tuning = tuningFor({ settings });
const now = 7200;
/** Ten thousand requests of which none was bad, read to this moment. */
const limited = criterion({ measure: 'rate', limit: 0.01 });
const seen: Partial<CriterionState> = {
  readings: 480,
  judged: 472,
  seenUntil: now,
  lastReadingAt: now,
  lastUnitAt: now,
};
const counted = (n: number, k: number) => ({
  tests: [{ ...openTest({ type: 'rate-limit', law: 'binomial', rate: 0.01 }, 1, tuning), n, k }],
});
const well: Partial<CriterionState> = { ...seen, ...counted(10_000, 0) };

function standing(
  changes: Partial<CriterionState>,
  {
    of = limited,
    at = now,
    isEnd = false,
    recover = false,
  }: { of?: Criterion; at?: number; isEnd?: boolean; recover?: boolean } = {},
): Standing {
  const [judged] = judgedCriteria({ criteria: [of], settings: { ...settings, recover } }, tuning);
  if (judged === undefined) throw new Error('no criterion');
  return standingOf({
    judged,
    of: { ...inOneGo(openCriterion(judged, undefined, tuning)), ...changes },
    now: at,
    isEnd,
    tuning,
  });
}

it('passes when its limit is ruled out', () => expect(standing(well)).toEqual({ state: 'passing', why: 'ruled-out' }));

describe('fails', () => {
  const failed = { at: 100, by: 'evidence' } as const;
  it('when it has failed, whatever came later, and by the rule that was broken first', () => {
    const at = { ...well, failed, recoveredAt: 400 };
    expect(standing(at)).toEqual({ state: 'failing', why: 'evidence' });
    expect(standing({ ...well, failed: { at: 100, by: 'outage' } }, { recover: true })).toEqual({
      state: 'failing',
      why: 'outage',
    });
  });

  it('no longer where the plan takes a NO-GO back, but then it must prove to be well, at the end as well', () => {
    const at = { ...seen, ...counted(50, 0), failed, recoveredAt: 400 };
    expect(standing(at, { recover: true, isEnd: true })).toEqual({ state: 'undecided', why: 'thin' });
    expect(standing({ ...well, failed, recoveredAt: 400 }, { recover: true })).toEqual({
      state: 'passing',
      why: 'ruled-out',
    });
  });
});

describe('is blind', () => {
  it('after five minutes without a reading, not in them', () => {
    expect(standing({ ...well, lastReadingAt: now - 300 })).toMatchObject({ state: 'passing' });
    expect(standing({ ...well, lastReadingAt: now - 301 })).toEqual({ state: 'blind', why: 'silent' });
    expect(standing({}, { at: 300 })).toMatchObject({ state: 'undecided' });
    expect(standing({}, { at: 301 })).toEqual({ state: 'blind', why: 'silent' });
  });

  it('after two intervals, where those are longer', () => {
    expect(silentAfter({ everySeconds: 600 }, tuning)).toBe(1200);
    expect(silentAfter({ everySeconds: 15 }, tuning)).toBe(300);
  });

  it('with a reading from more than five minutes ahead: a wrong clock must not look fresh', () => {
    expect(standing({ ...well, lastReadingAt: now + 300 })).toMatchObject({ state: 'passing' });
    expect(standing({ ...well, lastReadingAt: now + 301 })).toEqual({ state: 'blind', why: 'ahead' });
  });

  const quiet = (longestQuietSeconds: number, seconds: number, baselineSeconds = 86_400) => ({
    ...well,
    longestQuietSeconds,
    baselineSeconds,
    lastUnitAt: now - seconds,
  });
  it.each<[string, Partial<CriterionState>, Standing['state']]>([
    ['twice the longest quiet of before is still quiet', quiet(400, 800), 'passing'],
    ['more than twice is not', quiet(400, 801), 'blind'],
    ['where it was never quiet, five minutes are', quiet(0, 300), 'passing'],
    ['and more are not', quiet(0, 301), 'blind'],
    ['at an hour that the baseline did not see, nobody can say', quiet(0, 7200, 600), 'passing'],
    ['without a baseline, nobody can say', { ...well, lastUnitAt: null }, 'passing'],
  ])('when requests stop coming: %s', (_, changes, state) => expect(standing(changes).state).toBe(state));

  it('not when events stop coming: they are what nobody wants', () => {
    const of = criterion({ measure: 'count', limit: 0.01 });
    expect(standing(quiet(0, 7200), { of }).state).toBe('passing');
    const times = criterion({ measure: 'latency', limit: 1 });
    expect(standing(quiet(0, 7200), { of: times }).state).toBe('blind');
  });
});

describe('is undecided', () => {
  it.each<[string, Partial<CriterionState>, string]>([
    ['with nothing to hold it against, even before the first reading', { cannotDecide: 'no limit' }, 'cannot-decide'],
    ['before the first reading', {}, 'no-reading'],
    ['while it settles', { readings: 3, lastReadingAt: 45, seenUntil: 45 }, 'settling'],
    [
      'when it alone is as sure as a NO-GO, and shares the promise with others',
      { ...well, evidence: noGoEvidence(tuning) },
      'suspicious',
    ],
    ['with nothing there in the last reading', { ...well, absentInARow: 1 }, 'unconfirmed'],
    ['without any request', { ...seen, ...counted(0, 0) }, 'no-units'],
    ['when too little of the time was seen', { ...well, unseenSeconds: 0.2 * now + 31 }, 'gaps'],
    ['while there were too few requests', { ...seen, ...counted(50, 0) }, 'thin'],
  ])('%s', (_, changes, why) => {
    expect(
      standing(changes, {
        at: 'seenUntil' in changes && changes.seenUntil === 45 ? 60 : changes.readings === undefined ? 60 : now,
      }),
    ).toEqual({ state: 'undecided', why });
  });

  it('not when just enough was seen', () => {
    expect(standing({ ...well, unseenSeconds: 0.2 * now + 30 }).state).toBe('passing');
  });

  it('at the end only when it was over its limit: thin traffic in which nothing was found passes', () => {
    expect(standing({ ...seen, ...counted(50, 0) }, { isEnd: true })).toEqual({
      state: 'passing',
      why: 'nothing-found',
    });
    expect(standing({ ...seen, ...counted(50, 5) }, { isEnd: true })).toEqual({
      state: 'undecided',
      why: 'over-limit',
    });
  });
});

describe('of two limits', () => {
  const [proven, open, over, none] = [counted(10_000, 0), counted(50, 0), counted(50, 5), counted(0, 0)] as const;
  const both = (one: typeof proven, other: typeof proven) => ({ ...seen, tests: [...one.tests, ...other.tests] });

  it('each must have something to judge, and each be ruled out', () => {
    expect(standing(both(proven, none))).toEqual({ state: 'undecided', why: 'no-units' });
    expect(standing(both(proven, open))).toEqual({ state: 'undecided', why: 'thin' });
    expect(standing(both(proven, proven))).toEqual({ state: 'passing', why: 'ruled-out' });
  });

  it('one that it was over is too much for GO, at the end as well', () => {
    expect(standing(both(open, over), { isEnd: true })).toEqual({ state: 'undecided', why: 'over-limit' });
    expect(standing(both(open, open), { isEnd: true })).toEqual({ state: 'passing', why: 'nothing-found' });
  });
});

describe('a matter of fact', () => {
  const of = criterion({ measure: 'check', integrity: true, limit: 0 });
  const sound = {
    inARow: 0,
    soundInARow: 9,
    confirmations: 0,
    bad: 0,
    since: null,
    lastAt: null,
    value: null,
    because: null,
  };
  it.each<[string, Partial<CriterionState>, Standing]>([
    ['passes while it holds', {}, { state: 'passing', why: 'clean' }],
    [
      'is undecided when it was broken and not yet confirmed',
      { violation: { ...sound, confirmations: 1 } },
      { state: 'undecided', why: 'unconfirmed' },
    ],
    [
      'is undecided while the last look failed',
      { violation: { ...sound, inARow: 1 } },
      { state: 'undecided', why: 'unconfirmed' },
    ],
    ['is undecided with nothing there', { absentInARow: 1 }, { state: 'undecided', why: 'unconfirmed' }],
    ['is undecided when there was nothing to look at', counted(0, 0), { state: 'undecided', why: 'no-units' }],
    ['is undecided when too little was seen', { unseenSeconds: now / 2 }, { state: 'undecided', why: 'gaps' }],
  ])('%s', (_, changes, expected) => expect(standing({ ...well, ...changes }, { of })).toEqual(expected));
});
