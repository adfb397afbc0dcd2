import { describe, expect, it } from 'vitest';
import { planKinds } from '../plan-kinds.ts';
import { parsePlan } from './parse.ts';
import { problemLine } from './read-plan.fixture.ts';

const parse = (text: string) => parsePlan({ text, file: 'daywatch.yaml', ...planKinds });

const smallest = `service: shop
preset: web-service
url: https://shop.example.com
metrics: https://shop.example.com/metrics
database: \${DATABASE_URL}
`;

function planOf(text: string) {
  const parsed = parse(text);
  if ('problems' in parsed) throw new Error(parsed.problems.map(problemLine).join('\n'));
  return parsed.plan;
}
const criteriaOf = (text: string, environment = 'production') =>
  new Map(planOf(text).environments[environment]?.watch.criteria.map((criterion) => [criterion.name, criterion]));
const problems = (text: string) => {
  const parsed = parse(text);
  return 'problems' in parsed ? parsed.problems.map(problemLine) : [];
};
const watching = (criteria: string) =>
  `${smallest}environments:\n  production:\n    watch:\n      criteria:\n        ${criteria}\n`;

describe('the preset node-service', () => {
  it('makes a dozen and two good criteria of five lines, each with a title and something that it is held against', () => {
    const criteria = [...criteriaOf(smallest.replace('web-service', 'node-service')).values()];
    expect(criteria.map(({ name }) => name)).toEqual([
      ...criteriaOf(smallest).keys(),
      'event-loop-lag',
      'memory',
      'heap',
      'garbage-collection',
      'open-files',
    ]);
    for (const { name, title, limit, tolerance } of criteria) {
      expect(title, name).not.toBe(name);
      expect(limit ?? tolerance, name).toBeGreaterThan(0);
    }
    expect(criteria.some(({ severity }) => severity === 'blocking')).toBe(true);
  });

  it('lets single ones be changed or left out', () => {
    const text = watching('memory: { tolerance: 200% }\n        heap: false').replace('web-service', 'node-service');
    const criteria = criteriaOf(text);
    expect(criteria.get('memory')).toMatchObject({ tolerance: 2, source: 'metrics' });
    expect(criteria.has('heap')).toBe(false);
  });
});

describe('the preset web-service', () => {
  it('makes a plan of five lines', () => {
    const plan = planOf(smallest);
    expect(plan.sources).toEqual({
      site: { name: 'site', type: 'http', options: { url: 'https://shop.example.com' } },
      metrics: { name: 'metrics', type: 'metrics', options: { url: 'https://shop.example.com/metrics' } },
      database: { name: 'database', type: 'postgres', options: { url: '${DATABASE_URL}' } },
    });
    expect(plan.environments.production?.watch.for).toBe(86_400_000);
    expect([...criteriaOf(smallest).keys()]).toEqual([
      'healthy',
      'response-time',
      'error-rate',
      'latency-p95',
      'database-latency',
      'database-connections',
      'database-locks',
      'database-deadlocks',
      'database-rollbacks',
    ]);
  });

  it('is content with less', () => {
    const text = 'service: shop\npreset: web-service\nmetrics: https://shop.example.com/metrics\n';
    expect([...criteriaOf(text).keys()]).toEqual(['error-rate', 'latency-p95']);
  });

  it('uses sources that are written out, and gives way to them', () => {
    const text = `service: shop
preset: web-service
url: https://shop.example.com
sources:
  site: { headers: { authorization: "Bearer \${TOKEN}" } }
  metrics: { type: metrics, url: http://127.0.0.1:9464/metrics }
`;
    expect(planOf(text).sources).toEqual({
      site: {
        name: 'site',
        type: 'http',
        options: { url: 'https://shop.example.com', headers: { authorization: 'Bearer ${TOKEN}' } },
      },
      metrics: { name: 'metrics', type: 'metrics', options: { url: 'http://127.0.0.1:9464/metrics' } },
    });
    expect(criteriaOf(text).has('error-rate')).toBe(true);
  });

  it('is overridden key by key', () => {
    expect(criteriaOf(watching('latency-p95: { limit: 800ms }')).get('latency-p95')).toMatchObject({
      query: 'http_request_duration_seconds',
      quantile: 0.95,
      limit: 0.8,
      tolerance: 0.25,
    });
    expect(criteriaOf(watching('healthy: { check: { path: /up } }')).get('healthy')).toMatchObject({
      severity: 'blocking',
      query: { path: '/up', status: '2xx' },
    });
  });

  it('forgets what it said of a measure when another one is asked for', () => {
    const criterion = criteriaOf(watching('latency-p95: { source: site, check: { path: /slow } }')).get('latency-p95');
    expect(criterion).toMatchObject({ title: 'Response time, 95th percentile', measure: 'check' });
    expect(criterion).not.toHaveProperty('quantile');
    expect(criterion).not.toHaveProperty('limit');
  });

  it('leaves out what is false, and takes in what is new', () => {
    const names = [
      ...criteriaOf(watching('{ healthy: false, pool: { source: metrics, gauge: pool, limit: 80 } }')).keys(),
    ];
    expect(names).not.toContain('healthy');
    expect(names).toContain('pool');
  });

  it('is for the only environment, or for production', () => {
    const two =
      'environments:\n  staging: { watch: { for: 1h, criteria: { up: { source: site, check: { path: / } } } } }\n';
    expect([...criteriaOf(`${smallest}${two}`, 'staging').keys()]).toContain('error-rate');
    expect([...criteriaOf(`${smallest}${two}  production: {}\n`, 'staging').keys()]).toEqual(['up']);
    expect([...criteriaOf(`${smallest}${two}  production: {}\n`).keys()]).toContain('error-rate');
    expect(problems(`${smallest}${two}  prod: {}\n`)).toEqual([
      '6:1 preset-without-environment: the preset is for production, and no environment has this name',
      '8:3 no-criteria: without "watch" nothing would be judged in prod',
    ]);
  });
});

describe('what is wrong is shown where it was written', () => {
  it.each([
    [
      'service: shop\npreset: web-servce\n',
      [
        '1:1 no-environment: the plan has no environment, so nothing would be judged',
        '2:9 unknown-preset: there is no preset "web-servce"',
      ],
    ],
    [
      'service: shop\npreset: web-service\n',
      [
        '2:1 preset-incomplete: the preset "web-service" does not know what to watch',
        '2:1 no-criteria: without criteria nothing would be judged',
      ],
    ],
    ['service: shop\npreset: web-service\nurl: 5\n', ['3:6 wrong-type: "url" must be text, not 5']],
    ['service: shop\npreset: web-service\nmetrics:\n', ['3:9 wrong-type: "url" must be text, not empty']],
    [
      'service: shop\npreset: web-service\ndatabase: ${database_url}\n',
      ['3:11 unknown-variable: unknown variable ${database_url}'],
    ],
    [
      'service: shop\nurl: https://shop.example.com\nenvironments: {}\n',
      [
        '2:1 key-needs-preset: "url" says something to a preset, and the plan has none',
        '3:1 no-environment: the plan has no environment, so nothing would be judged',
      ],
    ],
    [watching('latency-p95: { limit: 800 }'), ['10:31 limit-needs-unit: the limit 800 of a time has no unit']],
    [
      watching('error-rate: { source: site }'),
      ['10:9 measure-not-supported: a source of type http has no rate; it has check, latency and gauge'],
    ],
    [
      watching(
        '{ healthy: false, response-time: false, error-rate: false, latency-p95: false, database-latency: false, database-connections: false, database-locks: false, database-deadlocks: false }',
      ),
      ['9:7 no-deciding-criteria: every criterion is a warning or a dry run, so nothing would ever decide'],
    ],
    [watching('other: false'), ['10:9 wrong-type: "other" must be a mapping, not false']],
  ])('%s', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });
});
