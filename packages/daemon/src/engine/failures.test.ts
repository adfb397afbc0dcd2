import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { hours } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { noteFailures } from './failures.ts';
import { criterion, deployedAt, settingsFor } from './scenario.fixture.ts';
import { noGoEvidence } from './tuning.ts';
import { verdictEvidence } from './verdict-evidence.ts';
import { frameOf, openState, pairs } from './watch-state.ts';

const rollback = { blocking: 1, critical: 2, integrity: 1 };
const errors = (name: string, of: Partial<Criterion> = {}) => criterion({ measure: 'rate', name, limit: 0.01, ...of });

/** Criteria with so much evidence each, and who fails after a reading of one of them. */
function watching(...criteria: readonly (readonly [Criterion, number])[]) {
  const plan = criteria.map(([of]) => of);
  const frame = frameOf({ criteria: plan, startedAt: deployedAt, settings: settingsFor(hours(24)), rollback });
  const state = openState(frame, []);
  const of = (name: string) => {
    const found = pairs(frame, state).find(([{ criterion }]) => criterion.name === name);
    if (found === undefined) throw new Error(`no criterion ${name}`);
    return found;
  };
  for (const [{ name }, evidence] of criteria) of(name)[1].evidence = evidence;
  const read = (name: string, now = 600) => {
    const [judged, its] = of(name);
    noteFailures(frame, state, judged, its, now);
    return state.criteria.filter(({ failed }) => failed !== null).map((its) => its.name);
  };
  return { read, of: (name: string) => of(name)[1], evidence: (now = 600) => verdictEvidence(frame, state, now) };
}
const needed = noGoEvidence(
  frameOf({ criteria: [], startedAt: deployedAt, settings: settingsFor(hours(24)), rollback }).tuning,
);

describe('the verdict has one promise', () => {
  it('shared by those who decide: the mean of their evidence', () => {
    expect(watching([errors('a'), 40], [errors('b'), 2]).evidence()).toBe(21);
    expect(watching([errors('a'), 40], [errors('b', { severity: 'warning' }), 900]).evidence()).toBe(40);
    expect(watching([errors('a', { dryRun: true }), 40]).evidence()).toBe(1);
  });

  it('of which a silence spends a part and gives it to nobody', () => {
    const { of, evidence } = watching([errors('a'), 40], [errors('b'), 2]);
    of('a').silence = { from: 500, until: 700 };
    expect([499, 500, 699, 700].map(evidence)).toEqual([21, 1, 1, 21]);
  });
});

describe('by evidence', () => {
  it('nobody fails one hair under what NO-GO needs', () => {
    expect(watching([errors('a'), needed * 0.999999]).read('a')).toEqual([]);
    expect(watching([errors('a'), needed]).read('a')).toEqual(['a']);
  });

  it('the largest share is to blame when all together reach it, whoever was read last', () => {
    const both = watching([errors('a'), 0.9 * needed], [errors('b'), 1.1 * needed]);
    expect(both.read('a')).toEqual(['b']);
    expect(both.of('b').failed).toEqual({ at: 600, by: 'evidence' });
  });

  it('of equal shares the first of the plan is', () => {
    expect(watching([errors('a'), needed], [errors('b'), needed]).read('b')).toEqual(['a']);
  });

  it('a further one fails only when it would have been enough alone', () => {
    const two = watching([errors('a'), 3 * needed], [errors('b'), 1.9 * needed]);
    expect(two.read('a')).toEqual(['a']);
    expect(two.read('b')).toEqual(['a']);
    two.of('b').evidence = 2 * needed;
    expect(two.read('b')).toEqual(['a', 'b']);
  });

  it('nobody else is blamed for what all reach together while the culprit fails, but once it is well again', () => {
    const { of, read } = watching([errors('a'), 2 * needed], [errors('b'), 1]);
    expect(read('a')).toEqual(['a']);
    of('a').evidence = 0.5 * needed;
    of('b').evidence = 1.9 * needed;
    expect(read('b')).toEqual(['a']);
    of('a').recoveredAt = 700;
    expect(read('b')).toEqual(['a', 'b']);
  });

  it('a warning that fails is no excuse for those that decide', () => {
    const { read } = watching(
      [errors('w', { severity: 'warning' }), needed],
      [errors('a'), 0.9 * needed],
      [errors('b'), 1.1 * needed],
    );
    expect(read('w')).toEqual(['w']);
    expect(read('a')).toEqual(['w', 'b']);
  });

  it('a warning and a dry run stand alone, and make nobody else fail', () => {
    const shown = watching(
      [errors('a'), 1],
      [errors('w', { severity: 'warning' }), needed],
      [errors('d', { dryRun: true }), needed],
    );
    expect(shown.read('w')).toEqual(['w']);
    expect(shown.read('d')).toEqual(['w', 'd']);
    expect(shown.read('a')).toEqual(['w', 'd']);
  });

  it('what is silenced does not fail, and the reading of another finds it again when the silence is over', () => {
    const { of, read } = watching([errors('a'), 9 * needed], [errors('b'), 1]);
    of('a').silence = { from: 0, until: 700 };
    expect(read('a')).toEqual([]);
    expect(read('b')).toEqual([]);
    expect(read('b', 700)).toEqual(['a']);
  });
});

describe('who failed', () => {
  const failing = () => {
    const { of, read } = watching([errors('a'), needed]);
    read('a');
    return { of: of('a'), read };
  };

  it('keeps the time and the rule of the first failure', () => {
    const { of, read } = failing();
    read('a', 900);
    expect(of.failed).toEqual({ at: 600, by: 'evidence' });
    expect(of.recoveredAt).toBeNull();
  });

  it('is well again when every test is sure of it, and then the search begins afresh', () => {
    const { of: its, read } = watching([errors('a'), needed]);
    const of = its('a');
    Object.assign(of, { tests: [...of.tests, ...structuredClone(of.tests)] });
    read('a');
    const [first, second] = of.tests;
    if (first?.recovery == null || second?.recovery == null) throw new Error('no recovery is looked for');
    first.recovery.evidence = 20;
    second.recovery.evidence = 19.9;
    read('a', 900);
    expect(of.recoveredAt).toBeNull();
    for (const { recovery } of of.tests) if (recovery !== null) recovery.evidence = 20;
    read('a', 915);
    expect(of.recoveredAt).toBe(915);
    expect(of.evidence).toBe(1);
    expect(of.tests.every(({ recovery }) => recovery === null)).toBe(true);
  });

  it('fails once more when it is as bad again', () => {
    const { of, read } = failing();
    of.recoveredAt = 900;
    read('a', 1200);
    expect(of).toMatchObject({ failed: { at: 1200, by: 'evidence' }, recoveredAt: null });
    expect(of.tests.every(({ recovery }) => recovery !== null)).toBe(true);
  });

  it('and only warns forgets it when it is well again', () => {
    const { of, read } = watching([errors('w', { severity: 'warning' }), needed]);
    read('w');
    for (const { recovery } of of('w').tests) if (recovery !== null) recovery.evidence = 20;
    read('w', 900);
    expect(of('w')).toMatchObject({ failed: null, recoveredAt: null });
  });
});

describe('by a rule', () => {
  const orphans = criterion({ measure: 'check', name: 'orphans', integrity: true, limit: 0 });
  it('a fact fails, whatever the evidence is, and evidence is not asked', () => {
    const { of, read } = watching([orphans, 9 * needed]);
    expect(read('orphans')).toEqual([]);
    of('orphans').violation.confirmations = 2;
    expect(read('orphans')).toEqual(['orphans']);
    expect(of('orphans').failed).toEqual({ at: 600, by: 'violation' });
  });

  it('a warning of a fact does not fail by evidence either', () => {
    const strict = errors('strict', { strict: true, severity: 'warning' });
    expect(watching([strict, 9 * needed]).read('strict')).toEqual([]);
  });

  it('it is well again by the same rule, and what was counted is forgotten', () => {
    const { of, read } = watching([orphans, 1]);
    Object.assign(of('orphans').violation, { confirmations: 2, inARow: 2 });
    read('orphans');
    Object.assign(of('orphans').violation, { confirmations: 0, inARow: 0, soundInARow: 3 });
    read('orphans', 900);
    expect(of('orphans')).toMatchObject({ recoveredAt: 900, violation: { confirmations: 0, inARow: 0 } });
  });
});

it('a recovery is watched from the failure on', () => {
  const { of, read } = watching([errors('a'), needed]);
  expect(of('a').tests.every(({ recovery }) => recovery === null)).toBe(true);
  read('a');
  expect(of('a').tests.every(({ recovery }) => recovery?.against === 'better')).toBe(true);
});
