import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { createOutbound } from '@daywatch/daemon/src/outbound.ts';
import { prometheus } from '@daywatch/daemon/src/sources/prometheus.ts';
import { sourceTools } from '@daywatch/daemon/src/sources/source-tools.fixture.ts';
import type { Measure } from '@daywatch/shared/vocabulary/observation.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import pg from 'pg';
import { expect, inject, it } from 'vitest';
import { createDatabase } from '../support/create-database.ts';
import { holdLeash } from '../support/leash.ts';
import { startPrometheus } from '../support/prometheus.ts';

const patience = { timeout: 30_000, interval: 300 };

/** The shop, as its deploy script starts it. */
async function startShop(databaseUrl: string) {
  const leash = holdLeash();
  const port = await freePort();
  const shop = spawn(process.execPath, ['src/server.ts'], {
    cwd: join(import.meta.dirname, '../../examples/shop'),
    stdio: 'ignore',
    env: { ...process.env, ...leash.env, DATABASE_URL: databaseUrl, PORT: String(port) },
  });
  const status = (path: string): Promise<number> =>
    fetch(`http://127.0.0.1:${port}${path}`).then(
      (answer) => answer.arrayBuffer().then(() => answer.status),
      () => 0,
    );
  await expect.poll(() => status('/healthz'), patience).toBe(200);
  return {
    host: `127.0.0.1:${port}`,
    status,
    async stop() {
      shop.kill('SIGTERM');
      await once(shop, 'exit');
      await leash.release();
    },
  };
}

it('the shop, scraped by Prometheus: each of its requests, times and errors is read once', async () => {
  const database = await createDatabase(inject('postgresUrl'), 'shop_scraped');
  const shop = await startShop(database.url);
  const server = await startPrometheus({ scrape: { targets: [shop.host], every: '1s' } });
  const outbound = createOutbound({ clock: systemClock });
  const source = prometheus.open(
    prometheus.options.parse({ url: server.url, delay: '2s' }),
    sourceTools({ name: 'prom', outbound, clock: systemClock }),
  );
  const asking = (measure: Measure, query: unknown) => {
    const probe = source.probe({ name: 'it', measure, query, every: seconds(1) });
    return () => probe.observe(systemClock.timeout(seconds(5)));
  };
  const products = 'http_requests_total{route="/products"}';
  const rate = asking('rate', { bad: 'http_requests_total{route="/products",status=~"5.."}', of: products });
  const latency = asking('latency', 'http_request_duration_seconds{route="/products"}');
  const pool = asking('gauge', { query: 'pg_pool_connections', series: 'sum' });
  const up = asking('check', 'up{job="shop"}');

  try {
    expect(await shop.status('/products')).toBe(200);
    const sum = { bad: 0, total: 0, timed: 0 };
    const look = async () => {
      const [rated, timed] = await Promise.all([rate(), latency()]);
      if (rated.type === 'rate') {
        sum.bad += rated.bad;
        sum.total += rated.total;
      }
      if (timed.type === 'histogram') sum.timed += timed.counts.reduce((all, count) => all + count, 0);
      return rated.type === 'rate' && timed.type === 'histogram' ? sum : `${rated.type} ${timed.type}`;
    };
    // The first request was there before the first look, and is nothing that grew.
    await expect.poll(look, patience).toEqual({ bad: 0, total: 0, timed: 0 });
    for (let request = 0; request < 12; request++) expect(await shop.status('/products')).toBe(200);
    const customer = new pg.Client({ connectionString: database.url });
    await customer.connect();
    await customer.query('alter table products rename to products_away');
    await customer.end();
    for (let request = 0; request < 3; request++) expect(await shop.status('/products')).toBe(500);
    await expect.poll(look, patience).toEqual({ bad: 3, total: 15, timed: 15 });
    expect(await pool()).toMatchObject({ type: 'gauge', value: expect.any(Number) });
    expect(await up()).toEqual({ type: 'check', ok: true });
  } finally {
    await source.close();
    await Promise.all([outbound.close(), server.stop(), shop.stop()]);
    await database.drop();
  }
}, 90_000);
