import { commandLine } from '@daywatch/daemon/src/cli/command-line.fixture.ts';
import { type ServerType, serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createApp } from '../../examples/shop/src/app.ts';
import { openDatabase } from '../../examples/shop/src/database.ts';
import { migrate } from '../../examples/shop/src/migrate.ts';
import { sampleCustomers } from '../../examples/shop/src/sample-customers.ts';
import { seed } from '../../examples/shop/src/seed.ts';
import { startTraffic } from '../../examples/shop/traffic.ts';
import { folderWith } from '../replay/recordings.ts';
import { createDatabase, type Database } from '../support/create-database.ts';

let created: Database;
let database: ReturnType<typeof openDatabase>;
let server: ServerType;
let url: string;
const end = new AbortController();
let traffic: Promise<void>;

beforeAll(async () => {
  created = await createDatabase(inject('postgresUrl'), 'shop_preset');
  database = openDatabase({ url: created.url, poolSize: 5 });
  await migrate(database.pool);
  await seed(database.pool, { customers: sampleCustomers.count, products: 400, orders: 4_000 });
  const app = createApp({ database, version: { version: '1.0.0', commit: 'abc1234' } });
  const port = await new Promise<number>((resolve) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info) => resolve(info.port));
  });
  url = `http://127.0.0.1:${port}`;
  traffic = startTraffic({ url, rate: 30, signal: end.signal });
}, 60_000);
afterAll(async () => {
  end.abort();
  await traffic;
  await new Promise((resolve) => server.close(resolve));
  database.pool.removeAllListeners('error').on('error', () => {});
  await database.pool.end();
  await created.drop();
});

interface Told {
  readonly code: number;
  readonly readings: readonly { readonly criterion: string; readonly reading: { readonly type: string } }[];
}

describe.each(['web-service', 'node-service'])('the preset %s', (preset) => {
  const check = async (...words: string[]) => {
    const plan = `service: shop\npreset: ${preset}\nurl: ${url}\nmetrics: ${url}/metrics\ndatabase: \${DATABASE_URL}\n`;
    const folder = folderWith({ 'daywatch.yaml': plan });
    return commandLine(folder, { DATABASE_URL: created.url })('check', '--online', ...words);
  };

  it('gets a reading of every criterion from the shop', { timeout: 60_000 }, async () => {
    const read = new Set<string>();
    const missing = new Map<string, unknown>();
    // What is rare, as the collection of garbage, need not happen between two looks.
    for (let look = 0; look < 5 && (look === 0 || missing.size > 0); look++) {
      const { out } = await check('--json');
      const { readings } = JSON.parse(out) as Told;
      for (const { criterion, reading } of readings) {
        if (reading.type === 'error' || reading.type === 'absent') {
          if (!read.has(criterion)) missing.set(criterion, reading);
        } else {
          read.add(criterion);
          missing.delete(criterion);
        }
      }
    }
    expect(Object.fromEntries(missing)).toEqual({});
    expect(read.size).toBe(preset === 'web-service' ? 9 : 14);
  });

  it('says the present value of each', { timeout: 60_000 }, async () => {
    const { out } = await check();
    for (const line of [
      /healthy +holds/,
      /error-rate +0 of \d+/,
      /latency-p95 +\d+ requests/,
      /database-connections +[\d.]+ %/,
      ...(preset === 'web-service' ? [] : [/memory +[\d.]+ MB/, /event-loop-lag +[\d.]+ m?s/, /open-files +\d+/]),
    ])
      expect(out).toMatch(line);
  });
});
