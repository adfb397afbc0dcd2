import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from './postgres.ts';

async function query(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  // The server may end while it is asked: the statement fails by itself.
  client.on('error', () => {});
  await client.connect();
  try {
    return Object.values<unknown>((await client.query(statement)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

describe('a Postgres for tests', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  it('gives each test its own database', async () => {
    const [one, two] = await Promise.all([server.createDatabase('shop'), server.createDatabase('shop')]);
    await query(one.url, 'create table orders (id int)');
    await expect(query(two.url, 'select * from orders')).rejects.toThrow('does not exist');
    await Promise.all([one.drop(), two.drop()]);
    await expect(query(one.url, 'select 1')).rejects.toThrow('does not exist');
  });

  it('counts statements', async () => {
    const { url } = await server.createDatabase('stat');
    await query(url, 'create extension pg_stat_statements');
    expect(Number(await query(url, 'select count(*) from pg_stat_statements'))).toBeGreaterThan(0);
  });
});

it('is durable when asked', async () => {
  const server = await startPostgres({ durable: true, settings: { max_connections: '7' } });
  expect(await query(server.url, 'show fsync')).toBe('on');
  expect(await query(server.url, 'show max_connections')).toBe('7');
  await server.stop();
  await expect(query(server.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
});

it('ends with the process that started it, even a killed one', async () => {
  const file = JSON.stringify(new URL('./postgres.ts', import.meta.url).href);
  const program = `const { startPostgres } = await import(${file}); console.log((await startPostgres()).url); setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve) => createInterface(owner.stdout).once('line', resolve));
  expect(await query(url, 'select 1')).toBe(1);
  owner.kill('SIGKILL');
  await expect.poll(() => query(url, 'select 1').catch((error: Error) => error.message)).toContain('ECONNREFUSED');
});

it('finds a free port', async () => {
  expect(await freePort()).toBeGreaterThan(1023);
});
