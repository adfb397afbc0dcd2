import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from './clock.ts';
import { createOutbound } from './outbound.ts';
import type { Exchange, OutboundRequest } from './ports/outbound.ts';

const certificateTool = 'openssl';
const servers: (Server | TcpServer)[] = [];

async function portOf(server: Server | TcpServer, host = '127.0.0.1'): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, () => resolve()));
  const address = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}
const serving = async (listener: RequestListener, host?: string): Promise<number> =>
  portOf(createServer(listener), host);

const outbound = createOutbound({ clock: systemClock });
const request = (url: string, more: Partial<OutboundRequest> = {}): Promise<Exchange> =>
  outbound.request({ url, timeout: seconds(5), ...more });

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  }
});
afterAll(() => outbound.close());

describe.each([
  ['a kept-alive connection', { freshConnection: false }],
  ['a connection of its own', { freshConnection: true }],
])('a request over %s', (_, connection) => {
  it('brings status, headers and body, and sends what it was given', async () => {
    const port = await serving((incoming, answer) => {
      const { host, accept, authorization, 'x-team': team } = incoming.headers;
      let body = '';
      incoming.on('data', (chunk) => {
        body += chunk;
      });
      incoming.on('end', () => {
        answer.writeHead(201, { 'x-a': '1', 'set-cookie': ['a=1', 'b=2'] });
        answer.end(
          JSON.stringify({ method: incoming.method, url: incoming.url, host, accept, authorization, team, body }),
        );
      });
    });
    const exchange = await request(`http://ada:p%40ss@127.0.0.1:${port}/orders?x=%20y`, {
      ...connection,
      method: 'POST',
      headers: { 'X-Team': 'shop', Accept: 'application/json' },
      body: '{"n":1}',
    });
    expect(exchange).toMatchObject({
      type: 'answered',
      status: 201,
      headers: { 'x-a': '1', 'set-cookie': 'a=1, b=2' },
    });
    expect(JSON.parse(exchange.type === 'answered' ? exchange.body : '')).toEqual({
      method: 'POST',
      url: '/orders?x=%20y',
      host: `127.0.0.1:${port}`,
      accept: 'application/json',
      authorization: `Basic ${Buffer.from('ada:p@ss').toString('base64')}`,
      team: 'shop',
      body: '{"n":1}',
    });
  });

  it('does not follow a redirect: the status is the answer', async () => {
    const port = await serving((_incoming, answer) => answer.writeHead(302, { location: '/login' }).end());
    expect(await request(`http://127.0.0.1:${port}/`, connection)).toMatchObject({ status: 302 });
  });

  it('says that nobody listens', async () => {
    const port = await serving(() => {});
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect(await request(`http://127.0.0.1:${port}/healthz?token=abc`, connection)).toMatchObject({
      type: 'failed',
      cause: 'refused',
      because: expect.stringMatching(
        new RegExp(
          `^GET http://127\\.0\\.0\\.1:${port}/healthz\\?token=\\*\\*\\*: connection refused after [\\d.]+ (m|µ)s$`,
        ),
      ),
    });
  });

  it.each([
    ['takes the request and is silent', (() => {}) as RequestListener, 'no answer within 500 ms'],
    [
      'stops in the middle',
      ((_incoming, answer) => answer.writeHead(200).write('part')) as RequestListener,
      'only a part of the answer (status 200) within 500 ms',
    ],
  ])('has a deadline when the server %s', async (_case, listener, words) => {
    const port = await serving(listener);
    const exchange = await request(`http://127.0.0.1:${port}/`, { ...connection, timeout: millis(500) });
    expect(exchange).toMatchObject({
      type: 'failed',
      cause: 'timeout',
      because: `GET http://127.0.0.1:${port}/: ${words}`,
    });
    expect(exchange.type === 'failed' && exchange.after).toBeLessThan(5_000);
  });

  it('is given up when the caller says so', async () => {
    const port = await serving(() => {});
    const stop = new AbortController();
    const exchange = request(`http://127.0.0.1:${port}/`, { ...connection, signal: stop.signal });
    await systemClock.sleep(millis(30));
    stop.abort();
    expect(await exchange).toMatchObject({
      type: 'failed',
      cause: 'aborted',
      because: expect.stringContaining('given up after'),
    });
    const before = await request(`http://127.0.0.1:${port}/`, { ...connection, signal: AbortSignal.abort() });
    expect(before).toMatchObject({ type: 'failed', cause: 'aborted' });
  });

  it("takes the caller's timeout for a timeout", async () => {
    const port = await serving(() => {});
    const exchange = await request(`http://127.0.0.1:${port}/`, {
      ...connection,
      signal: systemClock.timeout(millis(50)),
    });
    expect(exchange).toMatchObject({ type: 'failed', cause: 'timeout' });
  });

  it('reads no more than the limit, and names it', async () => {
    const port = await serving((_incoming, answer) => answer.end('x'.repeat(5_000)));
    const url = `http://127.0.0.1:${port}/`;
    expect(await request(url, { ...connection, sizeLimit: 5_000 })).toMatchObject({ type: 'answered' });
    expect(await request(url, { ...connection, sizeLimit: 4_999 })).toMatchObject({
      type: 'failed',
      cause: 'too-large',
      because: `GET ${url}: the answer is larger than 5 kB, the limit`,
    });
  });

  it('says that the connection broke, or that the answer is not HTTP', async () => {
    const breaking = await portOf(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
    expect(await request(`http://127.0.0.1:${breaking}/`, connection)).toMatchObject({
      type: 'failed',
      cause: 'reset',
    });
    const babbling = await portOf(
      createTcpServer((socket) => socket.once('data', () => socket.end('220 mail\r\n\r\n'))),
    );
    expect(await request(`http://127.0.0.1:${babbling}/`, connection)).toMatchObject({
      type: 'failed',
      cause: 'protocol',
      because: expect.stringContaining('the answer is not HTTP'),
    });
  });

  it('knows a host that does not exist from a service that is down', async () => {
    const exchange = await request('http://no-such-host.invalid/', connection);
    expect(exchange).toMatchObject({ type: 'failed', cause: 'unresolved' });
  });

  it('reaches IPv6 addresses, and a name whose first address does not answer', async () => {
    const six = await serving((_incoming, answer) => answer.end('six'), '::1');
    expect(await request(`http://[::1]:${six}/`, connection)).toMatchObject({ body: 'six' });
    const four = await serving((_incoming, answer) => answer.end('four'), '127.0.0.1');
    expect(await request(`http://localhost:${four}/`, connection)).toMatchObject({ body: 'four' });
  });
});

it.each(['ftp://shop.example/', '${SHOP}/healthz', 'shop.example'])('%s is no address', async (url) => {
  expect(await request(url)).toEqual({
    type: 'failed',
    cause: 'invalid',
    because: `"${url}" is not an http or https address`,
    after: 0,
  });
});

it('says which request cannot be sent', async () => {
  const exchange = await request('http://127.0.0.1:9/', { headers: { 'bad name': 'x' } });
  expect(exchange).toMatchObject({
    type: 'failed',
    cause: 'invalid',
    because: expect.stringContaining('GET http://127.0.0.1:9/'),
  });
});

describe('the connection', () => {
  it('is kept alive, or made anew with its phases measured', async () => {
    let connections = 0;
    const port = await serving((_incoming, answer) => answer.end());
    servers.at(-1)?.on('connection', () => connections++);
    const url = `http://localhost:${port}/`;
    await request(url);
    // The connection is free for the next one a turn after the answer.
    await systemClock.sleep(millis(10));
    const kept = await request(url);
    expect(connections).toBe(1);
    expect(kept).toMatchObject({ phases: { firstByte: expect.any(Number), total: expect.any(Number) } });
    expect(kept).not.toHaveProperty('phases.connect');

    const fresh = await request(url, { freshConnection: true });
    expect(connections).toBe(2);
    const { dns, connect, tls, firstByte, total } =
      fresh.type === 'answered' ? fresh.phases : { firstByte: 0, total: 0 };
    expect(tls).toBeUndefined();
    expect((dns ?? Number.NaN) + (connect ?? Number.NaN)).toBeLessThanOrEqual(firstByte);
    expect(firstByte).toBeLessThanOrEqual(total);
  });

  it('is closed with the client', async () => {
    const own = createOutbound({ clock: systemClock });
    const port = await serving(() => {});
    const exchange = own.request({ url: `http://127.0.0.1:${port}/`, timeout: seconds(5) });
    await systemClock.sleep(millis(30));
    await Promise.all([own.close(), own.close()]);
    expect(await exchange).toMatchObject({ type: 'failed' });
  });
});

describe('over TLS', () => {
  let folder: string;
  let key: string;
  let cert: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'daywatch-tls-'));
    const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
    const host = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync(certificateTool, ['req', '-x509', ...curve, '-nodes', '-days', '2', ...files, ...host], {
      stdio: 'ignore',
    });
    key = readFileSync(join(folder, 'key.pem'), 'utf8');
    cert = readFileSync(join(folder, 'cert.pem'), 'utf8');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([true, false])(
    'the name of the server is sent and checked (fresh connection: %s)',
    async (freshConnection) => {
      let asked: unknown;
      const server = createSecureServer({ key, cert }, (incoming, answer) => {
        asked = 'servername' in incoming.socket ? incoming.socket.servername : undefined;
        answer.end('safe');
      });
      const port = await portOf(server);
      const trusting = createOutbound({ clock: systemClock, ca: cert });
      const ask = (url: string) => trusting.request({ url, timeout: seconds(5), freshConnection });
      const exchange = await ask(`https://localhost:${port}/`);
      expect(exchange).toMatchObject({ type: 'answered', body: 'safe' });
      expect(asked).toBe('localhost');
      if (freshConnection)
        expect(exchange).toMatchObject({ phases: { connect: expect.any(Number), tls: expect.any(Number) } });
      expect(await ask(`https://127.0.0.1:${port}/`)).toMatchObject({
        type: 'failed',
        cause: 'tls',
        because: expect.stringContaining('the certificate is for another host'),
      });
      expect(await request(`https://localhost:${port}/`, { freshConnection })).toMatchObject({
        type: 'failed',
        cause: 'tls',
        because: expect.stringContaining('self-signed'),
      });
      await trusting.close();
    },
  );

  it('a server without TLS is told apart', async () => {
    const port = await serving(() => {});
    const exchange = await request(`https://127.0.0.1:${port}/`, { freshConnection: true });
    expect(exchange).toMatchObject({ type: 'failed', cause: 'tls' });
  });
});
