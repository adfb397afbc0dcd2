import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';

const routes = [
  'GET /',
  'GET /products',
  'GET /products/:id',
  'POST /basket',
  'POST /checkout',
  'GET /orders',
  'GET /orders/:id',
  'POST /sessions',
  'GET /search',
  'POST /payments',
  'GET /account',
];
const slug = (route: string) =>
  route
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '-')
    .replaceAll(/^-|-$/g, '');

interface Written {
  readonly name: string;
  readonly plan: string;
}

const written: readonly Written[] = [
  ...routes.flatMap((route): Written[] => [
    {
      name: `${slug(route)}-errors`,
      plan: `{ title: "${route}: errors", severity: critical, source: shop, rate: { bad: 'requests{route="${route}",status=~"5.."}', of: 'requests{route="${route}"}' }, limit: 1% }`,
    },
    {
      name: `${slug(route)}-p95`,
      plan: `{ title: "${route}: p95", severity: ${route.includes('checkout') ? 'blocking' : 'warning'}, source: shop, latency: 'seconds{route="${route}"}', quantile: 0.95, limit: 800ms, tolerance: 25% }`,
    },
    {
      name: `${slug(route)}-median`,
      plan: `{ title: "${route}: median", severity: warning, dry-run: true, source: shop, latency: 'seconds{route="${route}"}', quantile: 0.5, tolerance: 40% }`,
    },
    {
      name: `${slug(route)}-refused`,
      plan: `{ title: "${route}: refused requests", severity: warning, source: shop, rate: { bad: 'requests{route="${route}",status=~"4.."}', of: 'requests{route="${route}"}' }, limit: 8% }`,
    },
  ]),
  {
    name: 'new-errors',
    plan: '{ title: Errors never logged before, severity: critical, source: logs, count: new-signatures, limit: 0 }',
  },
  {
    name: 'pool',
    plan: '{ title: Database connections in use, severity: warning, source: shop, gauge: pool_used, limit: 80 }',
  },
  {
    name: 'healthy',
    plan: '{ title: The shop answers, severity: blocking, strict: true, source: site, check: { path: /healthz, status: 200 } }',
  },
  {
    name: 'sign-in',
    plan: '{ title: "Workflow: register and sign in", severity: blocking, strict: true, workflow: sign-in }',
  },
  {
    name: 'memory',
    plan: '{ title: Memory of the process, severity: warning, source: shop, gauge: process_resident_memory_bytes, limit: 900MB }',
  },
  {
    name: 'lag',
    plan: '{ title: Event loop lag, severity: warning, source: shop, gauge: eventloop_lag_seconds, limit: 100ms }',
  },
];

/** What is not told by route comes first: it is what a small plan has. */
const inOrder = [...written.slice(44), ...written.slice(0, 44)];

/** How many of the fifty criteria there are, by their names. */
export const criteriaNames = (count: number): readonly string[] => inOrder.slice(0, count).map(({ name }) => name);

/** The plan of the shop with so many criteria. */
export const shopPlan = (criteria: number, every: string): string => `
service: shop
sources:
  shop: { type: metrics, url: "http://shop.test/metrics" }
  logs: { type: log, file: /var/log/shop/shop.log, format: pino }
  site: { type: http, url: "http://shop.test" }
workflows:
  sign-in: [ { get: "http://shop.test/me", expect: 200 } ]
roles: { devops-lead: [ devops@example.com ], qa: [ qa@example.com ] }
environments:
  production:
    checklist:
      - { id: staging-tests, title: All tests pass in staging, run: npm test }
      - { id: rollback-reviewed, title: Rollback reviewed, sign-off: devops-lead }
      - { id: workflows-tried, title: Key workflows tried in staging, sign-off: qa }
    deploy: { from: staging, to: main, steps: [ git merge --no-edit staging, git push origin main, ./deploy-production.sh ] }
    verify: [ { run: npm run test:production } ]
    watch:
      for: 24h
      every: ${every}
      criteria:
${inOrder
  .slice(0, criteria)
  .map(({ name, plan }) => `        ${name}: ${plan}`)
  .join('\n')}
    rollback: { steps: [ "git checkout \${ref}", ./deploy-production.sh ] }
    dashboards: { Application: "https://grafana.example.com/d/shop", Database: "https://grafana.example.com/d/postgres" }
`;

/** What has gone wrong with the shop since when. */
export interface Trouble {
  readonly kind: 'checkout' | 'silent-metrics' | 'sign-in';
  readonly since: Instant;
}

const day = 86_400_000;
/** Traffic of a shop: little at night, most in the evening. Between 0.15 and 1. */
const bustle = (at: number) => 0.575 + 0.425 * Math.sin(((at % day) / day) * 2 * Math.PI - 2.2);
/** The same number for the same moment and criterion, between 0 and 1. */
const chance = (seed: string, at: number): number => {
  let hash = 2_166_136_261;
  for (const letter of `${seed} ${Math.floor(at / 1_000)}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 1_274_126_177);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
};

/** What each criterion of the shop reads at a moment. */
export function shopReading(name: string, at: Instant, trouble: readonly Trouble[]): Reading {
  const is = (kind: Trouble['kind']) => trouble.some((one) => one.kind === kind && at >= one.since);
  const busy = bustle(at);
  const some = chance(name, at);
  const checkout = is('checkout') && name.startsWith('post-checkout');
  if (is('sign-in') && name === 'sign-in')
    return { type: 'check', ok: false, because: 'GET /me answered 500, expected 200' };
  if (is('silent-metrics') && /^(get|post)-/.test(name)) {
    return { type: 'error', because: 'http://shop.test/metrics: connect ECONNREFUSED 10.0.0.7:9464' };
  }
  if (name.endsWith('-errors') && name !== 'new-errors') {
    const total = Math.round(900 * busy * (0.8 + 0.4 * some));
    const share = checkout ? 0.034 : 0.0012;
    return { type: 'rate', bad: Math.floor(total * share * (0.6 + 0.8 * chance(`${name} bad`, at))), total };
  }
  if (name.endsWith('-refused')) {
    const total = Math.round(900 * busy);
    return { type: 'rate', bad: Math.round(total * (0.02 + 0.015 * some)), total };
  }
  if (name.endsWith('-p95') || name.endsWith('-median')) {
    const usual = 0.06 + chance(name.replace(/-\w+$/, ''), 0) * 0.12;
    const slow = checkout ? 1.9 : 1;
    const values = Array.from({ length: 24 }, (_, turn) => {
      const one = chance(`${name} ${turn}`, at);
      return Number((usual * slow * (0.6 + 0.35 * busy) * (0.5 + one + (one > 0.93 ? 1.2 : 0))).toFixed(4));
    });
    return { type: 'latency', values };
  }
  switch (name) {
    case 'new-errors':
      return is('checkout')
        ? {
            type: 'count',
            count: 1,
            because: 'shop.log: "payment provider answered 402 for order 81733: card_token missing"',
          }
        : { type: 'count', count: 0 };
    case 'pool':
      return { type: 'gauge', value: Math.round(18 + 30 * busy + 6 * some) };
    case 'memory':
      return { type: 'gauge', value: Math.round(420e6 + 60e6 * some + 40e6 * busy) };
    case 'lag':
      return { type: 'gauge', value: Number((0.004 + 0.012 * some * busy).toFixed(4)) };
    case 'sign-in':
      return is('checkout') && some > 0.7
        ? {
            type: 'check',
            ok: false,
            because: 'step 2, GET /me: 500 instead of 200 after 212 ms; {"error":"card_token missing"}',
          }
        : { type: 'check', ok: true };
    default:
      return { type: 'check', ok: true };
  }
}
