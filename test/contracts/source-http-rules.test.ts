import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { certificateAuthority } from '@daywatch/daemon/src/outbound/certificates.fixture.ts';
import { localServers } from '@daywatch/daemon/src/outbound/local-servers.fixture.ts';
import { createOutbound } from '@daywatch/daemon/src/outbound.ts';
import { refusingShell } from '@daywatch/daemon/src/shell.ts';
import { fullReach } from '@daywatch/daemon/src/sources/full-reach.fixture.ts';
import { http } from '@daywatch/daemon/src/sources/http.ts';
import { shortMemory } from '@daywatch/daemon/src/sources/short-memory.ts';
import type { Measure } from '@daywatch/shared/vocabulary/observation.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, afterEach, describe, expect, it } from 'vitest';

const servers = localServers();
const authority = certificateAuthority();
const outbound = createOutbound({ clock: systemClock });
afterEach(() => servers.close());
afterAll(async () => {
  await outbound.close();
  authority.remove();
});

const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
function read(options: Readonly<Record<string, unknown>>, measure: Measure, query: unknown) {
  const tools = { name: 'site', outbound, clock: systemClock, log: quiet, memory: shortMemory() };
  const source = http.open(http.options.parse(options) as never, {
    ...tools,
    reach: fullReach,
    shell: refusingShell('no commands here'),
  });
  return source.probe({ name: 'it', measure, query }).observe(systemClock.timeout(seconds(10)));
}
const plain = async (listener: RequestListener, host?: string) => servers.listen(createServer(listener), host);

it('counts the bytes of a picture, and not the characters of the text that it is not', async () => {
  const url = `http://127.0.0.1:${await plain((_, answer) => answer.end(Buffer.alloc(1_000, 0xff)))}`;
  expect(await read({ url }, 'check', { path: '/', size: { 'at-least': '2kB' } })).toMatchObject({
    type: 'check',
    ok: false,
    because: expect.stringContaining('body of 1 kB, expected at least 2 kB'),
  });
  expect(await read({ url }, 'check', { path: '/', size: { 'at-most': '1kB' } })).toMatchObject({ ok: true });
});

describe('over TLS', () => {
  const certificates = {
    good: authority.issue('localhost', 90),
    soon: authority.issue('localhost', 5),
    expired: authority.issue('localhost', -3),
    'other host': authority.issue('shop.example', 90),
  };
  const serve = async (which: keyof typeof certificates) => {
    const { key, cert } = certificates[which];
    return `https://localhost:${await servers.listen(createSecureServer({ key, cert }, (_, answer) => answer.end('ok')))}`;
  };

  it.each<[keyof typeof certificates, boolean, string, number]>([
    ['good', true, 'GET / answered 200; dns ', 90],
    ['soon', false, 'answered 200, the certificate ends ', 5],
    ['expired', false, 'the certificate has expired', -3],
  ])('%s certificate: a check of its days says %s', async (which, ok, words, left) => {
    const options = { url: await serve(which), tls: { ca: authority.caFile } };
    const check = await read(options, 'check', { 'tls-days-left': 14 });
    expect(check).toMatchObject({ type: 'check', ok, because: expect.stringContaining(words) });
    const gauge = await read(options, 'gauge', 'tls-days-left');
    expect(gauge).toMatchObject({ type: 'gauge', because: expect.stringMatching(/^site: the certificate ends 20/) });
    expect(gauge.type === 'gauge' && gauge.value).toBeCloseTo(left, 1);
  });

  it('the days of a certificate that speaks of another host are nobody’s: a check fails, and there is no number', async () => {
    const options = { url: await serve('other host'), tls: { ca: authority.caFile } };
    const because = expect.stringContaining('the certificate is for another host');
    expect(await read(options, 'check', { 'tls-days-left': 14 })).toMatchObject({ type: 'check', ok: false, because });
    expect(await read(options, 'gauge', 'tls-days-left')).toMatchObject({ type: 'error', because });
  });

  it('an authority that nobody knows is a no', async () => {
    const reading = await read({ url: await serve('good') }, 'check', {});
    expect(reading).toMatchObject({ ok: false, because: expect.stringContaining('signed by nobody who is trusted') });
  });

  it('has its phases', async () => {
    const options = { url: await serve('good'), tls: { ca: authority.ca } };
    for (const phase of ['dns', 'connect', 'tls', 'first-byte', 'total']) {
      const reading = await read(options, 'latency', { phase });
      expect(reading, phase).toMatchObject({ type: 'latency', values: [expect.any(Number)] });
    }
  });
});

it('a second try that is answered makes it good, and the first is kept', async () => {
  let asked = 0;
  const port = await plain((incoming, answer) => (++asked === 1 ? incoming.socket.destroy() : answer.end('ok')));
  expect(await read({ url: `http://127.0.0.1:${port}` }, 'check', {})).toMatchObject({
    ok: true,
    because: expect.stringMatching(
      /^site: second try: the first failed: GET http:\/\/127\.0\.0\.1:\d+\/: the connection was /,
    ),
  });
  expect(asked).toBe(2);
});

it('whoever serves only the connections it has fails', async () => {
  const site = createServer((_, answer) => answer.end('ok'));
  const listener = createTcpServer((socket) => site.emit('connection', socket));
  const url = `http://127.0.0.1:${await servers.listen(listener)}`;
  // It keeps its connection from one request to the next.
  const asCustomer = async () => (await fetch(url)).text();
  expect([await asCustomer(), await read({ url }, 'check', {})]).toMatchObject(['ok', { ok: true }]);
  listener.close();
  expect([await asCustomer(), await read({ url }, 'check', {})]).toMatchObject(['ok', { ok: false }]);
  site.closeAllConnections();
});

it('follows redirects only when it is told to', async () => {
  const port = await plain((incoming, answer) =>
    incoming.url === '/' ? answer.writeHead(302, { location: '/home' }).end() : answer.end('{"at":"home"}'),
  );
  const url = `http://127.0.0.1:${port}`;
  expect(await read({ url }, 'check', { status: 302 })).toMatchObject({ ok: true });
  expect(await read({ url }, 'check', { follow: 1, json: { '$.at': 'home' } })).toMatchObject({
    ok: true,
    because: expect.stringContaining(`answered 200 from ${url}/home`),
  });
});

it('keeps to a family of addresses, and reads no endless body', async () => {
  const six = await plain((_, answer) => answer.end('six'), '::1');
  expect(await read({ url: `http://[::1]:${six}`, ip: 6 }, 'check', { body: 'six' })).toMatchObject({ ok: true });
  expect(await read({ url: `http://localhost:${six}`, ip: 4 }, 'check', {})).toMatchObject({ ok: false });
  const large = await plain((_, answer) => answer.end('x'.repeat(1_500_000)));
  expect(await read({ url: `http://127.0.0.1:${large}` }, 'check', {})).toMatchObject({
    type: 'error',
    because: expect.stringContaining('the answer is larger than 1 MB, the limit'),
  });
});
