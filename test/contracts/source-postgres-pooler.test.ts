import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dyingWithParent } from '@daywatch/daemon/src/demo/machine/dying-with-parent.ts';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import type { Source } from '@daywatch/daemon/src/ports/source.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase, type Database } from '../support/create-database.ts';
import { asking, deployed, openPostgresSource } from './postgres-source.ts';

let database: Database;
let pooler: ChildProcess;
let source: Source;
let shop: pg.Client;
const folder = mkdtempSync(join(tmpdir(), 'daywatch-pgbouncer-'));

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'), 'pooled');
  const { hostname, port, pathname } = new URL(database.url);
  const listen = await freePort();
  const settings = join(folder, 'pgbouncer.ini');
  // One session on the server for all: whatever anybody leaves in it, everybody has.
  writeFileSync(
    settings,
    `[databases]
shop = host=${hostname} port=${port} dbname=${pathname.slice(1)} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listen}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 1
`,
  );
  chmodSync(folder, 0o755);
  const user = process.getuid?.() === 0 ? 'postgres' : undefined;
  const [command = '', ...args] = dyingWithParent('KILL', ['/usr/sbin/pgbouncer', settings], user);
  pooler = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    let log = '';
    pooler.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('process up')) resolve();
    });
    pooler.once('exit', () => reject(new Error(`pgbouncer ended:\n${log}`)));
  });
  const url = `postgres://shop@127.0.0.1:${listen}/shop`;
  shop = new pg.Client({ connectionString: url });
  await shop.connect();
  await shop.query('create extension pg_stat_statements');
  await shop.query('create table orders (id int primary key, customer int)');
  source = openPostgresSource({ url });
});
afterAll(async () => {
  await source.close();
  await shop.end();
  pooler.kill();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('behind PgBouncer in transaction mode', () => {
  it('everything can be asked, and the shared session is left as it was', async () => {
    await shop.query('select count(*) from orders where customer = 1');
    const slower = asking(source, 'count', 'slower-queries');
    const readings = await Promise.all([
      asking(source, 'latency', { sql: 'select 1' })(),
      asking(source, 'gauge', 'locks.waiting')(),
      asking(source, 'gauge', 'connections.active')(),
      asking(source, 'check', { sql: 'select id from orders' })(),
      asking(source, 'check', { sql: 'select wrong' })(),
      asking(source, 'check', 'not-valid-constraints')(),
      slower(),
      slower(),
    ]);
    expect(readings.map(({ type }) => type)).toEqual([
      'latency',
      'gauge',
      'gauge',
      'check',
      'error',
      'check',
      'count',
      'count',
    ]);
    expect(await slower(deployed('2'))).toMatchObject({ type: 'count' });
    const { rows } = await shop.query(
      `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock, current_setting('row_security') as security,
        current_setting('transaction_read_only') as read_only, current_setting('plan_cache_mode') as plans, (select count(*)::int from pg_prepared_statements) as prepared`,
    );
    expect(rows).toEqual([{ statement: '0', lock: '0', security: 'on', read_only: 'off', plans: 'auto', prepared: 0 }]);
  });
});
