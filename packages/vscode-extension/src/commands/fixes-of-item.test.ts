import type { ChecklistItemView } from '@daywatch/shared/api/views.ts';
import { describe, expect, it } from 'vitest';
import { fixesOf } from './fixes-of-item.ts';

const plan = `service: shop
environments:
  production:
    checklist:
      - { id: tests, title: All tests pass, run: npm test }
      - id: checkout
        git: true
      - { id: reviewed, title: Reviewed, sign-off: lead }
      - id: several
        run: |
          npm ci
          npm test
      - id: block
        run: |
          npm test
      - { id: control, run: "npm test\\u0003rm -r build" }
`;
const of = (item: Pick<ChecklistItemView, 'id' | 'type'> & Partial<ChecklistItemView>, environment = 'production') =>
  fixesOf({ by: 'runner', state: 'failed', ...item }, { plan, environment });

describe('what helps with an open item', () => {
  it('is its command in a terminal, and its place in the plan', () =>
    expect(of({ id: 'tests', type: 'run' })).toEqual([
      { at: 'terminal', line: 'npm test' },
      { at: 'plan', offset: plan.indexOf('id: tests') },
    ]));
  it.each([
    ['several', []],
    ['control', []],
    ['block', [{ at: 'terminal', line: 'npm test' }]],
  ])('types nothing that a terminal would run by itself: %s', (id, typed) =>
    expect(of({ id, type: 'run' }).filter(({ at }) => at === 'terminal')).toEqual(typed),
  );
  it('is the source control for what is asked of the checkout', () =>
    expect(of({ id: 'checkout', type: 'git', state: 'waiting' })).toEqual([
      { at: 'source-control' },
      { at: 'plan', offset: plan.indexOf('id: checkout') },
    ]));
  it.each([
    ['a fulfilled one', of({ id: 'tests', type: 'run', state: 'passed' })],
    ['one that is signed', of({ id: 'reviewed', type: 'sign-off', by: 'people', state: 'waiting' })],
    ['one that the plan no longer has', of({ id: 'gone', type: 'run' })],
    ['one of another environment', of({ id: 'tests', type: 'run' }, 'staging')],
  ])('is nothing for %s', (_, fixes) => expect(fixes).toEqual([]));
  it('does not need a plan that can be read', () =>
    expect(
      fixesOf({ id: 'c', type: 'git', by: 'runner', state: 'failed' }, { plan: '{{', environment: 'production' }),
    ).toEqual([{ at: 'source-control' }]));
});
