import type { Memory } from '@daywatch/daemon/src/ports/memory.ts';
import { shortMemory } from '@daywatch/daemon/src/sources/short-memory.ts';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createDatabase, type Database } from '../support/create-database.ts';
import { asking, deployed, lookUntilFound, openPostgresSource, usual } from './postgres-source.ts';

let database: Database;
let shop: pg.Client;
let memory: Memory;
let source: ReturnType<typeof openPostgresSource>;

/** Different trees, not only different names, make different statements. */
const thirty = Array.from(
  { length: 30 },
  (_, i) => `select ${'count(*), '.repeat(i)}max(cents) from lines where order_id = $1`,
);
const byCustomer = 'select count(*) from orders where customer = $1';
const slower = { 'slower-queries': { calls: 20, for: '1ms', 'at-least': '2ms' } };

async function traffic(times: number, ...statements: readonly string[]): Promise<void> {
  for (let time = 0; time < times; time++)
    for (const statement of statements) await shop.query(statement, [(time * 37) % 500]);
}
const forget = () =>
  shop.query('select pg_stat_statements_reset(0, (select oid from pg_database where datname = current_database()), 0)');

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'), 'statements');
  shop = new pg.Client({ connectionString: database.url, application_name: 'shop' });
  await shop.connect();
  await shop.query(`create extension pg_stat_statements;
    create table orders (id int primary key, customer int);
    create table lines (id int primary key, order_id int, cents int);
    insert into orders select i, i % 500 from generate_series(1, 100000) i;
    insert into lines select i, i % 20000, i from generate_series(1, 60000) i;
    create index lines_of_order on lines (order_id)`);
});
beforeEach(async () => {
  await shop.query('create index if not exists orders_of_customer on orders (customer); analyze');
  await forget();
  memory = shortMemory();
  source = openPostgresSource({ url: database.url }, { memory });
});
afterEach(() => source.close());
afterAll(async () => {
  await shop.end();
  await database.drop();
});

describe('slower statements', () => {
  it('are found by name among thirty others when an index is gone, with what became of the plan', async () => {
    const ask = asking(source, 'count', slower);
    await traffic(40, ...thirty);
    await traffic(usual, byCustomer);
    const seen = await shop.query("select from pg_stat_statements where query like 'select %' and calls = 40");
    expect(seen.rowCount).toBe(30);
    // Plans are learned a few at each look, those that take most time first.
    for (let look = 0; look < 8; look++) expect(await ask()).toEqual({ type: 'count', count: 0 });
    expect(await ask(deployed('2'))).toEqual({ type: 'count', count: 0 });
    await shop.query('drop index orders_of_customer');
    await traffic(15, ...thirty, byCustomer);
    expect(await ask(deployed('2'))).toEqual({ type: 'count', count: 0 });
    const found = await lookUntilFound(
      () => ask(deployed('2')),
      () => traffic(15, ...thirty, byCustomer),
    );
    expect(found).toEqual({
      type: 'count',
      count: 1,
      because: expect.stringMatching(
        /^database: select count\(\*\) from orders where customer = \$1: [\d.]+ ms over \d+ calls, [\d.]+ .s before \(400 calls\); plan: Bitmap Heap Scan using orders_of_customer on orders → Seq Scan on orders$/,
      ),
    });
    await traffic(30, byCustomer);
    expect(await ask(deployed('2'))).toEqual({ type: 'count', count: 0 });
  });

  it('are found after a restart of the daemon, and after a reset of the statistics', async () => {
    await traffic(usual, byCustomer);
    await asking(source, 'count', slower)();
    await asking(source, 'count', slower)(deployed('2'));
    await source.close();
    await shop.query('drop index orders_of_customer');
    await forget();
    source = openPostgresSource({ url: database.url }, { memory });
    const ask = asking(source, 'count', slower);
    await traffic(15, byCustomer);
    await ask(deployed('2'));
    const found = await lookUntilFound(
      () => ask(deployed('2')),
      () => traffic(15, byCustomer),
    );
    expect(found).toMatchObject({ type: 'count', count: 1 });
  });

  it('are compared with what was before the deploy, also after its rollback', async () => {
    const ask = asking(source, 'count', slower);
    await traffic(usual, byCustomer);
    await ask();
    await ask(deployed('2'));
    await shop.query('drop index orders_of_customer');
    for (const rollback of [deployed('2'), deployed('1', '2')]) {
      await ask(rollback);
      const found = await lookUntilFound(
        () => ask(rollback),
        () => traffic(15, byCustomer),
      );
      expect(found).toMatchObject({ type: 'count', count: 1 });
    }
  });

  it('are not known to somebody who first looked after the deploy', async () => {
    await traffic(40, byCustomer);
    expect(await asking(source, 'count', slower)(deployed('2'))).toEqual({
      type: 'absent',
      because:
        'database: slower-queries: the first look came after the deploy had begun, so there is nothing to compare with',
    });
  });

  it('are told again while nobody judges them: the deploy runs, or settles', async () => {
    const ask = asking(source, 'count', slower);
    await traffic(usual, byCustomer);
    await ask();
    await ask({ ...deployed('2'), judged: false });
    await shop.query('drop index orders_of_customer');
    for (const judged of [false, true]) {
      const found = await lookUntilFound(
        () => ask({ ...deployed('2'), judged }),
        () => traffic(15, byCustomer),
      );
      expect(found).toMatchObject({ type: 'count', count: 1 });
    }
  });

  it('can be left out by what they say', async () => {
    const ask = asking(source, 'count', { 'slower-queries': { ...slower['slower-queries'], except: ['FROM orders'] } });
    await traffic(40, byCustomer);
    await ask();
    await ask(deployed('2'));
    await shop.query('drop index orders_of_customer');
    for (let stretch = 0; stretch < 3; stretch++) {
      await traffic(15, byCustomer);
      expect(await ask(deployed('2'))).toEqual({ type: 'count', count: 0 });
    }
  });
});

describe('new statements', () => {
  const asked = { 'new-queries': { calls: 20, 'at-least': '2ms' } };
  const slowNew = 'select count(*) from lines where cents % 7 = $1';

  it('are told when they take their time; quick ones are not, nor longer lists of the same', async () => {
    const ask = asking(source, 'count', asked);
    const listed = 'select count(*), sum(length(repeat($$x$$, 20000) || id)) from lines where order_id in ';
    for (let time = 0; time < 20; time++) await shop.query(`${listed} (1, 2)`);
    await ask();
    await ask(deployed('2'));
    await traffic(25, slowNew);
    await traffic(usual, 'select count(*) as quick from orders where id = $1');
    for (let time = 0; time < 20; time++) await shop.query(`${listed} (1, 2, 3, 4)`);
    expect(await ask(deployed('2'))).toEqual({
      type: 'count',
      count: 1,
      because: expect.stringMatching(
        /^database: select count\(\*\) from lines where cents % \$2 = \$1: [\d.]+ ms over 25 calls, never seen before$/,
      ),
    });
    expect(await ask(deployed('2'))).toEqual({ type: 'count', count: 0 });
  });

  it('are told again until a reading is judged', async () => {
    const ask = asking(source, 'count', asked);
    await ask();
    const settling = { ...deployed('2'), judged: false };
    await ask(settling);
    await traffic(25, slowNew);
    for (const occasion of [settling, settling, deployed('2')])
      expect(await ask(occasion)).toMatchObject({ type: 'count', count: 1 });
    expect(await ask(deployed('2'))).toEqual({ type: 'count', count: 0 });
  });

  it('are never our own', async () => {
    const ask = asking(source, 'count', { 'new-queries': { calls: 20, 'at-least': '1ms' } });
    const check = asking(source, 'check', { sql: 'select id from lines where cents % 9 > 9' });
    await ask();
    await ask(deployed('2'));
    for (let time = 0; time < 25; time++) await check();
    const seen = await shop.query(
      "select from pg_stat_statements where query like '/* daywatch */%cents %' and mean_exec_time > 1",
    );
    expect(seen.rowCount).toBe(1);
    expect(await ask(deployed('2'))).toEqual({ type: 'count', count: 0 });
  });
});

describe('one statement', () => {
  it('has a mean time and calls since the reading before, picked by its text or its id', async () => {
    const time = asking(source, 'latency', { query: 'from orders\\s+where customer' });
    const calls = asking(source, 'count', { calls: 'from orders\\s+where customer' });
    expect(await time()).toMatchObject({ type: 'absent', because: expect.stringContaining('no statement') });
    await traffic(3, byCustomer);
    expect(await calls()).toMatchObject({ type: 'absent', because: expect.stringContaining('first reading') });
    await traffic(4, byCustomer);
    expect(await calls()).toEqual({ type: 'count', count: 4 });
    const reading = await time();
    expect(reading).toEqual({ type: 'latency', values: [expect.any(Number)] });
    expect(reading.type === 'latency' && (reading.values[0] ?? 0) < 1).toBe(true);
    expect(await time()).toMatchObject({ type: 'absent', because: expect.stringContaining('not called since') });

    const { rows } = await shop.query<{ id: string }>(
      'select queryid::text as id from pg_stat_statements where query = $1',
      [byCustomer],
    );
    const byId = asking(source, 'count', { calls: rows[0]?.id });
    await byId();
    await traffic(2, byCustomer);
    expect(await byId()).toEqual({ type: 'count', count: 2 });
  });
});

describe('without what it takes', () => {
  it('a role that may not see the statements of others has an error', async () => {
    await shop.query('create role blinkered login');
    await traffic(1, byCustomer);
    const url = new URL(database.url);
    url.username = 'blinkered';
    const narrow = openPostgresSource({ url: url.href });
    expect(await asking(narrow, 'count', slower)(deployed('2'))).toMatchObject({
      type: 'error',
      because: expect.stringMatching(
        /^database: slower-queries: our role may not see \d+ statements of others; grant our role pg_read_all_stats or pg_monitor$/,
      ),
    });
    await narrow.close();
    await shop.query('drop role blinkered');
  });

  it('a database without the extension has an error that says how to get it', async () => {
    const bare = await createDatabase(inject('postgresUrl'), 'bare');
    const other = openPostgresSource({ url: bare.url });
    expect(await asking(other, 'latency', { query: 'orders' })()).toMatchObject({
      type: 'error',
      because: expect.stringContaining('create extension pg_stat_statements'),
    });
    await other.close();
    await bare.drop();
  });
});
