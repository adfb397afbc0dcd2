import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { millis } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import type { OutboundRequest } from '../ports/outbound.ts';
import { reachOfPlan } from '../reach-of-plan.ts';
import { openSource } from './open-source.ts';
import { sourceTools } from './source-tools.fixture.ts';

/** What a source of a plan says that somebody has registered with a daemon which has no such plan on its own disk. */
async function ask(type: string, options: object, question: { readonly measure: string; readonly query: unknown }) {
  const sent: OutboundRequest[] = [];
  const plan = { sources: { it: { name: 'it', type, options } }, environments: {}, hash: 'a' } as unknown as Plan;
  const readPlan = () => ({ problems: [] });
  const allowance = { variables: [], places: ['/var/log/shop'] };
  const tools = sourceTools({
    outbound: {
      request: async (request) => {
        sent.push(request);
        return { type: 'failed', because: 'nobody answers', after: millis(0) };
      },
    },
  });
  const source = openSource({
    ...tools,
    plan,
    name: 'it',
    secrets: { SHOP_TOKEN: 'hunter2-hunter3' },
    reach: reachOfPlan({ plan, ownFile: undefined, readPlan, allowance })('it'),
  });
  const reading = await source.probe({ name: 'c', ...question } as never).observe(new AbortController().signal);
  await source.close();
  return { reading, sent };
}
const said = (words: string) => ({ type: 'error', because: expect.stringContaining(words) });

const healthy = { measure: 'check', query: { path: '/healthz' } };
const folder = { measure: 'check', query: { migrations: { folder: '/etc' } } };
const errors = { measure: 'count', query: 'errors' };
const url = 'https://elsewhere.example';
const hint = 'which has no plan of its own. Start it with `serve --plan FILE`, or with DAYWATCH_ALLOW=';

it.each([
  [
    'a secret',
    'http',
    { url: `${url}/\${SHOP_TOKEN}` },
    healthy,
    `may not use \${SHOP_TOKEN} of the daemon, ${hint}SHOP_TOKEN`,
  ],
  [
    'a key',
    'http',
    { url, tls: { key: '/etc/ssl/key.pem' } },
    healthy,
    `may not read /etc/ssl/key.pem of the daemon, ${hint}/etc/ssl/key.pem`,
  ],
  ['a file', 'log', { file: '/etc/passwd' }, errors, 'may not read /etc/passwd of the daemon'],
  [
    'one file of several',
    'log',
    { file: ['/var/log/shop/a.log', '../b.log'] },
    errors,
    `may not read ../b.log of the daemon, ${hint}FOLDER`,
  ],
  [
    'a folder',
    'postgres',
    { url: 'postgres://u:p@127.0.0.1:1/d' },
    folder,
    'a criterion of it may not read /etc of the daemon',
  ],
  [
    'a certificate',
    'postgres',
    { url: 'postgres://u:p@127.0.0.1:1/d', ca: '/etc/shadow' },
    { measure: 'gauge', query: 'connections.active' },
    'may not read /etc/shadow of',
  ],
  [
    'a certificate in an address',
    'postgres',
    { url: 'postgres://u:p@127.0.0.1:1/d?sslmode=verify-ca&sslrootcert=/etc/shadow' },
    { measure: 'gauge', query: 'connections.active' },
    'may not read /etc/shadow of',
  ],
  [
    'the password',
    'postgres',
    { url: 'postgres://u@127.0.0.1:1/d' },
    { measure: 'gauge', query: 'connections.active' },
    'the address has no password',
  ],
  ['a command', 'command', {}, { measure: 'check', query: { run: 'id' } }, 'no commands here'],
])('a registered plan does not get %s of this machine', async (_what, type, options, question, words) => {
  const { reading, sent } = await ask(type, options, question);
  expect(reading).toEqual(said(words));
  expect(sent).toEqual([]);
});

it('a registered plan gets whatever needs nothing of this machine, and what is allowed', async () => {
  const { sent } = await ask('http', { url, tls: { ca: '-----BEGIN CERTIFICATE-----' } }, healthy);
  expect(sent).toMatchObject([{ url: `${url}/healthz` }, { url: `${url}/healthz` }]);
  const { reading } = await ask('log', { file: '/var/log/shop/nothing-here.log' }, errors);
  expect(reading).toEqual(said('/var/log/shop'));
  expect(JSON.stringify(reading)).not.toContain('DAYWATCH_ALLOW');
});
