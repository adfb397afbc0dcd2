import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { describe, expect, it } from 'vitest';
import { type Confirmation, confirmationOf, goFactorOf, isDeciding, toleranceOf } from './measures.ts';
import { criterion } from './scenario.fixture.ts';

type Of = Partial<Criterion> & Pick<Criterion, 'measure'>;

it.each<[string, Of, number | undefined]>([
  ['what the plan says', { measure: 'rate', tolerance: 0.1 }, 0.1],
  ['what the plan says of a check', { measure: 'check', tolerance: 0.1, limit: 0.2 }, 0.1],
  ['none where the plan has only a limit', { measure: 'rate', limit: 0.1 }, undefined],
  ['the usual one of a check without any number', { measure: 'check' }, 0.25],
  ['none of a check that has a limit', { measure: 'check', limit: 0.1 }, undefined],
  ['none of anything else without numbers', { measure: 'gauge' }, undefined],
])('tolerated is %s', (_, of, tolerance) => expect(toleranceOf(criterion(of))).toBe(tolerance));

it.each<[string, Of, number]>([
  ['twice the error rate', { measure: 'rate' }, 2],
  ['five times the failed looks', { measure: 'check' }, 5],
  ['three times the events', { measure: 'count' }, 3],
  ['one and a half of a time', { measure: 'latency' }, 1.5],
  ['one and a half of a level', { measure: 'gauge' }, 1.5],
  ['never less than is tolerated: the next one that is worked with', { measure: 'latency', tolerance: 0.8 }, 2],
  ['exactly what is tolerated, where that is one', { measure: 'rate', tolerance: 2 }, 3],
  ['what is tolerated, where that is more than all of them', { measure: 'rate', tolerance: 99 }, 100],
])('GO rules out %s', (_, of, factor) => expect(goFactorOf(criterion(of))).toBe(factor));

it.each<[string, Partial<Criterion>, boolean]>([
  ['a critical criterion', {}, true],
  ['a blocking one', { severity: 'blocking' }, true],
  ['not a warning', { severity: 'warning' }, false],
  ['integrity, whatever its severity', { severity: 'warning', integrity: true }, true],
  ['never a dry run', { dryRun: true, integrity: true }, false],
])('the verdict is decided by %s', (_, of, decides) =>
  expect(isDeciding(criterion({ measure: 'check', ...of }))).toBe(decides),
);

describe('a matter of fact', () => {
  it.each<[string, Of, Confirmation | undefined]>([
    ['is an event where none is allowed: it stands', { measure: 'count', limit: 0 }, 'standing'],
    ['is a bad request where none is allowed', { measure: 'rate', limit: 0 }, 'standing'],
    ['stands where the plan is strict, too', { measure: 'count', limit: 0, strict: true }, 'standing'],
    ['is integrity', { measure: 'check', integrity: true, limit: 0 }, 'in-a-row'],
    ['is what the plan is strict about', { measure: 'gauge', limit: 80, strict: true }, 'in-a-row'],
    ['is a check that may not fail, in the whole watch', { measure: 'check', limit: 0 }, 'in-total'],
    ['is not a limit of 0 on a level', { measure: 'gauge', limit: 0 }, undefined],
    ['is not a limit of 0 on a time', { measure: 'latency', limit: 0 }, undefined],
    ['is not a check with a limit', { measure: 'check', limit: 0.1 }, undefined],
    ['is not a rate with a limit', { measure: 'rate', limit: 0.1 }, undefined],
  ])('%s', (_, of, confirmation) => expect(confirmationOf(criterion(of))).toBe(confirmation));
});
