import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { afterAll, expect, it } from 'vitest';
import { parsePlan } from './plan/parse.ts';
import { planKinds } from './plan-kinds.ts';
import { type Allowance, reachOfPlan } from './reach-of-plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'daywatch-reach-'));
afterAll(() => rmSync(folder, { recursive: true }));
const ownFile = join(folder, 'daywatch.yaml');
const readPlan = (text: string, file: string) => parsePlan({ text, file, ...planKinds });

const written = (more: { readonly site?: string; readonly migrations?: string; readonly limit?: string } = {}) => `
service: shop
sources:
  site: { type: http, url: ${more.site ?? 'https://shop.example'}, headers: { authorization: '\${SHOP_TOKEN}' } }
  logs: { type: log, file: logs/*.log }
  database: { type: postgres, url: '\${DATABASE_URL}' }
environments:
  production:
    watch:
      criteria:
        healthy: { severity: blocking, source: site, check: { path: /healthz } }
        errors: { source: logs, count: errors, limit: ${more.limit ?? '0'} }
        migrations: { source: database, check: { migrations: { folder: ${more.migrations ?? './drizzle'} } } }
`;
function planOf(text: string): Plan {
  const read = readPlan(text, 'daywatch.yaml');
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.plan;
}
const nothing: Allowance = { variables: [], places: [] };
function reach(text: string, { own = written(), allowance = nothing } = {}) {
  writeFileSync(ownFile, own);
  return reachOfPlan({ plan: planOf(text), ownFile, readPlan, allowance });
}

it('a plan of the own disk uses whatever it names', () => {
  const of = reach(written());
  expect(of('site').refusal(['SHOP_TOKEN'])).toBeUndefined();
  expect(of('logs').find('logs/*.log', 'source')).toEqual({ path: join(folder, 'logs/*.log') });
  expect(of('database').find('./drizzle', 'criterion')).toEqual({ path: join(folder, 'drizzle') });
});

it('of another plan, what stands word for word in the own one is as good', () => {
  const of = reach(written({ limit: '3' }));
  expect(of('site')).toMatchObject({ own: true });
  expect(of('logs').find('logs/*.log', 'source')).toEqual({ path: join(folder, 'logs/*.log') });
  expect(of('database').find('./drizzle', 'criterion')).toEqual({ path: join(folder, 'drizzle') });
});

it('the same secret for another address is refused, with what to do', () => {
  const of = reach(written({ site: 'https://elsewhere.example' }));
  expect(of('site').refusal(['SHOP_TOKEN'])).toBe(
    'site may not use ${SHOP_TOKEN} of the daemon: its own plan has no such source. Write it there too and restart, or set ' +
      `DAYWATCH_ALLOW=SHOP_TOKEN (${ownFile})`,
  );
  expect(of('database').refusal(['DATABASE_URL'])).toBeUndefined();
});

it('another folder in a criterion is refused, though its source is the same', () => {
  const answer = reach(written({ migrations: '/etc' }))('database').find('/etc', 'criterion');
  expect(answer).toEqual({
    refused: expect.stringContaining('a criterion of database may not read /etc of the daemon'),
  });
});

it('without a plan of its own, or with one that cannot be read, nothing is reached', () => {
  const of = reachOfPlan({ plan: planOf(written()), ownFile: undefined, readPlan, allowance: nothing });
  expect(of('site').refusal(['SHOP_TOKEN'])).toContain(
    'which has no plan of its own. Start it with `serve --plan FILE`, or with DAYWATCH_ALLOW=SHOP_TOKEN',
  );
  expect(of('site').refusal([])).toBeUndefined();
  for (const own of ['service: [', written().replace('logs:', 'log:')])
    expect(reach(written(), { own })('logs').find('logs/*.log', 'source')).toHaveProperty('refused');
  const gone = { plan: planOf(written()), ownFile: join(dirname(ownFile), 'gone.yaml'), readPlan, allowance: nothing };
  expect(reachOfPlan(gone)('logs')).toMatchObject({ own: false });
});

it.each([
  ['/var/log/shop/*.log', true],
  ['/var/log/shop', true],
  ['/srv/one.log', true],
  ['/var/log/shop-2/a.log', false],
  ['/var/log/shop/../auth.log', false],
  ['/var/log/shop/{.,x}{.,x}/auth.log', false],
  ['shop/a.log', false],
])('with /var/log/shop/ and /srv/one.log allowed, %s is read: %s', (file, read) => {
  const allowance = { variables: ['DATABASE_URL'], places: ['/var/log/shop', '/srv/one.log'] };
  const of = reach(written({ site: 'https://x.example' }), { own: 'service: none', allowance });
  expect('path' in of('logs').find(file, 'source')).toBe(read);
  expect(of('database').refusal(['DATABASE_URL', 'SHOP_TOKEN'])).toContain('may not use ${SHOP_TOKEN} of');
});
