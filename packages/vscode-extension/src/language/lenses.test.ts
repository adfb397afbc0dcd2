import { instant, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { aView } from '../model.fixture.ts';
import { lensesOf } from './lenses.ts';
import { plan } from './plan.fixture.ts';
import { readPlanText } from './plan-text.ts';

const now = instant(Date.parse('2026-12-01T22:00:00Z'));
const judged = {
  name: 'api-errors',
  title: 'API errors',
  severity: 'critical',
  integrity: false,
  dryRun: false,
  state: 'passing',
  because: 'as usual',
  unit: 'fraction',
  value: 0.002,
  limit: 0.01,
  coverage: 1,
} as const;
const production = aView(now, { verdict: { criteria: [judged] } });

describe('the lens over a criterion', () => {
  it('tells its live value against its limit, and nothing of what is not judged', () => {
    expect(lensesOf(readPlanText(plan), { production }, now)).toEqual([
      { environment: 'production', criterion: 'healthy', start: plan.indexOf('healthy'), live: undefined },
      {
        environment: 'production',
        criterion: 'api-errors',
        start: plan.indexOf('api-errors'),
        live: '$(pass) 0.2 % · limit 1 %',
      },
    ]);
  });

  it('tells no value that is too old', () => {
    const later = plus(now, seconds(120));
    expect(lensesOf(readPlanText(plan), { production }, later).map(({ live }) => live)).toEqual([undefined, undefined]);
  });
});
