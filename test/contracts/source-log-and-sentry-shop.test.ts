import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { createOutbound } from '@daywatch/daemon/src/outbound.ts';
import type { Occasion, Source } from '@daywatch/daemon/src/ports/source.ts';
import { log } from '@daywatch/daemon/src/sources/log.ts';
import { sentry } from '@daywatch/daemon/src/sources/sentry.ts';
import { shortMemory } from '@daywatch/daemon/src/sources/short-memory.ts';
import { sourceTools } from '@daywatch/daemon/src/sources/source-tools.fixture.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createDatabase, type Database } from '../support/create-database.ts';
import { holdLeash } from '../support/leash.ts';
import { SentryServer, sentryOrganization, sentryProject, sentryToken } from '../support/sentry-server.ts';

const leash = holdLeash();
const outbound = createOutbound({ clock: systemClock });
const server = new SentryServer(systemClock.now);
const shop = join(import.meta.dirname, '../../examples/shop');
let folder: string;
let database: Database;
let logs: Source;
let issues: Source;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daywatch-shop-'));
  database = await createDatabase(inject('postgresUrl'), 'shop_faults');
  await server.listen();
  const tools = (name: string) => sourceTools({ name, clock: systemClock, outbound, memory: shortMemory() });
  logs = log.open(log.options.parse({ file: join(folder, 'shop.log') }), tools('logs'));
  const options = {
    organization: sentryOrganization,
    project: sentryProject.slug,
    token: sentryToken,
    url: server.url(),
  };
  issues = sentry.open(sentry.options.parse({ ...options, release: 'shop@{version}', delay: '0s' }), tools('sentry'));
});
afterAll(async () => {
  await Promise.all([logs.close(), issues.close()]);
  await leash.release();
  await server.close();
  await outbound.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

/** The shop as its deploy script starts it: what it says goes to a file. */
async function start(release: string) {
  const port = await freePort();
  const output = await open(join(folder, 'shop.log'), 'a');
  const child = spawn(process.execPath, ['src/server.ts'], {
    cwd: shop,
    stdio: ['ignore', output.fd, output.fd],
    env: {
      ...process.env,
      ...leash.env,
      DATABASE_URL: database.url,
      PORT: String(port),
      SENTRY_DSN: server.dsn(),
      SENTRY_RELEASE: release,
      SENTRY_ENVIRONMENT: 'production',
    },
  });
  await output.close();
  const url = `http://127.0.0.1:${port}`;
  await expect
    .poll(() =>
      fetch(`${url}/healthz`).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
  return {
    get: async (path: string) => (await fetch(`${url}${path}`)).status,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

it('a fault of the shop that was not there before its deploy is found in its log and in Sentry, once', async () => {
  const probe = (source: Source, query: string) => {
    const asked = source.probe({ name: query, measure: 'count', query });
    return (occasion: Occasion) => asked.observe(systemClock.timeout(seconds(10)), occasion);
  };
  const newInLog = probe(logs, 'new-signatures');
  const newInSentry = probe(issues, 'new-issues');
  const customer = new pg.Client({ connectionString: database.url });
  await customer.connect();
  try {
    // The version before has faults of its own: whoever asks for orders with a broken table.
    const before = await start('shop@1.0.0');
    expect(await before.get('/reports/top-products')).toBe(200);
    await customer.query('alter table order_lines rename to lines_away');
    expect(await before.get('/reports/top-products')).toBe(500);
    await customer.query('alter table lines_away rename to order_lines');
    await before.stop();

    const since = systemClock.now();
    const occasion = { deployed: { deployment: '01J', version: '1.1.0', commit: '9f8d111', since } };
    const after = await start('shop@1.1.0');
    await customer.query('alter table order_lines rename to lines_away');
    expect(await after.get('/reports/top-products')).toBe(500);
    await customer.query('alter table lines_away rename to order_lines');
    expect(await newInLog(occasion)).toMatchObject({ type: 'count', count: 0 });
    await expect.poll(() => server.issueList().map(({ events }) => events.length)).toEqual([2]);
    expect(await newInSentry(occasion)).toEqual({ type: 'count', count: 0 });

    await customer.query('alter table products rename to products_away');
    expect(await after.get('/products')).toBe(500);
    expect(await after.get('/products?search=a')).toBe(500);
    await after.stop();

    expect(await newInLog(occasion)).toMatchObject({
      type: 'count',
      count: 1,
      because: expect.stringMatching(
        /^logs: a kind of error never seen before the deploy of 1\.1\.0 .*GET \/products failed/,
      ),
    });
    expect(await newInSentry(occasion)).toMatchObject({
      type: 'count',
      count: 1,
      because: expect.stringMatching(/^sentry: an issue new since the deploy of 1\.1\.0/),
    });
  } finally {
    await customer.end();
  }
}, 120_000);
