import { join } from 'node:path';
import type { Source } from '@daywatch/daemon/src/ports/source.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createApp } from '../../examples/shop/src/app.ts';
import { openDatabase, type Database as ShopDatabase } from '../../examples/shop/src/database.ts';
import { migrate } from '../../examples/shop/src/migrate.ts';
import { sampleCustomers } from '../../examples/shop/src/sample-customers.ts';
import { seed } from '../../examples/shop/src/seed.ts';
import { createDatabase, type Database } from '../support/create-database.ts';
import { asking, deployed, openPostgresSource } from './postgres-source.ts';

let created: Database;
let database: ShopDatabase;
let app: ReturnType<typeof createApp>;
let token: string;
let source: Source;
/** What a plan would ask of the shop's database. */
let criteria: Readonly<Record<string, (...occasion: Parameters<ReturnType<typeof asking>>) => Promise<Reading>>>;

async function send(method: 'GET' | 'POST', path: string, json?: unknown): Promise<unknown> {
  const response = await app.request(path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  return response.json().catch(() => undefined);
}

async function customers(rounds: number): Promise<void> {
  for (let round = 1; round <= rounds; round++) {
    for (const path of [
      '/orders',
      `/orders/${2 + 800 * (round % 15)}`,
      '/products',
      `/products/${round}`,
      '/me',
      '/reports/top-products',
    ])
      await send('GET', path);
    await send('POST', '/checkout', { items: [{ productId: 1 + ((round * 7) % 300), quantity: 1 }] });
  }
}

/** The first reading of what a server counts is absent. */
const readings = async (...occasion: Parameters<ReturnType<typeof asking>>) => {
  const entries = Object.entries(criteria).map(async ([name, ask]) => [name, await ask(...occasion)] as const);
  return Object.fromEntries(await Promise.all(entries));
};
const failing = (seen: Readonly<Record<string, Reading>>): readonly string[] =>
  Object.entries(seen).flatMap(([name, reading]) =>
    (reading.type === 'count' && reading.count > 0) || (reading.type === 'check' && !reading.ok) ? [name] : [],
  );

beforeAll(async () => {
  created = await createDatabase(inject('postgresUrl'), 'shop');
  database = openDatabase({ url: created.url, poolSize: 5 });
  await migrate(database.pool);
  await seed(database.pool, { customers: 800, products: 400, orders: 12_000 });
  await database.pool.query('create extension pg_stat_statements');
  await database.pool.query('analyze');
  app = createApp({ database, version: { version: '1.0.0', commit: 'abc1234' } });
  const credentials = { email: sampleCustomers.email(3), password: sampleCustomers.password };
  ({ token } = (await send('POST', '/sign-in', credentials)) as { token: string });
  source = openPostgresSource({ url: created.url });
  criteria = {
    'slower-queries': asking(source, 'count', {
      'slower-queries': { factor: 3, calls: 20, for: '1ms', 'at-least': '2ms' },
    }),
    deadlocks: asking(source, 'count', 'deadlocks'),
    constraints: asking(source, 'check', 'not-valid-constraints'),
    indexes: asking(source, 'check', 'invalid-indexes'),
    migrations: asking(source, 'check', {
      migrations: { folder: join(import.meta.dirname, '../../examples/shop/migrations') },
    }),
    orphans: asking(source, 'check', { orphans: { table: 'order_lines', column: 'order_id' } }),
  };
  await customers(22);
  for (let look = 0; look < 5; look++) await readings();
}, 90_000);
afterAll(async () => {
  await source.close();
  database.pool.removeAllListeners('error').on('error', () => {});
  await database.pool.end();
  await created.drop();
});

describe('the shop', () => {
  it('has nothing wrong, before a deploy and after a good one', async () => {
    expect(failing(await readings())).toEqual([]);
    expect(failing(await readings(deployed('2')))).toEqual([]);
    await customers(22);
    expect(failing(await readings(deployed('2')))).toEqual([]);
  });

  it('with an index gone is found by the statement that misses it, with its plan, and by nothing else', async () => {
    await readings(deployed('3'));
    await database.pool.query('drop index lines_of_order');
    // How many calls it takes to be sure depends on how evenly this machine runs.
    const found: string[] = [];
    let told: Reading | undefined;
    for (let round = 0; round < 12 && told === undefined; round++) {
      await customers(11);
      const seen = await readings(deployed('3'));
      found.push(...failing(seen));
      if (found.length > 0) told = seen['slower-queries'];
    }
    expect(found).toEqual(['slower-queries']);
    expect(told).toMatchObject({
      because: expect.stringMatching(
        /from "?order_lines"? .*plan: .*using lines_of_order on order_lines → Seq Scan on order_lines/,
      ),
    });
    await database.pool.query('create index lines_of_order on order_lines (order_id)');
  });

  it('with a constraint left NOT VALID is found by the constraints, and by nothing else', async () => {
    await readings(deployed('4'));
    await database.pool.query('alter table orders add constraint has_price check (cents > 0) not valid');
    const seen = await readings(deployed('4'));
    expect(failing(seen)).toEqual(['constraints']);
    expect(seen.constraints).toMatchObject({ because: expect.stringContaining('1 NOT VALID: has_price on orders') });
    await database.pool.query('alter table orders drop constraint has_price');
  });

  it('with deadlocks is found by their count, and by nothing else', async () => {
    await readings(deployed('5'));
    const [one, other] = await Promise.all([database.pool.connect(), database.pool.connect()]);
    await Promise.all([one.query('begin'), other.query('begin')]);
    await one.query('update products set stock = stock where id = 1');
    await other.query('update products set stock = stock where id = 2');
    await Promise.allSettled([
      one.query('update products set stock = stock where id = 2'),
      other.query('update products set stock = stock where id = 1'),
    ]);
    await Promise.all([one.query('rollback'), other.query('rollback')]);
    for (const client of [one, other]) client.release();
    // A session tells the server what it counted once it is idle, up to a second later.
    const found = new Set<string>();
    await expect
      .poll(
        async () => {
          await customers(1);
          for (const name of failing(await readings(deployed('5')))) found.add(name);
          return [...found];
        },
        { interval: 200 },
      )
      .toEqual(['deadlocks']);
  });
});
