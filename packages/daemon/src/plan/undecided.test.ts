import { describe, expect, it } from 'vitest';
import { aroundSection, planOf, problemsOf } from './read-plan.fixture.ts';
import { undecidedIn } from './undecided.ts';

describe('what is still to be decided', () => {
  it.each([
    ['in brackets', '[TBD - Requires stakeholder approval]', 'still to be decided: Requires stakeholder approval'],
    [
      'with a colon',
      '[TBD: Scheduled Date (PLAN.md line 11)]',
      'still to be decided: Scheduled Date (PLAN.md line 11)',
    ],
    ['inside of a text', 'https://[TODO host]/d', 'still to be decided: host'],
    ['alone', 'TBD', '"it" is still to be decided'],
    ['as question marks', '???', '"it" is still to be decided'],
    ['as a list, which it is for YAML without quotes', ['TBD - ask Anna'], 'still to be decided: ask Anna'],
  ])('is found %s', (_, value, message) => {
    expect(undecidedIn({ deep: [{ it: value }] })).toMatchObject([
      { code: 'to-be-decided', path: ['deep', 0, 'it'], message },
    ]);
  });

  it.each([['grep -c TODO src/*.ts'], ['./wait-for-tbd.sh'], ['[production] deploy'], ['what???'], ['${TBD}']])(
    'is not taken for it: %s',
    (text) => expect(undecidedIn({ it: text, list: [text] })).toEqual([]),
  );

  it('is told with line and column, and nothing else about the same value', () => {
    const text = aroundSection('dashboards: { shop: "[TBD: Dashboard URL]" }');
    expect(problemsOf(text)).toEqual([
      {
        code: 'to-be-decided',
        message: 'still to be decided: Dashboard URL',
        hint: 'Write the value here once it is known, or remove the entry.',
        path: 'environments.production.dashboards.shop',
        file: 'daywatch.yaml',
        line: 9,
        column: 25,
      },
    ]);
  });

  it('may stand in a comment', () => {
    expect(planOf(aroundSection('dashboards: {} # [TBD: more of them]')).service).toBe('shop');
  });
});
