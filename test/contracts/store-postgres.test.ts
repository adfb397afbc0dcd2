import type { Logger } from '@daywatch/daemon/src/ports/logger.ts';
import { openPostgresStore } from '@daywatch/daemon/src/store/open-postgres.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createDatabase, type Database } from '../support/create-database.ts';
import { storeContract } from './store-contract.ts';
import { appendSample, at, gauge } from './store-samples.ts';
import { silentProxy } from './store-silent-proxy.ts';

let database: Database;
let admin: pg.Client;
let schema: string;
let schemas = 0;

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'), 'store');
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
});
beforeEach(() => {
  schema = `store_${schemas++}`;
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

const quiet: Pick<Logger, 'warn'> = { warn: () => {} };
const open = (options: Partial<Parameters<typeof openPostgresStore>[0]> = {}) =>
  openPostgresStore({ url: database.url, schema, log: quiet, ...options });

storeContract('Postgres', open);

describe('several daemons on one Postgres', () => {
  it('make the tables once when they start at the same time', async () => {
    const stores = await Promise.all([1, 2, 3].map(() => open()));
    await stores[0]?.append(appendSample({}));
    expect(await stores[2]?.deployment('one')).toMatchObject({ sequence: 1 });
    await Promise.all(stores.map((store) => store.close()));
  });

  it('let one of them write', async () => {
    const stores = await Promise.all([1, 2, 3].map(() => open()));
    for (let expected = 0; expected < 20; expected += 2) {
      const answers = await Promise.all(stores.map((store) => store.append(appendSample({ expected, count: 2 }))));
      expect(answers.sort()).toEqual(['appended', 'conflict', 'conflict']);
    }
    expect(await stores[1]?.events('one')).toHaveLength(20);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('keep the first of readings that come from all at once, without a deadlock', async () => {
    const stores = await Promise.all([1, 2, 3].map(() => open()));
    const names = Array.from({ length: 20 }, (_, index) => `criterion-${index}`);
    const batch = names.flatMap((criterion) => Array.from({ length: 60 }, (_, second) => gauge(criterion, second, 1)));
    const orders = [batch, batch.toReversed(), batch.toSorted((a, b) => a.at - b.at)];
    await Promise.all(stores.map((store, index) => store.saveObservations('production', orders[index] ?? [])));
    for (const store of stores) {
      expect(await store.observations({ environment: 'production', from: at(0), to: at(99) })).toHaveLength(1_200);
      await store.close();
    }
  });
});

describe('opening a Postgres', () => {
  it('refuses tables of a newer Daywatch', async () => {
    await (await open()).close();
    await admin.query(`insert into ${schema}.migrations values (99, 'from the future')`);
    await expect(open()).rejects.toThrow(/newer Daywatch: its tables are at step 99 \("from the future"\)/);
  });

  it('uses a schema that is there without the right to make one', async () => {
    await admin.query(`create role ${schema} login; create schema authorization ${schema}`);
    const url = new URL(database.url);
    url.username = schema;
    const store = await open({ url: url.href });
    await store.append(appendSample({}));
    await store.close();
    await expect(open({ url: url.href, schema: 'another' })).rejects.toThrow(/cannot be opened: permission denied/);
    await admin.query(`drop owned by ${schema}; drop role ${schema}`);
  });

  it('says so when nobody listens', async () => {
    await expect(open({ url: 'postgres://localhost:1/shop' })).rejects.toThrow(
      /cannot be opened: connect ECONNREFUSED .*:1.* Check DATABASE_URL/,
    );
  });
});

describe('a Postgres in trouble', () => {
  it('may drop every idle connection: it is logged, and the next query has a new one', async () => {
    const warnings: string[] = [];
    const store = await open({ log: { warn: (_, sentence) => warnings.push(sentence) } });
    await Promise.all([store.ping(), store.ping()]);
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'daywatch' and datname = current_database()`,
    );
    await expect.poll(() => warnings).toEqual(Array(2).fill('An idle connection to Postgres was lost.'));
    await store.ping();
    await store.close();
  });

  it('ends a statement that waits too long', async () => {
    const store = await open({ timeout: seconds(1) });
    await store.append(appendSample({}));
    await admin.query(`begin; lock table ${schema}.deployments`);
    await expect(store.append(appendSample({ expected: 1 }))).rejects.toThrow('statement timeout');
    await admin.query('rollback');
    expect(await store.append(appendSample({ expected: 1 }))).toBe('appended');
    await store.close();
  });

  it('may fall silent: the query fails, and its connection is not used again', async () => {
    const proxy = await silentProxy(database.url);
    const store = await open({ url: proxy.url, timeout: seconds(1), connections: 1 });
    await store.ping();
    proxy.silence();
    await expect(store.ping()).rejects.toThrow('timeout');
    proxy.letNewOnesPass();
    await store.ping();
    await store.close();
    await proxy.close();
  });
});
