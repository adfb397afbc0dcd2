import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { hours } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { judgedCriteria, openCriterion } from './criterion-state.ts';
import { criterion, settingsFor } from './scenario.fixture.ts';
import { inOneGo } from './slow-work.ts';
import type { Standing } from './standing.ts';
import { defaultTuning as tuning } from './tuning.ts';
import { decideVerdict, type Standings } from './verdict.ts';

const settings = settingsFor(hours(24));
const passing: Standing = { state: 'passing', why: 'ruled-out' };
const thin: Standing = { state: 'passing', why: 'nothing-found' };
const doubt: Standing = { state: 'undecided', why: 'thin' };
const failing: Standing = { state: 'failing', why: 'evidence' };
const out: Standing = { state: 'failing', why: 'outage' };

function stands(standing: Standing, of: Partial<Criterion> = {}, silenced = false): Standings {
  const [judged] = judgedCriteria({ criteria: [criterion({ measure: 'check', ...of })], settings }, tuning);
  if (judged === undefined) throw new Error('no criterion');
  return { judged, of: inOneGo(openCriterion(judged, undefined, tuning)), standing, silenced };
}
const decide = (standings: readonly Standings[], more: Partial<Parameters<typeof decideVerdict>[0]> = {}) =>
  decideVerdict({
    standings,
    evidence: 0.3,
    now: 7200,
    ending: 'running',
    rollback: { blocking: 1, critical: 2, integrity: 1 },
    tuning,
    ...more,
  });

const go = { verdict: 'go', recommendation: 'proceed' };
const hold = (rule: string) => ({ verdict: 'undecided', recommendation: 'hold', certified: false, rule });
const warning = { severity: 'warning' } as const;

describe('GO', () => {
  it('is certified when every criterion proved to be well', () => {
    expect(decide([stands(passing), stands({ state: 'passing', why: 'clean' })])).toEqual({
      ...go,
      certified: true,
      rule: 'every blocking and critical criterion passes with enough coverage',
    });
  });

  it('is not certified when of one of them only nothing was found', () => {
    expect(decide([stands(passing), stands(thin)], { ending: 'seen-enough' })).toEqual({
      ...go,
      certified: false,
      rule: 'the whole watch was seen and nothing was found; traffic was too thin to certify every criterion',
    });
  });

  it('comes at the earliest time and not before, unless the watch is over', () => {
    const early = { now: tuning.goEarliestSeconds - 1 };
    expect(decide([stands(passing)], early)).toEqual(hold('all criteria pass, but it is too early for GO'));
    expect(decide([stands(passing)], { now: tuning.goEarliestSeconds })).toMatchObject(go);
    expect(decide([stands(passing)], { ...early, ending: 'seen-enough' })).toMatchObject(go);
  });

  it('does not wait for what only warns, nor for what is silenced', () => {
    expect(decide([stands(passing), stands(failing, warning), stands(doubt, {}, true)])).toMatchObject(go);
  });
});

describe('undecided', () => {
  it.each<[string, readonly Standings[], Parameters<typeof decide>[1]]>([
    ['one criterion of 2 not passing yet', [stands(passing), stands(doubt)], {}],
    ['2 criteria of 2 not passing yet', [stands(doubt), stands(doubt)], {}],
    ['one criterion of 1 not passing yet', [stands(doubt), stands(doubt, {}, true)], {}],
    ['something looks wrong, not yet surely', [stands(passing)], { evidence: tuning.goSuspicion }],
    ['no criterion of this watch may decide', [stands(passing, warning)], {}],
    ['every criterion that may decide is silenced', [stands(passing, {}, true)], {}],
    ['the watch saw too little and cannot be extended: a person decides', [stands(passing)], { ending: 'too-blind' }],
  ])('%s', (rule, standings, more) => expect(decide(standings, more)).toEqual(hold(rule)));

  it('is not what is only a little suspicious', () => {
    expect(decide([stands(passing)], { evidence: 9.99 })).toMatchObject(go);
  });
});

describe('NO-GO says which clause of the plan fired', () => {
  const blocking = { severity: 'blocking' } as const;
  const integrity = { integrity: true } as const;
  const never = { blocking: 9, critical: 9, integrity: 9 };
  it.each<[string, readonly Standings[], 'roll-back' | 'hold', Parameters<typeof decide>[1]]>([
    ['one blocking criterion fails', [stands(failing, blocking)], 'roll-back', {}],
    ['2 blocking criteria fail', [stands(failing, blocking), stands(failing, blocking)], 'roll-back', {}],
    ['2 critical criteria fail', [stands(failing), stands(failing)], 'roll-back', {}],
    ['one blocking criterion fails', [stands(failing, blocking), stands(failing), stands(failing)], 'roll-back', {}],
    ['the integrity of the data is compromised', [stands(failing, { ...blocking, ...integrity })], 'roll-back', {}],
    [
      'a blocking check failed 3 times in a row: a total outage',
      [stands(failing, integrity), stands(out, blocking)],
      'roll-back',
      {},
    ],
    ['one critical criterion fails', [stands(failing)], 'roll-back', { rollback: { ...never, critical: 1 } }],
    ['one critical criterion fails, fewer than a rollback needs', [stands(failing)], 'hold', {}],
    [
      '2 blocking criteria fail, fewer than a rollback needs',
      [stands(failing, blocking), stands(failing, blocking)],
      'hold',
      { rollback: never },
    ],
    ['one blocking criterion fails, fewer than a rollback needs', [stands(out, blocking)], 'hold', { rollback: never }],
    [
      'one blocking criterion fails and 2 critical criteria fail, fewer than a rollback needs',
      [stands(failing, blocking), stands(failing), stands(failing)],
      'hold',
      { rollback: never },
    ],
    [
      'one critical criterion fails, fewer than a rollback needs',
      [stands(failing, integrity)],
      'hold',
      { rollback: never },
    ],
  ])('%s', (rule, standings, recommendation, more) => {
    expect(decide(standings, more)).toEqual({ verdict: 'no-go', recommendation, rule, certified: false });
  });

  it('whatever else is said: silenced, at the end, or blind', () => {
    expect(decide([stands(failing, {}, true)], { ending: 'too-blind' }).verdict).toBe('no-go');
  });

  it('and never for a warning or a dry run', () => {
    expect(decide([stands(passing), stands(failing, { dryRun: true, ...blocking })])).toMatchObject(go);
  });
});
