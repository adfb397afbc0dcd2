import type { Source } from '@daywatch/daemon/src/ports/source.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { asking, deployed, lookUntilFound, openPostgresSource, usual } from './postgres-source.ts';

let server: PostgresServer;
let shop: pg.Client;
let source: Source;

beforeAll(async () => {
  server = await startPostgres({
    settings: {
      shared_preload_libraries: 'pg_stat_statements,auto_explain',
      'auto_explain.log_min_duration': '0',
      'auto_explain.log_format': 'json',
      logging_collector: 'on',
    },
  });
  await vi.waitFor(
    async () => {
      shop = new pg.Client({ connectionString: server.url, application_name: 'shop' });
      await shop.connect();
    },
    { timeout: 45_000 },
  );
  await shop.query(`create extension pg_stat_statements;
    create table orders (id int primary key, customer int, seen int);
    insert into orders select i, i % 5000, 0 from generate_series(1, 50000) i;
    create role daywatch login; grant pg_monitor, pg_read_all_data to daywatch`);
});
beforeEach(async () => {
  await shop.query('create index if not exists orders_of_customer on orders (customer); analyze');
  await shop.query('select pg_stat_statements_reset()');
  source = openPostgresSource({ url: server.url.replace('postgres@', 'daywatch@') });
});
afterEach(() => source.close());
afterAll(async () => {
  await shop.end();
  await server.stop();
});

/** An update, of which a role that only reads cannot ask the plan. */
async function slowUpdate(): Promise<Reading> {
  const ask = asking(source, 'count', { 'slower-queries': { calls: 20, for: '1ms', 'at-least': '1ms' } });
  const updates = async (times: number) => {
    for (let time = 0; time < times; time++)
      await shop.query('update orders set seen = seen where customer = $1', [time]);
  };
  await updates(usual);
  for (let look = 0; look < 4; look++) await ask();
  await ask(deployed('2'));
  await shop.query('drop index orders_of_customer');
  return lookUntilFound(
    () => ask(deployed('2')),
    () => updates(25),
  );
}

describe('the plans that auto_explain logs', () => {
  it('cannot be read by a role that may not, and the reading says so', async () => {
    expect(await slowUpdate()).toMatchObject({
      count: 1,
      because: expect.stringMatching(
        /; its plan cannot be looked up: permission denied for table orders \(42501\); the plans of auto_explain cannot be read: permission denied for function pg_\w+/,
      ),
    });
  });

  it('say what really became of a statement, also of one whose plan nobody may ask for', async () => {
    await shop.query(
      'grant execute on function pg_current_logfile(text), pg_stat_file(text), pg_read_binary_file(text, bigint, bigint) to daywatch',
    );
    expect(await slowUpdate()).toMatchObject({
      count: 1,
      because: expect.stringMatching(
        /; plan: Bitmap Heap Scan using orders_of_customer on orders → Seq Scan on orders \(by auto_explain\)$/,
      ),
    });
  });
});
