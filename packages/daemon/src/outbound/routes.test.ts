import { request as ask, createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { days, millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { createOutbound } from '../outbound.ts';
import type { Cookies, OutboundRequest } from '../ports/outbound.ts';
import { type Certified, certificateAuthority } from './certificates.fixture.ts';
import { localServers } from './local-servers.fixture.ts';

const servers = localServers();
const outbound = createOutbound({ clock: systemClock });
const request = (url: string, more: Partial<OutboundRequest> = {}) =>
  outbound.request({ url, timeout: seconds(5), ...more });
afterEach(() => servers.close());
afterAll(() => outbound.close());

describe('redirects', () => {
  it('are followed as often as is allowed, with the cookies on the way', async () => {
    const port = await servers.listen(
      createServer((incoming, answer) => {
        if (incoming.url === '/login') answer.writeHead(303, { location: '/1', 'set-cookie': 'sid=7; Path=/' }).end();
        else if (incoming.url === '/1') answer.writeHead(302, { location: '/2' }).end();
        else answer.end(`${incoming.method} ${incoming.url} ${incoming.headers.cookie}`);
      }),
    );
    const taken: string[] = [];
    const cookies: Cookies = {
      headerFor: () => (taken.length === 0 ? undefined : taken.join('; ')),
      take: (_, lines) => {
        taken.push(...lines.map((line) => line.split(';')[0] ?? ''));
      },
    };
    const login = { method: 'POST', body: '{}', cookies };
    const url = `http://127.0.0.1:${port}/login`;
    expect(await request(url, { ...login, follow: 2 })).toMatchObject({
      status: 200,
      body: 'GET /2 sid=7',
      url: `http://127.0.0.1:${port}/2`,
    });
    expect(await request(url, { ...login, follow: 1 })).toMatchObject({
      type: 'failed',
      cause: 'protocol',
      because: `POST ${url}: redirected more often than once, the last time to http://127.0.0.1:${port}/2`,
    });
    expect(await request(url, { freshConnection: true, follow: 5 })).toMatchObject({ status: 200 });
  });

  it('take a body to no other origin', async () => {
    const asked: string[] = [];
    const other = await servers.listen(createServer((incoming, answer) => answer.end(asked.push(incoming.url ?? ''))));
    const port = await servers.listen(
      createServer((_, answer) => answer.writeHead(308, { location: `http://127.0.0.1:${other}/x` }).end()),
    );
    const sent = { method: 'POST', body: 'password=1', follow: 3 };
    expect(await request(`http://127.0.0.1:${port}/`, sent)).toMatchObject({
      cause: 'protocol',
      because: expect.stringContaining(
        `redirected with its body to http://127.0.0.1:${other}/x, and a body is sent to no`,
      ),
    });
    expect(asked).toEqual([]);
  });

  it('share one deadline', async () => {
    const port = await servers.listen(
      createServer((incoming, answer) => {
        if (incoming.url === '/') answer.writeHead(302, { location: '/slow' }).end();
      }),
    );
    const exchange = await request(`http://127.0.0.1:${port}/`, { follow: 1, timeout: millis(700) });
    expect(exchange).toMatchObject({
      cause: 'timeout',
      because: expect.stringContaining('/slow: no answer within 700 ms'),
    });
  });

  it('lead nowhere but to the web', async () => {
    const port = await servers.listen(
      createServer((_, answer) => answer.writeHead(302, { location: 'file:///etc/passwd' }).end()),
    );
    expect(await request(`http://127.0.0.1:${port}/`, { follow: 1 })).toMatchObject({
      type: 'failed',
      because: expect.stringContaining('redirected to file:///etc/passwd'),
    });
  });
});

describe('a compressed answer', () => {
  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('is read: %s', async (encoding, compress) => {
    let accepted: unknown;
    const port = await servers.listen(
      createServer((incoming, answer) => {
        accepted = incoming.headers['accept-encoding'];
        answer.writeHead(200, { 'content-encoding': encoding }).end(compress('a page'));
      }),
    );
    expect(await request(`http://127.0.0.1:${port}/`)).toMatchObject({ body: 'a page' });
    expect(accepted).toContain('gzip');
  });

  it('may not grow over the limit, and must be what it says', async () => {
    const port = await servers.listen(
      createServer((incoming, answer) => {
        answer.writeHead(200, { 'content-encoding': incoming.url === '/lz4' ? 'lz4' : 'gzip' });
        answer.end(incoming.url === '/bomb' ? gzipSync('x'.repeat(1_000_000)) : 'plain');
      }),
    );
    const url = `http://127.0.0.1:${port}`;
    expect(await request(`${url}/bomb`, { sizeLimit: 10_000 })).toMatchObject({ type: 'failed', cause: 'too-large' });
    expect(await request(`${url}/plain`)).toMatchObject({ because: expect.stringContaining('cannot be decompressed') });
    expect(await request(`${url}/lz4`)).toMatchObject({ because: expect.stringContaining('encoded as "lz4"') });
  });
});

describe('a proxy', () => {
  /** Forwards plain requests, tunnels the others, and writes down what it was asked. */
  async function openProxy(tell: string[]): Promise<number> {
    const proxy = createServer((incoming, answer) => {
      tell.push(`${incoming.method} ${incoming.url} ${incoming.headers['proxy-authorization'] ?? ''}`.trim());
      const { host, ...headers } = incoming.headers;
      ask(incoming.url ?? '', { headers: { host, ...headers } }, (got) => {
        answer.writeHead(got.statusCode ?? 500);
        got.pipe(answer);
      })
        .on('error', () => answer.writeHead(502).end())
        .end();
    });
    proxy.on('connect', (incoming, socket) => {
      tell.push(`CONNECT ${incoming.url}`);
      const [host, port] = (incoming.url ?? '').split(':');
      const to = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        to.pipe(socket);
        socket.pipe(to);
      });
      to.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
      socket.on('error', () => to.destroy());
    });
    return servers.listen(proxy);
  }

  it('forwards what is plain and tunnels what is not', async () => {
    const authority = certificateAuthority();
    const told: string[] = [];
    const proxy = `http://ada:secret@127.0.0.1:${await openProxy(told)}`;
    const plain = await servers.listen(createServer((_, answer) => answer.end('plain')));
    const { key, cert } = authority.issue('localhost');
    const secure = await servers.listen(createSecureServer({ key, cert }, (_, answer) => answer.end('secure')));
    expect(await request(`http://127.0.0.1:${plain}/x`, { proxy })).toMatchObject({ body: 'plain' });
    const tls = { ca: authority.ca };
    expect(await request(`https://localhost:${secure}/y`, { proxy, tls })).toMatchObject({ body: 'secure' });
    expect(told).toEqual([
      `GET http://127.0.0.1:${plain}/x Basic ${Buffer.from('ada:secret').toString('base64')}`,
      `CONNECT localhost:${secure}`,
    ]);
    authority.remove();
  });

  it('that is down, or sees nobody behind it, says nothing about the service', async () => {
    const port = await servers.listen(createServer());
    servers.close();
    const proxy = `http://ada:secret@127.0.0.1:${port}`;
    expect(await request('http://shop.example/', { proxy })).toMatchObject({
      type: 'failed',
      cause: 'unreachable',
      because: expect.stringMatching(
        /^GET http:\/\/shop\.example\/: the proxy http:\/\/\*\*\*@127\.0\.0\.1:\d+\/: connection refused/,
      ),
    });
    const working = `http://127.0.0.1:${await openProxy([])}`;
    expect(await request('https://127.0.0.1:9/', { proxy: working })).toMatchObject({
      cause: 'unreachable',
      because: expect.stringContaining('the proxy answered 502'),
    });
  });

  it('of the environment is used, but not for this machine', async () => {
    const told: string[] = [];
    const http = `http://127.0.0.1:${await openProxy(told)}`;
    const plain = await servers.listen(createServer((_, answer) => answer.end('direct')));
    const own = createOutbound({ clock: systemClock, proxy: { http } });
    await own.request({ url: 'http://shop.invalid/', timeout: seconds(5), freshConnection: true });
    expect(await own.request({ url: `http://127.0.0.1:${plain}/`, timeout: seconds(5) })).toMatchObject({
      body: 'direct',
    });
    expect(told).toEqual(['GET http://shop.invalid/']);
    await own.close();
  });
});

describe('certificates', () => {
  const authority = certificateAuthority();
  let served: Record<'good' | 'soon' | 'expired' | 'other', Certified>;
  beforeAll(() => {
    served = {
      good: authority.issue('localhost', 90),
      soon: authority.issue('localhost', 5),
      expired: authority.issue('localhost', -3),
      other: authority.issue('shop.example'),
    };
  });
  afterAll(() => authority.remove());
  const listen = async (which: keyof typeof served) => {
    const { key, cert } = served[which];
    return `https://localhost:${await servers.listen(createSecureServer({ key, cert }, (_, answer) => answer.end('safe')))}/`;
  };

  it.each([
    ['good', 90, 'answered', undefined],
    ['soon', 5, 'answered', undefined],
    ['expired', -3, 'failed', 'the certificate has expired'],
    ['other', 30, 'failed', 'the certificate is for another host'],
  ] as const)('%s: its end is seen, %i days from now', async (which, left, type, words) => {
    const url = await listen(which);
    const tls = { ca: authority.caFile };
    const exchange = await request(url, { tls, freshConnection: true });
    expect(exchange).toMatchObject({ type, certificate: { expires: expect.any(Number) } });
    const expires = exchange.certificate?.expires ?? 0;
    expect((expires - systemClock.now()) / days(1)).toBeCloseTo(left, 1);
    if (words !== undefined) expect(exchange).toMatchObject({ cause: 'tls', because: expect.stringContaining(words) });
    expect(await request(url, { tls })).toMatchObject({ type });
  });

  it('of an authority that nobody trusts is refused, with and without a connection of its own', async () => {
    const url = await listen('good');
    for (const freshConnection of [true, false])
      expect(await request(url, { freshConnection })).toMatchObject({ type: 'failed', cause: 'tls' });
  });

  it('of our own are shown to who asks for them, and a renewed file is used', async () => {
    const { key, cert } = served.good;
    const mutual = { key, cert, ca: authority.ca, requestCert: true, rejectUnauthorized: true };
    const url = `https://localhost:${await servers.listen(
      createSecureServer(mutual, (incoming, answer) => {
        const peer = 'getPeerCertificate' in incoming.socket ? incoming.socket : undefined;
        const name = (peer as { getPeerCertificate(): { subject: { CN: string } } } | undefined)?.getPeerCertificate();
        answer.end(name?.subject.CN);
      }),
    )}/`;
    const client = authority.issue('daywatch');
    const tls = { ca: authority.caFile, certificate: client.certFile, key: client.keyFile };
    for (const freshConnection of [true, false])
      expect(await request(url, { freshConnection, tls })).toMatchObject({ body: 'daywatch' });
    expect(await request(url, { tls: { ca: authority.caFile } })).toMatchObject({ type: 'failed' });
  });

  it.each([
    ['/no/such/file.pem', 'the file of "ca", /no/such/file.pem, cannot be read (ENOENT)'],
    [import.meta.filename, 'holds no PEM'],
  ])('from %s: what cannot be used is said', async (ca, words) => {
    expect(await request('https://localhost:1/', { tls: { ca } })).toMatchObject({
      type: 'failed',
      cause: 'invalid',
      because: expect.stringContaining(words),
    });
  });
});

describe('the family of addresses', () => {
  it('is kept to', async () => {
    const four = await servers.listen(createServer((_, answer) => answer.end('four')));
    const six = await servers.listen(
      createServer((_, answer) => answer.end('six')),
      '::1',
    );
    for (const freshConnection of [true, false]) {
      expect(await request(`http://localhost:${four}/`, { ip: 4, freshConnection })).toMatchObject({ body: 'four' });
      expect(await request(`http://localhost:${six}/`, { ip: 4, freshConnection })).toMatchObject({ cause: 'refused' });
      expect(await request(`http://127.0.0.1:${four}/`, { ip: 6, freshConnection })).toMatchObject({
        cause: 'invalid',
        because: expect.stringContaining('127.0.0.1 is no IPv6 address'),
      });
    }
  });
});

describe('a provider that has had enough', () => {
  it('is left alone by all who ask it, and by nobody else', async () => {
    let asked = 0;
    const port = await servers.listen(
      createServer((_, answer) => {
        asked += 1;
        answer.writeHead(429, { 'retry-after': '60' }).end();
      }),
    );
    const url = `http://127.0.0.1:${port}`;
    const told = {
      type: 'failed',
      cause: 'backing-off',
      because: expect.stringMatching(/backing off until [\d:]+ UTC after answered 429$/),
    };
    expect(await request(`${url}/a`, { backOff: true })).toMatchObject(told);
    expect(await request(`${url}/b`, { backOff: true })).toMatchObject(told);
    expect(asked).toBe(1);
    expect(await request(`${url}/c`)).toMatchObject({ status: 429 });
  });
});
