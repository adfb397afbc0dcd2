import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, millis } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { Logger } from '../ports/logger.ts';
import type { Exchange, FailureCause, OutboundRequest } from '../ports/outbound.ts';
import { refusingShell } from '../shell.ts';
import { http } from './http.ts';
import { shortMemory } from './short-memory.ts';

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
const phases = { connect: millis(1), firstByte: millis(12), total: millis(13) };

function site(exchange: Exchange, options: Readonly<Record<string, unknown>> = {}) {
  const sent: OutboundRequest[] = [];
  const source = http.open(
    { url: 'https://shop.example/app/', timeout: '5s', ...options },
    {
      name: 'site',
      log: quiet,
      memory: shortMemory(),
      shell: refusingShell('no commands here'),
      clock: {
        now: () => instant(0),
        elapsed: () => millis(0),
        sleep: async () => {},
        timeout: () => new AbortController().signal,
      },
      outbound: {
        request: async (request) => {
          sent.push(request);
          return exchange;
        },
      },
    },
  );
  const read = (measure: 'check' | 'latency', query: unknown): Promise<Reading> =>
    source.probe({ name: 'it', measure, query }).observe(new AbortController().signal);
  return { sent, read };
}
const answered = (status: number, body = '', headers: Readonly<Record<string, string>> = {}): Exchange => ({
  type: 'answered',
  status,
  headers,
  body,
  phases,
});

describe('a check', () => {
  it('writes down what it saw', async () => {
    const { read } = site(answered(503, 'down'));
    expect(await read('check', { path: '/healthz', status: 200 })).toEqual({
      type: 'check',
      ok: false,
      because: 'site: GET /healthz answered 503, expected 200; connect 1 ms, first byte 12 ms',
    });
  });

  it('names all that is not as expected, and masks what looks like a token', async () => {
    const { read } = site(
      answered(200, `{"db": "down",\n "token": "abcdefghijklmnop0123456789"}`, { 'content-type': 'text/html' }),
    );
    const query = {
      path: '/healthz',
      status: [200, 204],
      body: { contains: '"ok"', matches: 'x{9}' },
      header: { 'Content-Type': 'json', 'x-release': { matches: '^v' } },
    };
    expect(await read('check', query)).toMatchObject({
      ok: false,
      because:
        'site: GET /healthz answered 200, header Content-Type "text/html" has no "json", without a header x-release, ' +
        'body "{"db": "down", "token": "***"}" has no ""ok""; connect 1 ms, first byte 12 ms',
    });
  });

  it.each([
    [200, { path: '/' }, true],
    [204, { path: '/', status: [200, 204] }, true],
    [302, { path: '/', status: '3xx' }, true],
    [302, { path: '/' }, false],
    [200, { path: '/', status: '3xx' }, false],
    [200, { path: '/', body: 'ready' }, true],
    [200, { path: '/', body: { matches: 're.*y$' } }, true],
    [200, { path: '/', body: 'steady' }, false],
    [200, { path: '/', header: { 'X-Release': 'v7' } }, true],
  ])('status %i against %j: %s', async (status, query, ok) => {
    const { read } = site(answered(status, 'not\nready', { 'x-release': 'v7.1' }));
    expect(await read('check', query)).toMatchObject({ type: 'check', ok });
  });

  it.each<[FailureCause, Reading['type']]>([
    ['refused', 'check'],
    ['reset', 'check'],
    ['timeout', 'check'],
    ['tls', 'check'],
    ['protocol', 'check'],
    ['unresolved', 'error'],
    ['unreachable', 'error'],
    ['aborted', 'error'],
    ['too-large', 'error'],
    ['invalid', 'error'],
  ])('%s: the service fails its %s only when the trouble is its own', async (cause, type) => {
    const { read } = site({ type: 'failed', cause, because: 'GET https://shop.example/: trouble', after: millis(1) });
    const reading = await read('check', { path: '/' });
    expect(reading).toMatchObject({ type, because: 'site: GET https://shop.example/: trouble' });
    if (reading.type === 'check') expect(reading.ok).toBe(false);
  });

  it('asks below the address of the source, with its headers, over a connection of its own', async () => {
    const { read, sent } = site(answered(200), { headers: { authorization: 'Bearer x' }, timeout: '2s' });
    await read('check', { path: '/healthz?deep=1', method: 'HEAD' });
    expect(sent).toEqual([
      {
        url: 'https://shop.example/app/healthz?deep=1',
        method: 'HEAD',
        headers: { authorization: 'Bearer x' },
        timeout: 2_000,
        freshConnection: true,
        signal: expect.any(AbortSignal),
      },
    ]);
  });

  it.each([
    [{ path: 'healthz' }, 'a path starts with "/"'],
    [{ path: '/', status: 99 }, 'status'],
    [{ path: '/', status: 'ok' }, '2xx'],
    [{ path: '/', body: { matches: '(' } }, 'Unterminated group'],
    [{ path: '/', body: {} }, 'expects nothing'],
    [{ path: '/', statuss: 200 }, 'statuss'],
  ])('%j cannot be asked: %s', async (query, words) => {
    const { read } = site(answered(200));
    expect(await read('check', query)).toMatchObject({ type: 'error', because: expect.stringContaining(words) });
  });
});

describe('a latency', () => {
  it('is the whole time in seconds', async () => {
    expect(await site(answered(200)).read('latency', { path: '/' })).toEqual({ type: 'latency', values: [0.013] });
  });

  it('is not taken from an answer that is not the work', async () => {
    expect(await site(answered(500)).read('latency', { path: '/' })).toEqual({
      type: 'absent',
      because: 'site: GET / answered 500; only 2xx is timed',
    });
  });
});
