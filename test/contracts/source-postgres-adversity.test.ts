import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import type { Source } from '@daywatch/daemon/src/ports/source.ts';
import { millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { asking, openPostgresSource } from './postgres-source.ts';
import { silentProxy } from './store-silent-proxy.ts';

const certificateTool = 'openssl';
const certificates = mkdtempSync(join(tmpdir(), 'daywatch-tls-'));
const certificate = join(certificates, 'cert.pem');
let server: PostgresServer;
const opened: Source[] = [];
const clients: pg.Client[] = [];

const open = (...given: Parameters<typeof openPostgresSource>): Source => {
  const source = openPostgresSource(...given);
  opened.push(source);
  return source;
};
async function visitor(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.url });
  client.on('error', () => {});
  clients.push(client);
  await client.connect();
  return client;
}

beforeAll(async () => {
  const key = join(certificates, 'key.pem');
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const host = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync(
    certificateTool,
    ['req', '-x509', ...curve, '-nodes', '-days', '2', '-keyout', key, '-out', certificate, ...host],
    { stdio: 'ignore' },
  );
  // As root the server runs as another user, and its key must be its own.
  if (process.getuid?.() === 0) {
    const user = Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' }));
    for (const file of [certificates, key, certificate]) chownSync(file, user, -1);
  }
  server = await startPostgres({
    settings: {
      max_connections: '6',
      superuser_reserved_connections: '0',
      ssl: 'on',
      ssl_cert_file: certificate,
      ssl_key_file: key,
    },
  });
});
afterEach(async () => {
  for (const source of opened.splice(0)) await source.close();
  for (const client of clients.splice(0)) await client.end().catch(() => {});
});
afterAll(async () => {
  await server.stop();
  rmSync(certificates, { recursive: true, force: true });
});

describe('a server that goes and comes back', () => {
  it('is an error with its reason while it is away, and answers again after it', async () => {
    const clock = createFakeClock();
    const read = asking(open({ url: server.url }, { clock }), 'latency', { sql: 'select 1' });
    expect(await read()).toMatchObject({ type: 'latency' });
    await server.halt();
    expect(await read()).toEqual({ type: 'error', because: 'database: select 1: connection refused' });
    await server.resume();
    expect(await read()).toEqual({
      type: 'error',
      because: 'database: select 1: connection refused; next attempt in 1s',
    });
    await clock.advance(seconds(1));
    expect(await read()).toMatchObject({ type: 'latency' });
  });

  it('that is back before anybody asks is not missed: idle connections are cut, and new ones made', async () => {
    const source = open({ url: server.url });
    const read = asking(source, 'latency', { sql: 'select 1' });
    await Promise.all([read(), read()]);
    await server.halt();
    await server.resume();
    expect(await Promise.all([read(), read()])).toMatchObject([{ type: 'latency' }, { type: 'latency' }]);
  });

  it('in the middle of a statement is an error', async () => {
    const watching = await visitor();
    const read = asking(open({ url: server.url, timeout: '20s' }), 'latency', { sql: 'select pg_sleep(15)' });
    const reading = read();
    const sleeping = "select from pg_stat_activity where query like '%pg_sleep(15)%' and pid <> pg_backend_pid()";
    await expect.poll(async () => (await watching.query(sleeping)).rowCount).toBe(1);
    await server.halt();
    expect(await reading).toEqual({
      type: 'error',
      because: expect.stringMatching(
        /^database: select pg_sleep\(15\): (the server ended the connection: it is shutting down|connection refused|.*terminat.*)/,
      ),
    });
    await server.resume();
  });

  it('whose network swallows everything costs one reading, not all', async () => {
    const proxy = await silentProxy(server.url);
    const source = open({ url: proxy.url });
    const probe = source.probe({ name: 'it', measure: 'latency', query: { sql: 'select 1' } });
    const read = (span = seconds(10)) => probe.observe(systemClock.timeout(span));
    expect(await read()).toMatchObject({ type: 'latency' });
    proxy.silence();
    expect(await read(millis(200))).toEqual({
      type: 'error',
      because: 'database: select 1: given up before the answer came',
    });
    proxy.letNewOnesPass();
    expect(await read()).toMatchObject({ type: 'latency' });
    await proxy.close();
  });
});

describe('a server that is full', () => {
  it('is an error that says so, without a storm of attempts, and answers when there is room again', async () => {
    const clock = createFakeClock();
    const { url, attempts, close } = await countingProxy(server.url);
    const source = open({ url }, { clock });
    const many = () => Promise.all(Array.from({ length: 20 }, () => asking(source, 'gauge', 'connections.total')()));
    const guests = await Promise.all(Array.from({ length: 6 }, visitor));
    const readings = await many();
    expect(readings.filter(({ type }) => type !== 'error')).toEqual([]);
    expect(readings[0]).toMatchObject({
      because: expect.stringMatching(
        /^database: connections.total: no connection is free on the server: sorry, too many clients already \(53300\)/,
      ),
    });
    expect(attempts()).toBeLessThanOrEqual(2);
    await many();
    expect(attempts()).toBeLessThanOrEqual(2);
    await clock.advance(seconds(1));
    await many();
    expect(attempts()).toBeLessThanOrEqual(4);
    for (const guest of guests) await guest.end();
    await clock.advance(seconds(10));
    const answered = () => clock.advance(seconds(10)).then(many);
    await expect.poll(async () => (await answered()).every(({ type }) => type === 'gauge')).toBe(true);
    await close();
  });
});

describe('patience', () => {
  it('with a lock is short: a migration that holds a table is an error, not a queue', async () => {
    const shop = await visitor();
    await shop.query('create table held (id int)');
    await shop.query('begin; lock table held');
    const source = open({ url: server.url, 'lock-timeout': '100ms' });
    expect(await asking(source, 'check', { sql: 'select id from held' })()).toEqual({
      type: 'error',
      because: 'database: select id from held: the statement waited for a lock longer than allowed',
    });
    await shop.query('rollback');
    await shop.query('drop table held');
  });

  it('has a lane of its own for what may take long, beside which others go on', async () => {
    const source = open({ url: server.url, timeout: '1s' });
    const long = asking(source, 'check', { sql: 'select 1 from pg_sleep(1.2)', rows: 1, timeout: '10s' });
    const slow = [long(), long()];
    for (let look = 0; look < 5; look++)
      expect(await asking(source, 'latency', { sql: 'select 1' })()).toMatchObject({ type: 'latency' });
    expect((await Promise.all(slow)).map(({ type }) => type)).toEqual(['check', 'check']);
  });
});

describe('TLS', () => {
  const encrypted = { sql: 'select ssl::int from pg_stat_ssl where pid = pg_backend_pid()' };
  const reading = (options: Record<string, unknown>) => asking(open(options), 'gauge', encrypted)();
  const address = (host: string, parameters = '') => `postgres://postgres@${host}:${server.port}/postgres${parameters}`;

  it.each([
    ['nothing is said', '127.0.0.1', '', 0],
    ['it is switched off', '127.0.0.1', '?sslmode=disable', 0],
    ['it is preferred', '127.0.0.1', '?sslmode=prefer', 1],
    ['it is required, whoever answers', '127.0.0.1', '?sslmode=require', 1],
    ['the issuer is checked, not the name', '127.0.0.1', '?sslmode=verify-ca&sslrootcert=CERTIFICATE', 1],
    ['issuer and name are checked', 'localhost', '?sslmode=verify-full&sslrootcert=CERTIFICATE', 1],
  ])('when %s', async (_, host, parameters, value) => {
    const url = address(host, parameters.replace('CERTIFICATE', certificate));
    expect(await reading({ url })).toEqual({ type: 'gauge', value });
  });

  it('is checked when a certificate is given, as a file or as its text', async () => {
    expect(await reading({ url: address('localhost'), ca: certificate })).toEqual({ type: 'gauge', value: 1 });
    expect(await reading({ url: address('127.0.0.1'), ca: certificate })).toMatchObject({
      type: 'error',
      because: expect.stringContaining('does not match certificate'),
    });
    expect(await reading({ url: address('localhost', '?sslmode=verify-full') })).toMatchObject({
      type: 'error',
      because: expect.stringContaining('self-signed certificate'),
    });
    expect(await reading({ url: address('localhost'), ca: '/no/such.pem' })).toMatchObject({
      type: 'error',
      because: expect.stringContaining('a certificate cannot be read: ENOENT'),
    });
    expect(await reading({ url: address('localhost', '?sslmode=strict') })).toMatchObject({
      type: 'error',
      because: expect.stringContaining('sslmode=strict is none of'),
    });
  });

  it('is done without where it is preferred and not there, and an error where it is required', async () => {
    const plain = await startPostgres();
    const gauge = (mode: string) => reading({ url: `${plain.url}?sslmode=${mode}` });
    expect(await gauge('prefer')).toEqual({ type: 'gauge', value: 0 });
    expect(await gauge('require')).toMatchObject({
      type: 'error',
      because: expect.stringContaining('The server does not support SSL connections'),
    });
    await plain.stop();
  });
});

/** Stands before the server of `serverUrl` and counts who connects. */
async function countingProxy(serverUrl: string) {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let count = 0;
  const proxy: Server = createServer((client) => {
    count++;
    const upstream = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
    }
  });
  const port = await freePort();
  await new Promise<void>((resolve) => proxy.listen(port, '127.0.0.1', () => resolve()));
  const url = new URL(serverUrl);
  url.port = String(port);
  return {
    url: url.href,
    attempts: () => count,
    close: () =>
      new Promise<void>((resolve) => {
        proxy.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
