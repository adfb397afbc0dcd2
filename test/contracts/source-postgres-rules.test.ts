import { systemClock } from '@daywatch/daemon/src/clock.ts';
import type { Source } from '@daywatch/daemon/src/ports/source.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, type Millis, millis, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase, type Database } from '../support/create-database.ts';
import { asking, openPostgresSource } from './postgres-source.ts';

let database: Database;
let shop: pg.Client;
const opened: Source[] = [];

const connected = async (): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: database.url, application_name: 'shop' });
  await client.connect();
  return client;
};
const open = (url = database.url, timeout = '5s'): Source => {
  const source = openPostgresSource({ url, timeout });
  opened.push(source);
  return source;
};
const gauge = (query: unknown, source = open()): Promise<Reading> => asking(source, 'gauge', query)();

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'), 'source_rules');
  shop = await connected();
  await shop.query(
    'create table orders (id int primary key, email text); insert into orders select i, $$a@b$$ from generate_series(1, 3) i',
  );
});
afterEach(async () => {
  for (const source of opened.splice(0)) await source.close();
});
afterAll(async () => {
  await shop.end();
  await database.drop();
});

describe('levels', () => {
  it('count the sessions of the service, not those of Daywatch', async () => {
    const source = open();
    expect(await gauge('connections.total', source)).toEqual({ type: 'gauge', value: 1 });
    expect(await gauge('connections.idle', source)).toEqual({ type: 'gauge', value: 1 });
    await shop.query('begin');
    expect(await gauge('connections.idle-in-transaction', source)).toEqual({ type: 'gauge', value: 1 });
    expect(await gauge('transactions.longest', source)).toMatchObject({ type: 'gauge', value: expect.any(Number) });
    await shop.query('commit');
    expect(await gauge('transactions.longest', source)).toEqual({ type: 'gauge', value: 0 });
    const used = await gauge('connections.used', source);
    expect(used.type === 'gauge' && used.value > 0 && used.value < 1).toBe(true);
    expect(await gauge('database-size', source)).toMatchObject({ type: 'gauge', value: expect.any(Number) });
  });

  it('see who waits for a lock, and for how long', async () => {
    const source = open();
    const other = await connected();
    await shop.query('begin; update orders set email = $$c$$ where id = 1');
    const blocked = other.query('update orders set email = $$d$$ where id = 1');
    await expect.poll(() => gauge('locks.waiting', source)).toEqual({ type: 'gauge', value: 1 });
    expect(await gauge('connections.waiting', source)).toEqual({ type: 'gauge', value: 1 });
    const longest = await gauge('locks.longest-wait', source);
    expect(longest.type === 'gauge' && longest.value > 0).toBe(true);
    await shop.query('rollback');
    await blocked;
    await other.end();
    expect(await gauge('locks.longest-wait', source)).toEqual({ type: 'gauge', value: 0 });
  });

  it('are an error, not 0, for a role that may not look into sessions', async () => {
    await shop.query('create role narrow login');
    const url = new URL(database.url);
    url.username = 'narrow';
    const source = open(url.href);
    expect(await gauge('connections.active', source)).toEqual({
      type: 'error',
      because: 'database: connections.active: our role may not look into 1 of them; grant it pg_monitor',
    });
    expect(await gauge('connections.total', source)).toEqual({ type: 'gauge', value: 1 });
    await shop.query('grant pg_read_all_stats to narrow');
    expect(await gauge('connections.active', source)).toMatchObject({ type: 'gauge' });
    await source.close();
    await shop.query('drop role narrow');
  });

  it.each([
    ['select count(*) from orders', { type: 'gauge', value: 3 }],
    ['select 1.5::numeric', { type: 'gauge', value: 1.5 }],
    ['select 2.5::float8', { type: 'gauge', value: 2.5 }],
    ["select 'NaN'::float8 as x", { type: 'absent', because: 'returned NaN as x' }],
    ["select 'Infinity'::numeric as x", { type: 'absent', because: 'returned Infinity as x' }],
    ['select id from orders', { type: 'error', because: 'returned 3 rows, expected one number' }],
    ['select 1 as a, 2 as b', { type: 'error', because: 'returned 2 columns (a, b), expected one number' }],
    ["select 'many' as x", { type: 'error', because: 'returned a string as x, expected one number' }],
    ['select true as x', { type: 'error', because: 'returned a boolean as x, expected one number' }],
    ['select mail from orders', { type: 'error', because: 'column "mail" does not exist at character 8 (42703)' }],
  ])('by SQL are exactly one number: %s', async (sql, expected) => {
    const because = 'because' in expected ? { because: `database: ${sql}: ${expected.because}` } : {};
    expect(await gauge({ sql })).toEqual({ ...expected, ...because });
  });
});

describe('integrity', () => {
  it('fails with the number of rows, and the first five without what they say of people', async () => {
    const sql = "select id, email from orders where email like '%@%'";
    expect(await asking(open(), 'check', { sql: `${sql};` })()).toMatchObject({
      type: 'check',
      ok: false,
      because: expect.stringMatching(/returned \d rows?, expected 0: \(id \d, email a… \[3 characters\]\)/),
    });
    expect(await asking(open(), 'check', { sql, show: 'nothing' })()).toMatchObject({
      because: expect.stringMatching(/returned \d rows?, expected 0$/),
    });
    expect(await asking(open(), 'check', { sql: `${sql} and id > 9 -- none` })()).toMatchObject({
      type: 'check',
      ok: true,
    });
    expect(await asking(open(), 'check', { sql: 'select 1 from orders', rows: 3 })()).toMatchObject({ ok: true });
  });

  it('counts places in wrong SQL as its writer does', async () => {
    expect(await asking(open(), 'check', { sql: 'select id frm orders' })()).toMatchObject({
      type: 'error',
      because: expect.stringContaining('syntax error at or near "orders" at character 15'),
    });
  });
});

describe('writing', () => {
  it.each([
    [
      'a statement that writes',
      'with gone as (delete from orders returning id) select count(*) from gone',
      'syntax|only read|read-only',
    ],
    ['a function that writes', "select nextval('counted')", 'would change data'],
    ['a second statement', 'commit; delete from orders', 'multiple commands'],
  ])('is not possible: %s', async (_, sql, words) => {
    await shop.query('create sequence if not exists counted');
    expect(await gauge({ sql })).toMatchObject({ type: 'error', because: expect.stringMatching(words) });
    expect((await shop.query('select count(*)::int as n from orders')).rows).toEqual([{ n: 3 }]);
  });
});

describe('what the server counts', () => {
  // A session publishes its counts at most once a second, and only with counts of some table.
  const publish = () => systemClock.sleep(millis(1_100)).then(() => shop.query('select id from orders'));

  it('is rollbacks out of all transactions, our own left out', async () => {
    const source = open();
    const rollbacks = asking(source, 'rate', 'rollbacks');
    await publish();
    expect(await rollbacks()).toMatchObject({ type: 'absent', because: expect.stringContaining('first reading') });
    for (let i = 0; i < 5; i++) await shop.query('begin').then(() => shop.query('rollback'));
    for (let i = 0; i < 20; i++) await shop.query('select 1');
    await publish();
    const reading = await rollbacks();
    expect(reading).toMatchObject({ type: 'rate', bad: 5 });
    expect(reading.type === 'rate' && reading.total).toBeGreaterThanOrEqual(25);
  });

  it('is deadlocks, and starts over when the statistics are reset', async () => {
    const deadlocks = asking(open(), 'count', 'deadlocks');
    await deadlocks();
    expect(await deadlocks()).toEqual({ type: 'count', count: 0 });
    const other = await connected();
    await shop.query("set deadlock_timeout = '50ms'");
    await shop.query('begin; update orders set id = id where id = 1');
    await other.query('begin; update orders set id = id where id = 2');
    const both = [
      shop.query('update orders set id = id where id = 2'),
      other.query('update orders set id = id where id = 1'),
    ];
    await Promise.allSettled(both);
    await Promise.all([shop.query('rollback'), other.query('rollback')]);
    await other.end();
    await publish();
    expect(await deadlocks()).toEqual({ type: 'count', count: 1 });
    await shop.query('select pg_stat_reset()');
    expect(await deadlocks()).toEqual({ type: 'count', count: 0 });
  });

  it('is of all the time since the last look, unless the statistics were reset in it', async () => {
    let now = instant(0);
    const source = openPostgresSource({ url: database.url }, { clock: { ...systemClock, now: () => now } });
    opened.push(source);
    const probe = source.probe({ name: 'it', measure: 'count', query: 'deadlocks', every: seconds(15) });
    const lookAfter = (span: Millis): Promise<Reading> => {
      now = plus(now, span);
      return probe.observe(systemClock.timeout(seconds(20)));
    };
    await lookAfter(seconds(15));
    expect(await lookAfter(seconds(150))).toEqual({ type: 'count', count: 0, over: 150 });
    await shop.query('select pg_stat_reset()');
    expect(await lookAfter(seconds(150))).toEqual({ type: 'count', count: 0 });
  });

  it('is the share of blocks found in the cache', async () => {
    const ratio = asking(open(), 'gauge', 'cache-hit-ratio');
    expect(await ratio()).toMatchObject({ type: 'absent' });
    await shop.query('select count(*) from orders');
    await publish();
    const reading = await ratio();
    expect(reading.type === 'gauge' && reading.value > 0 && reading.value <= 1).toBe(true);
  });
});

describe('in trouble', () => {
  it('a statement that takes too long is ended', async () => {
    expect(await asking(open(database.url, '1s'), 'latency', { sql: 'select pg_sleep(50)' })()).toEqual({
      type: 'error',
      because: 'database: select pg_sleep(50): the statement took longer than allowed',
    });
  });

  it('a server that ended all sessions is asked over new ones', async () => {
    const source = open();
    const read = asking(source, 'latency', { sql: 'select 1' });
    await Promise.all([read(), read()]);
    await shop.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'daywatch' and datname = current_database()`,
    );
    await expect.poll(() => read()).toMatchObject({ type: 'latency' });
  });

  it('an address that is none is not repeated: it may hold a password', async () => {
    const source = open('mysql://ada:secret@db/shop');
    expect(await gauge('connections.active', source)).toEqual({
      type: 'error',
      because:
        'database: the source cannot be opened: url: it is not an address like postgres://user:password@host/database',
    });
  });
});
