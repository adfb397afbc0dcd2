import { describe, expect, it } from 'vitest';
import { parsePlan } from '../../plan/parse.ts';
import { planKinds } from '../../plan-kinds.ts';
import { postgres } from '../postgres.ts';
import { gaugeDescriptions, gaugeNames } from './named-gauges.ts';

/** What the plan says of a criterion of this source. */
function problemsOf(criterion: string): readonly string[] {
  const text = `service: shop
sources:
  db: { type: postgres, url: postgres://db/shop }
environments:
  production:
    watch:
      criteria:
        it: { source: db, ${criterion} }
`;
  const read = parsePlan({
    text,
    file: 'daywatch.yaml',
    ...planKinds,
    sourceKinds: [postgres],
  });
  return 'problems' in read ? read.problems.map(({ message, hint }) => `${message} ${hint ?? ''}`.trim()) : [];
}

describe('a question that cannot be asked', () => {
  it.each([
    ['count: dedlocks, limit: 0', /not "dedlocks" Did you mean "deadlocks"\?/],
    ['gauge: conections.active, limit: 80', /Did you mean "connections.active"\?/],
    ['count: { slower-queries: { calls: 3 } }, limit: 0', /"calls" must be at least 20, not 3/],
    ['count: { slower-querys: {} }, limit: 0', /Did you mean "slower-queries"\?/],
    ['check: { sql: select 1, rowz: 0 }', /unknown key "rowz" Did you mean "rows"\?/],
    ['check: { sequences: { used-at-most: 80 } }', /"used-at-most": 80 is more than the whole Write 80%/],
    ['check: { row-count: { table: orders } }', /"row-count": accepts everything Add falls-at-most: 20%/],
    ['check: { orphans: { table: lines } }', /"column" is missing/],
    ['check: { migrations: {} }', /"folder" is missing/],
    ['check: { amcheck: [] }', /"amcheck" needs at least 1 entry/],
    ['latency: { query: "(" }, limit: 1s', /is not a regular expression.* Write a regular expression, or the queryid/],
  ])('is told with what to do: %s', (criterion, problem) => {
    const problems = problemsOf(criterion);
    expect(
      problems.some((one) => problem.test(one)),
      problems.join('\n'),
    ).toBe(true);
  });

  it('is not one of those that the guide shows', () => {
    expect(problemsOf('count: { slower-queries: { factor: 2, calls: 50, at-least: 5ms } }, limit: 0')).toEqual([]);
    expect(problemsOf('check: not-valid-constraints, integrity: true')).toEqual([]);
  });
});

it('every named gauge has a description, for completion in the editor', () => {
  expect(gaugeDescriptions).toHaveLength(gaugeNames.length);
});
