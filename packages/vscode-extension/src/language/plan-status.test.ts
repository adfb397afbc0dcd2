import { expect, it } from 'vitest';
import { type Check, planStatus } from './plan-status.ts';

it.each([
  [{ state: 'checking' }, 'Checking the plan', 'information', undefined],
  [{ state: 'checked', problems: 0 }, 'The plan is valid', 'information', undefined],
  [{ state: 'checked', problems: 1 }, 'The plan has a problem', 'error', 'workbench.actions.view.problems'],
  [{ state: 'checked', problems: 3 }, 'The plan has 3 problems', 'error', 'workbench.actions.view.problems'],
  [{ state: 'not-checked', because: 'no node' }, 'The plan could not be checked', 'warning', 'daywatch.showLog'],
] satisfies [Check, string, string, string | undefined][])(
  'says how the check stands: %j',
  (check, text, severity, to) => {
    const status = planStatus(check);
    expect([status.text, status.severity, status.command?.command]).toEqual([text, severity, to]);
  },
);

it('never takes a plan that nobody could check for a good one, and says why', () =>
  expect(planStatus({ state: 'not-checked', because: 'no node' })).toMatchObject({ detail: 'no node' }));
