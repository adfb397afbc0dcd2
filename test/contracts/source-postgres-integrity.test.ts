import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Source } from '@daywatch/daemon/src/ports/source.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase, type Database } from '../support/create-database.ts';
import { asking, deployed, openPostgresSource } from './postgres-source.ts';

let database: Database;
let shop: pg.Client;
let source: Source;
const folder = mkdtempSync(join(tmpdir(), 'daywatch-migrations-'));

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'), 'integrity');
  shop = new pg.Client({ connectionString: database.url, application_name: 'shop' });
  await shop.connect();
  await shop.query(`create table orders (id int primary key, email text, cents int);
    create table lines (id int primary key, order_id int references orders, cents int);
    insert into orders select i, 'ada' || i || '@example.com', i * 100 from generate_series(1, 20) i;
    insert into lines select i, i, 100 from generate_series(1, 20) i`);
  source = openPostgresSource({ url: database.url });
});
afterAll(async () => {
  await source.close();
  await shop.end();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const check = (query: unknown): Promise<Reading> => asking(source, 'check', query)();
const sound = (because: string) => ({ type: 'check', ok: true, because: `database: ${because}` });
const broken = (because: string | RegExp) => ({
  type: 'check',
  ok: false,
  because: typeof because === 'string' ? `database: ${because}` : expect.stringMatching(because),
});

describe('rows that must not be', () => {
  it('are shown, five at most, without what they say of people', async () => {
    expect(await check({ sql: 'select id, email, cents from orders where cents > 1500' })).toEqual(
      broken(
        'select id, email, cents from orders where cents > 1500: returned 5 rows, expected 0: ' +
          [16, 17, 18, 19, 20].map((id) => `(id ${id}, email a… [17 characters], cents ${id}00)`).join(' '),
      ),
    );
    const reading = await check({ sql: 'select id from orders order by id' });
    expect(reading).toEqual(broken(/returned 20 rows, expected 0: \(id 1\) \(id 2\) \(id 3\) \(id 4\) \(id 5\) …$/));
  });

  it('are found with a wide look, and never fetched whole', async () => {
    expect(await check({ sql: 'select * from generate_series(1, 3000000) as id' })).toEqual(
      broken(/returned 3,000,000 rows, expected 0: \(id 1\) .* \(id 5\) …$/),
    );
  });

  it('are an error where a policy hides them, and where the role may not look', async () => {
    await shop.query(`create role sheltered login;
      create table notes (id int, owner name); insert into notes values (1, 'somebody');
      alter table notes enable row level security; create policy own on notes using (owner = current_user);
      grant select on notes to sheltered`);
    const url = new URL(database.url);
    url.username = 'sheltered';
    const narrow = openPostgresSource({ url: url.href });
    const asked = (sql: string) => asking(narrow, 'check', { sql })();
    expect(await asked('select id from notes')).toMatchObject({
      type: 'error',
      because: expect.stringContaining('row-level security policy for table "notes"'),
    });
    expect(await asked('select id from orders')).toMatchObject({
      type: 'error',
      because: expect.stringContaining('permission denied for table orders (42501)'),
    });
    await narrow.close();
    await shop.query('drop table notes; drop role sheltered');
  });
});

describe('constraints', () => {
  afterEach(() => shop.query('alter table orders drop constraint if exists positive'));

  it('that are NOT VALID are named, until they are validated or known', async () => {
    const valid = sound('not-valid-constraints: every constraint is valid');
    expect(await check('not-valid-constraints')).toEqual(valid);
    await shop.query('alter table orders add constraint positive check (cents > 0) not valid');
    const found = broken('not-valid-constraints: 1 NOT VALID: positive on orders');
    expect(await check('not-valid-constraints')).toEqual(found);
    expect(await check({ 'not-valid-constraints': {} })).toEqual(found);
    expect(await check({ 'not-valid-constraints': { except: ['positive'] } })).toEqual(valid);
    await shop.query('alter table orders validate constraint positive');
    expect(await check('not-valid-constraints')).toEqual(valid);
  });
});

describe('indexes', () => {
  afterEach(() =>
    shop.query('drop index if exists once; drop index if exists slowly; delete from orders where id = 100'),
  );

  it('that a failed CREATE INDEX CONCURRENTLY left are named', async () => {
    expect(await check('invalid-indexes')).toEqual(sound('invalid-indexes: every index is valid'));
    await shop.query('insert into orders values (100, null, 100)');
    const failing = shop.query('create unique index concurrently once on orders (cents)');
    await expect(failing).rejects.toThrow('could not create unique index');
    // The server tells of the failure before it has cleared up after it: until then the index is being built.
    await shop.query('select');
    expect(await check('invalid-indexes')).toEqual(broken('invalid-indexes: 1 invalid: once on orders'));
    expect(await check({ 'invalid-indexes': { except: ['once'] } })).toMatchObject({ ok: true });
  });

  it('that are being built are not', async () => {
    const blocker = new pg.Client({ connectionString: database.url });
    await blocker.connect();
    await blocker.query('begin; update orders set cents = cents where id = 1');
    const building = shop.query('create index concurrently slowly on orders (cents)');
    try {
      await expect
        .poll(() =>
          blocker.query("select from pg_index where indexrelid = to_regclass('slowly')").then((r) => r.rowCount),
        )
        .toBe(1);
      expect(await check('invalid-indexes')).toMatchObject({ ok: true });
    } finally {
      // Its lock holds up whatever comes after.
      await blocker.end();
      await building;
    }
    expect(await check('invalid-indexes')).toMatchObject({ ok: true });
  });

  it('that are damaged are found by amcheck', async () => {
    expect(await check({ amcheck: 'all' })).toMatchObject({
      type: 'error',
      because: expect.stringContaining('create extension amcheck'),
    });
    // An order that changes after the index was made, as a new version of a collation does it.
    await shop.query(`create extension amcheck;
      create function by_size(a int, b int) returns int language sql immutable as 'select case when a < b then -1 when a > b then 1 else 0 end';
      create operator class sized for type int using btree as operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 by_size(int, int);
      create index by_cents on lines (id sized)`);
    expect(await check({ amcheck: ['by_cents'], 'every-row': true })).toEqual(
      sound('amcheck: 1 index looked through, none is damaged'),
    );
    await shop.query(
      `create or replace function by_size(a int, b int) returns int language sql immutable as 'select case when a > b then -1 when a < b then 1 else 0 end'`,
    );
    expect(await check({ amcheck: 'all' })).toEqual(
      broken(
        /^database: amcheck: 1 of \d+ indexes damaged: by_cents: item order invariant violated for index "by_cents"/,
      ),
    );
    expect(await check({ amcheck: ['no_such'] })).toMatchObject({ type: 'error' });
    const empty = await createDatabase(inject('postgresUrl'), 'no-index');
    const other = openPostgresSource({ url: empty.url });
    const bare = new pg.Client({ connectionString: empty.url });
    await bare.connect();
    await bare.query('create extension amcheck');
    await bare.end();
    expect(await asking(other, 'check', { amcheck: 'all' })()).toMatchObject({ type: 'absent' });
    await other.close();
    await empty.drop();
    await shop.query('drop index by_cents; drop operator family sized using btree; drop function by_size');
  });
});

describe('sequences', () => {
  it('near their end are named, also where only the column ends early', async () => {
    await shop.query(`create table tickets (id int generated always as identity);
      create sequence counter; alter table tickets add number int default nextval('counter')`);
    const fine = sound('sequences: none has used more than 80 % of its numbers');
    expect(await check('sequences')).toEqual(fine);
    await shop.query("select setval('counter', 2000000000)");
    expect(await check('sequences')).toEqual(
      broken('sequences: 1 over 80 %: counter is at 2000000000 of 2147483647 (93.1 %)'),
    );
    expect(await asking(source, 'gauge', 'sequences.used')()).toEqual({
      type: 'gauge',
      value: expect.closeTo(0.931, 3),
      because: 'database: sequences.used: counter is at 2000000000 of 2147483647',
    });
    expect(await check({ sequences: { 'used-at-most': '95%' } })).toMatchObject({ ok: true });
    expect(await check({ sequences: { except: ['counter'] } })).toMatchObject({ ok: true });
    await shop.query('drop table tickets; drop sequence counter');
  });

  it('that the role may not read are an error', async () => {
    await shop.query('create sequence secret; create role curious login');
    const url = new URL(database.url);
    url.username = 'curious';
    const narrow = openPostgresSource({ url: url.href });
    expect(await asking(narrow, 'check', 'sequences')()).toEqual({
      type: 'error',
      because: 'database: sequences: our role may not look into 1, for instance secret; grant it pg_read_all_data',
    });
    await shop.query('grant select on sequence secret to curious');
    expect(await asking(narrow, 'check', 'sequences')()).toMatchObject({ ok: true });
    await narrow.close();
    await shop.query('drop sequence secret; drop role curious');
  });
});

describe('orphans', () => {
  it('are found by the foreign key, though its trigger was switched off', async () => {
    const asked = { orphans: { table: 'lines', column: 'order_id' } };
    expect(await check(asked)).toEqual(sound('orphans of lines.order_id: returned 0 rows'));
    await shop.query('alter table lines disable trigger all; insert into lines values (90, 999, 5)');
    const found = broken('orphans of lines.order_id: returned 1 row, expected 0: (id 90, order_id 999, cents 5)');
    expect(await check(asked)).toEqual(found);
    expect(await check({ orphans: { table: 'public.lines', column: 'order_id', of: 'orders' } })).toMatchObject({
      ok: false,
    });
    await shop.query('delete from lines where id = 90; alter table lines enable trigger all');
  });

  it('of a column without a foreign key, or of no table, are an error', async () => {
    expect(await check({ orphans: { table: 'lines', column: 'cents' } })).toEqual({
      type: 'error',
      because:
        'database: orphans of lines.cents: the column has no foreign key; write which table it points to, as `of`',
    });
    expect(await check({ orphans: { table: 'line', column: 'order_id' } })).toMatchObject({
      type: 'error',
      because: expect.stringContaining('relation "line" does not exist'),
    });
  });
});

describe('the number of rows', () => {
  it('is compared with the last count before the deploy, both ways', async () => {
    const ask = asking(source, 'check', {
      'row-count': { table: 'orders', where: 'cents > 0', 'falls-at-most': '20%', 'grows-at-most': '50%' },
    });
    expect(await ask()).toMatchObject({ ok: true });
    await shop.query("insert into orders select i, 'x', 1 from generate_series(21, 40) i");
    expect(await ask()).toMatchObject({ ok: true });
    expect(await ask(deployed('2'))).toEqual(sound('row-count of orders: 40, 40 before the deploy'));
    await shop.query('delete from orders where id between 25 and 40');
    expect(await ask(deployed('2'))).toEqual(
      broken('row-count of orders: 24, 40 before the deploy: fell by 40 %, at most 20 % is accepted'),
    );
    await shop.query("insert into orders select i, 'x', 1 from generate_series(25, 100) i");
    expect(await ask(deployed('2'))).toEqual(
      broken('row-count of orders: 100, 40 before the deploy: grew by 150 %, at most 50 % is accepted'),
    );
    await shop.query('delete from orders where id > 20');
  });

  it('is absent when nobody counted before the deploy', async () => {
    const ask = asking(source, 'check', { 'row-count': { table: 'lines', 'falls-at-most': '20%' } });
    expect(await ask(deployed('2'))).toMatchObject({ type: 'absent' });
  });
});

describe('migrations', () => {
  const statements = ['create table a (id int);\n', 'alter table a add b int;\n', 'create index on a (b);\n'];
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

  it('of Drizzle Kit: each applied, unchanged, and no other', async () => {
    const path = join(folder, 'drizzle');
    mkdirSync(join(path, 'meta'), { recursive: true });
    const entries = statements.map((sql, idx) => {
      writeFileSync(join(path, `000${idx}_step.sql`), sql);
      return { idx, version: '7', when: 1_700_000_000_000 + idx, tag: `000${idx}_step`, breakpoints: true };
    });
    const journal = (of: typeof entries) =>
      writeFileSync(
        join(path, 'meta', '_journal.json'),
        JSON.stringify({ version: '7', dialect: 'postgresql', entries: of }),
      );
    journal(entries);
    const asked = { migrations: { folder: path } };
    expect(await check(asked)).toMatchObject({
      type: 'error',
      because: expect.stringContaining('relation "drizzle.__drizzle_migrations" does not exist'),
    });
    await shop.query(
      'create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
    );
    const apply = (idx: number) =>
      shop.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [
        sha256(statements[idx] ?? ''),
        1_700_000_000_000 + idx,
      ]);
    await apply(0);
    await apply(2);
    expect(await check(asked)).toEqual(
      broken('migrations: 0001_step is not applied, and never will be: it is dated before the last one applied'),
    );
    await apply(1);
    expect(await check(asked)).toEqual(sound(`migrations: all 3 of ${path} are applied`));
    writeFileSync(join(path, '0001_step.sql'), 'alter table a add b text;\n');
    expect(await check(asked)).toEqual(broken('migrations: 0001_step was changed after it was applied'));
    writeFileSync(join(path, '0001_step.sql'), statements[1] ?? '');
    journal(entries.slice(0, 2));
    expect(await check(asked)).toEqual(
      broken(/^database: migrations: the folder has no migration [0-9a-f]{12} dated 1700000000002, which is applied$/),
    );
  });

  it('of Prisma: also one that failed half way', async () => {
    const path = join(folder, 'prisma');
    for (const [i, sql] of statements.entries()) {
      mkdirSync(join(path, `2026010${i}_step`), { recursive: true });
      writeFileSync(join(path, `2026010${i}_step`, 'migration.sql'), sql);
    }
    writeFileSync(join(path, 'migration_lock.toml'), 'provider = "postgresql"\n');
    await shop.query(`create table _prisma_migrations (migration_name text, checksum text, started_at timestamptz default now(),
      finished_at timestamptz, rolled_back_at timestamptz)`);
    for (const [i, sql] of statements.entries())
      await shop.query('insert into _prisma_migrations values ($1, $2, now(), $3)', [
        `2026010${i}_step`,
        sha256(sql),
        i === 2 ? null : '2026-01-01',
      ]);
    expect(await check({ migrations: { folder: path } })).toEqual(
      broken('migrations: 20260102_step began and did not end'),
    );
    await shop.query('update _prisma_migrations set finished_at = now()');
    expect(await check({ migrations: { folder: path } })).toMatchObject({ ok: true });
  });

  it('of plain files, as the shop has them, in a table of any name', async () => {
    const path = join(folder, 'plain');
    mkdirSync(path);
    for (const name of ['0001_shop.sql', '0002_more.up.sql', '0002_more.down.sql']) writeFileSync(join(path, name), '');
    await shop.query(
      `create schema ops; create table ops.applied (file text); insert into ops.applied values ('0001_shop.sql')`,
    );
    const asked = { migrations: { folder: path, table: 'ops.applied', column: 'file' } };
    expect(await check(asked)).toEqual(broken('migrations: 0002_more is not applied'));
    await shop.query("insert into ops.applied values ('0002_more')");
    expect(await check(asked)).toMatchObject({ ok: true });
    await shop.query("insert into ops.applied values ('0003_later.sql')");
    expect(await check(asked)).toEqual(broken('migrations: the folder has no 0003_later.sql, which is applied'));
  });

  it('in no folder are an error', async () => {
    expect(await check({ migrations: { folder: join(folder, 'nowhere') } })).toMatchObject({
      type: 'error',
      because: expect.stringContaining('no such file or directory'),
    });
  });
});
