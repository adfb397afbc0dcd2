import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { longPlan } from './long-plan.fixture.ts';
import { aroundSection, parse, planOf, problemLine, problemsOf, productionOf } from './read-plan.fixture.ts';

const lines = (text: string) => problemsOf(text).map(problemLine);

describe('a plan', () => {
  it('is read in its long form', () => {
    const plan = planOf(longPlan);
    expect(plan.service).toBe('shop');
    expect(plan.sources.database).toEqual({
      name: 'database',
      type: 'postgres',
      options: { url: '${DATABASE_URL}' },
    });
    expect(plan.roles).toEqual({ 'devops-lead': ['devops@example.com'], qa: ['qa@example.com'] });
    const production = productionOf(longPlan);
    expect(production.checklist).toEqual([
      {
        by: 'runner',
        type: 'run',
        id: 'staging-tests',
        title: 'All tests pass in staging',
        options: { run: 'npm test' },
        timeout: 600_000,
      },
      { by: 'people', type: 'sign-off', id: 'rollback-reviewed', title: 'Rollback reviewed', role: 'devops-lead' },
    ]);
    expect(production.deploy).toMatchObject({ from: 'staging', to: 'main' });
    expect(production.deploy?.steps.map(({ id }) => id)).toEqual([
      'git-checkout-main',
      'git-merge-no-edit-staging',
      'git-push-origin-main',
      'deploy-production-sh',
    ]);
    expect(production.watch.criteria.map(({ name, measure, severity }) => [name, measure, severity])).toEqual([
      ['api-errors', 'rate', 'critical'],
      ['checkout-p95', 'latency', 'blocking'],
      ['pool', 'gauge', 'warning'],
      ['healthy', 'check', 'blocking'],
      ['no-orphans', 'check', 'blocking'],
    ]);
    expect(production.rollback).toMatchObject({
      when: { blocking: 1, critical: 2, integrity: 1 },
      to: 'last-stable',
      tags: 'stable/*',
      steps: [{ id: 'git-checkout-ref', options: { run: 'git checkout ${ref}' } }, { id: 'deploy-production-sh' }],
    });
    expect(production.dashboards).toEqual({ application: 'https://grafana.example.com/d/shop' });
  });

  it('is known by the SHA-256 of its text', () => {
    expect(planOf(longPlan).hash).toBe(createHash('sha256').update(longPlan).digest('hex'));
  });

  it('may be JSON', () => {
    const { hash: _, ...plan } = planOf(longPlan);
    const json = JSON.stringify({
      service: 'shop',
      sources: { site: { type: 'http', url: '${SITE_URL}' } },
      environments: { production: { watch: { criteria: { up: { source: 'site', check: { path: '/' } } } } } },
    });
    expect(plan.service).toBe(planOf(json).service);
    expect(planOf(json).sources.site?.options).toEqual({ url: '${SITE_URL}' });
  });

  it('may repeat itself with anchors', () => {
    const text = aroundSection('verify: [&tests { run: npm test }, *tests]');
    expect(productionOf(text).verify.map(({ id }) => id)).toEqual(['npm-test', 'npm-test-2']);
  });

  it('is read with Windows line ends and a byte order mark', () => {
    expect(planOf(`\uFEFF${longPlan.replaceAll('\n', '\r\n')}`).service).toBe('shop');
    expect(lines(`\uFEFFsrvice: shop\r\nservice: shop\r\nfoo: 1\r\n`)).toEqual([
      '1:1 unknown-key: unknown key "srvice"',
      '1:1 no-environment: the plan has no environment, so nothing would be judged',
      '3:1 unknown-key: unknown key "foo"',
    ]);
  });
});

describe('spans of a watch', () => {
  const watch = (spans: string) =>
    aroundSection('dashboards: {}').replace('    watch:\n', `    watch:\n${spans === '' ? '' : `      ${spans}\n`}`);

  it.each([
    ['', { for: 86_400_000, every: 15_000, settle: 120_000, earliestGo: 1_800_000, atMost: 172_800_000 }],
    ['for: 20m', { for: 1_200_000, every: 15_000, settle: 60_000, earliestGo: 300_000, atMost: 2_400_000 }],
    ['for: 20s', { for: 20_000, every: 15_000, settle: 1_000, earliestGo: 5_000, atMost: 40_000 }],
    ['settle: 0s', { settle: 0 }],
    ['at-most: 24h', { atMost: 86_400_000 }],
  ])('%s', (spans, expected) => {
    expect(productionOf(watch(spans)).watch).toMatchObject(expected);
  });

  it.each([
    ['for: 24', '7:12 wrong-value: "for": 24 has no unit'],
    ['for: "24"', '7:12 wrong-value: "for": 24 has no unit'],
    ['for: a day', '7:12 wrong-value: "for": "a day" is not a duration'],
    ['for: 0s', '7:12 wrong-value: "for" must be at least 1s'],
    ['for: [24h]', '7:12 wrong-type: "for" must be text or a number, not a list'],
    ['every: 500ms', '7:14 wrong-value: "every" must be at least 1s'],
    ['every: 2d', '7:14 span-too-long: "every" (2d) must not be longer than the watch (1d)'],
    ['settle: 24h', '7:15 span-too-long: "settle" (1d) must be shorter than the watch (1d)'],
    ['earliest-go: 24h', '7:20 span-too-long: "earliest-go" (1d) must be shorter than the watch (1d)'],
    ['at-most: 23h', '7:16 span-too-short: "at-most" (23h) must not be shorter than the watch (1d)'],
  ])('%s', (spans, expected) => {
    expect(lines(watch(spans))).toEqual([expected]);
  });
});

describe('steps', () => {
  it('are command lines or have the key of their kind', () => {
    const { verify } = productionOf(
      aroundSection(
        'verify: [./smoke.sh, { run: npm test, title: All tests, timeout: 5m }, { get: "${SITE_URL}/healthz" }, ./smoke.sh, "***"]',
      ),
    );
    expect(verify).toEqual([
      { id: 'smoke-sh', title: './smoke.sh', type: 'run', options: { run: './smoke.sh' }, timeout: 1_800_000 },
      { id: 'all-tests', title: 'All tests', type: 'run', options: { run: 'npm test' }, timeout: 300_000 },
      {
        id: 'get-site-url-healthz',
        title: 'GET ${SITE_URL}/healthz',
        type: 'get',
        options: { get: '${SITE_URL}/healthz', expect: 200 },
        timeout: 1_800_000,
      },
      { id: 'smoke-sh-2', title: './smoke.sh', type: 'run', options: { run: './smoke.sh' }, timeout: 1_800_000 },
      { id: 'step', title: '***', type: 'run', options: { run: '***' }, timeout: 1_800_000 },
    ]);
  });

  it.each([
    'rollback: { steps: ["git checkout ${ref} # ${version} ${commit} ${HOME}"] }',
    'deploy: { steps: ["./deploy.sh ${version} ${commit} ${TOKEN}"] }',
    'verify: ["for file in *.sql; do psql -f ${file}; done"]',
    'verify: ["answer=$(curl -s $URL); test ${answer} = ok"]',
  ])('%s', (section) => {
    expect(lines(aroundSection(section))).toEqual([]);
  });

  it.each([
    ['deploy: {}', ['9:5 missing-key: "steps" is missing']],
    ['deploy: { steps: [] }', ['9:22 wrong-value: "steps" needs at least 1 entry']],
    ['deploy: { steps: ./deploy.sh }', ['9:22 wrong-type: "steps" must be a list, not "./deploy.sh"']],
    ['deploy: { form: staging, steps: [a] }', ['9:15 unknown-key: unknown key "form"']],
    ['deploy: { steps: ["git checkout ${ref}"] }', ['9:23 unknown-variable: unknown variable ${ref}']],
    ['rollback: { steps: ["git checkout ${tag}"] }', ['9:25 unknown-variable: unknown variable ${tag}']],
    ['rollback: { steps: [{ run: "git checkout ${tag}" }] }', ['9:32 unknown-variable: unknown variable ${tag}']],
    [
      'rollback: { steps: [a], when: { blocking: 0, severe: 1 } }',
      ['9:47 wrong-value: "blocking" must be at least 1, not 0', '9:50 unknown-key: unknown key "severe"'],
    ],
    ['verify: [{ rum: npm test }]', ['9:16 unknown-step: unknown kind of step "rum"']],
    ['verify: [{ workflow: sign-in }]', ['9:26 unknown-workflow: there is no workflow "sign-in"']],
    ['verify: [{ title: Tests }]', ['9:14 unknown-step: the step does not say what to do']],
    ['verify: [{ run: a, get: b }]', ['9:24 ambiguous-step: a step does one thing, and this one has "run" and "get"']],
    ['verify: [{ run: a, retries: 3 }]', ['9:24 unknown-key: unknown key "retries"']],
    ['verify: [{ run: a, timeout: 90 }]', ['9:33 wrong-value: "timeout": 90 has no unit']],
    ['verify: [""]', ['9:14 wrong-value: entry 1 of "verify" must not be empty']],
    ['verify: [7]', ['9:14 wrong-type: entry 1 of "verify" must be a mapping, not 7']],
  ])('%s', (section, expected) => {
    expect(lines(aroundSection(section))).toEqual(expected);
  });
});

describe('a checklist', () => {
  it.each([
    ['[{ id: a, title: A, run: x }, { id: a, title: B, run: y }]', ['9:52 duplicate-id: two items have the id "a"']],
    ['[{ id: a, title: A }]', ['9:17 ambiguous-item: the item does not say how it is checked']],
    [
      '[{ id: a, title: A, run: x, sign-off: devops-lead }]',
      ['9:44 ambiguous-item: an item is checked in one way only'],
    ],
    ['[{ id: a, title: A, sign-off: devops }]', ['9:46 unknown-role: there is no role "devops"']],
    [
      '[{ id: a, title: A, sign-off: devops-lead, timeout: 5s }]',
      ['9:59 key-without-effect: a sign-off has no "timeout"'],
    ],
    ['[{ id: a b, title: A, run: x }]', ['9:23 wrong-value: "id": a name has letters, digits, ".", "_" and "-" only']],
    ['[{ title: A, run: x }]', ['9:17 missing-key: "id" is missing']],
    ['[{ id: a, title: A, run: "x ${tag}" }]', ['9:41 unknown-variable: unknown variable ${tag}']],
    ['[{ id: a, title: A, backups: { source: x } }]', ['9:36 unknown-key: unknown key "backups"']],
    ['[{ id: a, title: A, seen: yes }]', ['9:36 unknown-item: unknown key "seen"']],
    ['[{ id: a, title: A, backup: { source: databse } }]', ['9:54 unknown-source: there is no source "databse"']],
    [
      '[{ id: a, title: A, backup: { source: site } }]',
      ['9:54 unknown-source: the source "site" is not of type postgres'],
    ],
    [
      '[{ id: a, title: A, verdict: { environment: stging } }]',
      ['9:60 unknown-environment: there is no environment "stging"'],
    ],
    ['[{ id: window, title: A, run: x }]', ['9:23 reserved-id: "window" is what an override calls something else']],
    ['[tests]', ['9:17 wrong-type: entry 1 of "checklist" must be a mapping, not "tests"']],
  ])('%s', (items, expected) => {
    expect(lines(aroundSection(`checklist: ${items}`))).toEqual(expected);
  });
});

describe('what no version knows', () => {
  it('is a type of source that there is none of', () => {
    const text = 'service: shop\nsources: { sentry: { type: sentry } }\nenvironments: {}\n';
    expect(problemsOf(text)).toMatchObject([
      { code: 'unknown-source-type', line: 2, column: 28, hint: 'It can be http, metrics or postgres.' },
      { code: 'no-environment', line: 3, column: 1 },
    ]);
  });
});

describe('every problem is told at once', () => {
  it('with code, file, line, column, path and hint', () => {
    const text = `servce: shop
sources:
  site: { type: htp, url: https://shop.example.com }
  metrics: { type: metrics, urls: https://shop.example.com/metrics }
  "my db": { type: postgres, url: "\${database_url}" }
environments:
  production:
    watch:
      for: 24
      critera: {}
      criteria:
        errors: { source: metrcs, rate: { bad: a, of: b }, limit: 800ms, limit: 1% }
        slow: { source: metrics, latency: h, limit: 800 }
    dashboards: { shop: grafana }
`;
    expect(problemsOf(text)).toEqual([
      {
        code: 'unknown-key',
        message: 'unknown key "servce"',
        hint: 'Did you mean "service"?',
        meant: 'service',
        path: 'servce',
        file: 'daywatch.yaml',
        line: 1,
        column: 1,
      },
      {
        code: 'unknown-source-type',
        message: 'unknown type of source "htp"',
        hint: 'Did you mean "http"?',
        meant: 'http',
        path: 'sources.site.type',
        file: 'daywatch.yaml',
        line: 3,
        column: 17,
      },
      {
        code: 'unknown-key',
        message: 'unknown key "urls"',
        hint: 'Did you mean "url"?',
        meant: 'url',
        path: 'sources.metrics.urls',
        file: 'daywatch.yaml',
        line: 4,
        column: 29,
      },
      {
        code: 'wrong-name',
        message: '"my db" is not a name: a name has letters, digits, ".", "_" and "-" only',
        path: 'sources.my db',
        file: 'daywatch.yaml',
        line: 5,
        column: 3,
      },
      {
        code: 'unknown-variable',
        message: 'unknown variable ${database_url}',
        hint: 'Variables of the environment are upper-case: ${DATABASE_URL}.',
        path: 'sources.my db.url',
        file: 'daywatch.yaml',
        line: 5,
        column: 35,
      },
      {
        code: 'wrong-value',
        message: '"for": 24 has no unit',
        hint: 'Write 24s, or another unit: ms, m, h, d.',
        path: 'environments.production.watch.for',
        file: 'daywatch.yaml',
        line: 9,
        column: 12,
      },
      {
        code: 'unknown-key',
        message: 'unknown key "critera"',
        hint: 'Did you mean "criteria"?',
        meant: 'criteria',
        path: 'environments.production.watch.critera',
        file: 'daywatch.yaml',
        line: 10,
        column: 7,
      },
      {
        code: 'unknown-source',
        message: 'there is no source "metrcs"',
        hint: 'Did you mean "metrics"?',
        meant: 'metrics',
        path: 'environments.production.watch.criteria.errors.source',
        file: 'daywatch.yaml',
        line: 12,
        column: 27,
      },
      {
        code: 'duplicate-key',
        message: 'the key "limit" is written twice',
        hint: 'Remove one of them.',
        path: 'environments.production.watch.criteria.errors.limit',
        file: 'daywatch.yaml',
        line: 12,
        column: 74,
      },
      {
        code: 'limit-needs-unit',
        message: 'the limit 800 of a time has no unit',
        hint: 'Write 800ms.',
        path: 'environments.production.watch.criteria.slow.limit',
        file: 'daywatch.yaml',
        line: 13,
        column: 53,
      },
      {
        code: 'wrong-value',
        message: '"shop" must be an http or https address',
        path: 'environments.production.dashboards.shop',
        file: 'daywatch.yaml',
        line: 14,
        column: 25,
      },
    ]);
  });

  it('and of a text that is not YAML, those before the place where it stops being YAML', () => {
    expect(lines('servce: shop\nsources:\n  site: { type: htp }\n  metrics: [\nenvironments: {}\nfoo: 1\n')).toEqual([
      '1:1 unknown-key: unknown key "servce"',
      '3:17 unknown-source-type: unknown type of source "htp"',
      expect.stringMatching(/^\d:\d+ yaml-syntax: /),
    ]);
  });
});

it('what is misspelt is not missing as well', () => {
  expect(lines('servce: shop\nenvironment: {}\n')).toEqual([
    '1:1 unknown-key: unknown key "servce"',
    '2:1 unknown-key: unknown key "environment"',
  ]);
});

describe('texts that are no plan', () => {
  it.each([
    ['', '1:1 plan-empty: the plan is empty'],
    ['# nothing\n', '1:1 plan-empty: the plan is empty'],
    ['null', '1:1 plan-empty: the plan is empty'],
    ['- a\n- b\n', '1:1 wrong-type: the plan must be a mapping, not a list'],
    ['shop', '1:1 wrong-type: the plan must be a mapping, not "shop"'],
  ])('%j', (text, expected) => {
    expect(lines(text)).toEqual([expected]);
  });

  it.each([
    ['service: shop\n\tfoo: 1\n', 2],
    ['service: "shop\n', 2],
    ['service: a: b\n', 1],
    ['service: *shop\n', 1],
    ['service: !secret shop\n', 1],
    ['service: shop\n---\nservice: shop\n', 2],
    ['service: shop\n? [a]\n: b\n', 2],
    ['service: shop\n__proto__: {}\n', 2],
    ['service: &a [*a]\n', 1],
  ])('%j is a fault of syntax', (text, line) => {
    expect(problemsOf(text)).toContainEqual(expect.objectContaining({ code: 'yaml-syntax', line }));
  });

  it('are refused when they grow without end', () => {
    const doubling = Array.from(
      { length: 30 },
      (_, n) => `a${n}: &a${n} [${n === 0 ? 'x' : `*a${n - 1}, *a${n - 1}`}]`,
    );
    expect(problemsOf(doubling.join('\n')).map(({ code }) => code)).toContain('yaml-syntax');
    expect(problemsOf('['.repeat(5_000)).map(({ code }) => code)).toContain('yaml-syntax');
  });
});

it('a source is checked by its kind, and an unknown one is named once', () => {
  const text = `service: shop
sources:
  site: { url: https://shop.example.com }
  metrics: { type: metrics, url: 5 }
  logs: /var/log
environments:
  production:
    watch:
      criteria:
        a: { source: site, check: { path: / } }
        b: { source: logs, count: errors, limit: 0 }
`;
  expect(lines(text)).toEqual([
    '3:3 missing-key: the source "site" has no type',
    '4:34 wrong-type: "url" must be text, not 5',
    '5:3 wrong-type: "logs" must be a mapping, not "/var/log"',
  ]);
});

it('answers either a plan or problems', () => {
  expect(parse(longPlan)).toHaveProperty('plan');
  expect(parse('')).not.toHaveProperty('plan');
});
