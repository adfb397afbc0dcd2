import { parsePlan } from '@daywatch/daemon/src/plan/parse.ts';
import { planKinds } from '@daywatch/daemon/src/plan-kinds.ts';
import { describe, expect, it } from 'vitest';

const problemsOf = (criterion: string) => {
  const text = `service: shop
sources:
  site: { type: http, url: https://shop.example.com }
  metrics: { type: metrics, url: https://shop.example.com/metrics }
  database: { type: postgres, url: postgres://db/shop }
environments:
  production:
    watch:
      criteria:
        healthy: { source: site, check: { path: /healthz } }
        it: ${criterion}
`;
  const parsed = parsePlan({ text, file: 'daywatch.yaml', ...planKinds });
  return 'problems' in parsed ? parsed.problems : [];
};

describe('a criterion that could never fail is refused', () => {
  it.each([
    '{ source: metrics, rate: { bad: errors_total, of: requests_total } }',
    '{ source: metrics, latency: request_duration_seconds }',
    '{ source: metrics, latency: request_duration_seconds, quantile: 0.95 }',
    '{ source: metrics, gauge: pool }',
    '{ source: metrics, count: errors_total }',
    '{ source: metrics, gauge: pool, strict: true, tolerance: 25% }',
  ])('without a limit: %s', (criterion) => {
    expect(problemsOf(criterion)).toMatchObject([{ code: 'no-limit', line: 11, column: 9 }]);
  });

  it.each(['100%', '1', '1.0', '250%'])('with a limit of everything: %s', (limit) => {
    const criterion = `{ source: metrics, rate: { bad: errors_total, of: requests_total }, limit: ${limit} }`;
    expect(problemsOf(criterion)).toMatchObject([{ code: 'limit-out-of-range', line: 11, column: 88 }]);
  });

  it.each(['', 'null', '~', '.nan', '.inf', '""'])('with a limit that is none: %j', (limit) => {
    const criterion = `{ source: metrics, rate: { bad: errors_total, of: requests_total }, limit: ${limit} }`;
    expect(problemsOf(criterion)).toMatchObject([{ line: 11 }]);
  });
});

describe('what can fail is accepted', () => {
  it.each([
    '{ source: metrics, gauge: pool, limit: 80 }',
    '{ source: metrics, gauge: pool, tolerance: 25% }',
    '{ source: database, check: { sql: select 1 where false } }',
  ])('%s', (criterion) => {
    expect(problemsOf(criterion)).toEqual([]);
  });
});
