import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, millis } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { Logger } from '../ports/logger.ts';
import type { Exchange, FailureCause, OutboundRequest } from '../ports/outbound.ts';
import { refusingShell } from '../shell.ts';
import { fullReach } from './full-reach.fixture.ts';
import { http } from './http.ts';
import { shortMemory } from './short-memory.ts';

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
const nothing: Exchange = { type: 'failed', because: 'nothing was to be asked', after: millis(0) };
const phases = { connect: millis(1), firstByte: millis(12), total: millis(13) };

/** A site that answers so: the last answer stays. */
function site(answers: Exchange | readonly [Exchange, ...Exchange[]], options: Readonly<Record<string, unknown>> = {}) {
  const given: readonly Exchange[] = 'type' in answers ? [answers] : answers;
  const sent: OutboundRequest[] = [];
  const source = http.open(
    { url: 'https://shop.example/app/', timeout: '5s', ...options },
    {
      name: 'site',
      log: quiet,
      memory: shortMemory(),
      reach: fullReach,
      shell: refusingShell('no commands here'),
      clock: {
        now: () => instant(0),
        elapsed: () => millis(0),
        sleep: async () => {},
        timeout: () => new AbortController().signal,
        alarm: () => () => undefined,
      },
      outbound: {
        request: async (request) => {
          sent.push(request);
          return given[Math.min(sent.length, given.length) - 1] ?? nothing;
        },
      },
    },
  );
  const read = (measure: 'check' | 'latency' | 'gauge', query: unknown): Promise<Reading> =>
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
      because: 'site: GET /healthz answered 503, expected 200; connect 1 ms, first byte 12 ms (twice)',
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
        'body "{"db": "down", "token": ***}" has no ""ok""; connect 1 ms, first byte 12 ms (twice)',
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
    expect(reading).toMatchObject({
      type,
      because: expect.stringContaining('site: GET https://shop.example/: trouble'),
    });
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
    [{ path: '/', body: { matches: '(' } }, 'missing closing )'],
    [{ path: '/', body: {} }, 'expects nothing'],
    [{ path: '/', statuss: 200 }, 'statuss'],
  ])('%j cannot be asked: %s', async (query, words) => {
    const { read } = site(answered(200));
    expect(await read('check', query)).toMatchObject({ type: 'error', because: expect.stringContaining(words) });
  });
});

describe('the second try', () => {
  const failed = (cause: FailureCause, words: string): Exchange => ({
    type: 'failed',
    cause,
    because: words,
    after: millis(1),
  });
  const down = answered(503);
  const slow = failed('timeout', 'GET /: no answer within 5 s');
  const lost = failed('unresolved', 'GET /: the name could not be looked up');
  const fine = 'GET / answered 200; connect 1 ms, first byte 12 ms';
  const bad = 'GET / answered 503, expected 2xx; connect 1 ms, first byte 12 ms';

  it.each<[string, readonly [Exchange, ...Exchange[]], number, Reading]>([
    ['is not needed', [answered(200)], 1, { type: 'check', ok: true, because: `site: ${fine}` }],
    [
      'that passes makes it good, and the first is told',
      [down, answered(200)],
      2,
      { type: 'check', ok: true, because: `site: second try: the first failed: ${bad}` },
    ],
    [
      'that passes tells of trouble on our side too',
      [lost, answered(200)],
      2,
      {
        type: 'check',
        ok: true,
        because: 'site: second try: the first failed: GET /: the name could not be looked up',
      },
    ],
    ['that fails in the same way says so', [down], 2, { type: 'check', ok: false, because: `site: ${bad} (twice)` }],
    [
      'that fails in another way says both',
      [slow, down],
      2,
      { type: 'check', ok: false, because: `site: ${bad}; the first try: GET /: no answer within 5 s` },
    ],
    [
      'that could not be made leaves the first in doubt',
      [down, lost],
      2,
      {
        type: 'error',
        because: `site: second try: GET /: the name could not be looked up; the first failed: ${bad}`,
      },
    ],
    [
      'is not made when it could only be the same',
      [failed('invalid', 'no address')],
      1,
      { type: 'error', because: 'site: no address' },
    ],
    [
      'that was cut off says nothing',
      [down, failed('aborted', 'given up')],
      2,
      { type: 'check', ok: false, because: `site: ${bad}` },
    ],
  ])('%s', async (_rule, answers, tries, reading) => {
    const { read, sent } = site(answers);
    expect(await read('check', {})).toEqual(reading);
    expect(sent).toHaveLength(tries);
  });

  it.each([
    ['HEAD', {}, 2],
    ['POST', {}, 1],
    ['DELETE', {}, 1],
    ['POST', { 'second-try': true }, 2],
  ])('of a %s that may do its work twice is only made where the plan says so: %j', async (method, asked, tries) => {
    const { read, sent } = site(down);
    expect(await read('check', { method, ...asked })).toMatchObject({ type: 'check', ok: false });
    expect(sent).toHaveLength(tries);
  });

  it('can be left out', async () => {
    const { read, sent } = site(down);
    expect(await read('check', { 'second-try': false })).toMatchObject({ ok: false, because: `site: ${bad}` });
    expect(sent).toHaveLength(1);
  });
});

describe('a request', () => {
  it.each([
    [{ json: { a: [1] } }, 'application/json', '{"a":[1]}'],
    [{ form: { user: 'ada lovelace', age: 36 } }, 'application/x-www-form-urlencoded', 'user=ada+lovelace&age=36'],
    [{ body: '<a/>', headers: { 'Content-Type': 'text/xml' } }, 'text/xml', '<a/>'],
    [{ json: {}, headers: { 'Content-Type': 'application/vnd.api+json' } }, 'application/vnd.api+json', '{}'],
  ])('sends %j', async (send, type, body) => {
    const { read, sent } = site(answered(200), { headers: { authorization: 'Bearer x' } });
    await read('check', { method: 'POST', path: '/orders', send, follow: 2 });
    const headers = Object.fromEntries(
      Object.entries(sent[0]?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(headers).toEqual({ authorization: 'Bearer x', 'content-type': type });
    expect(sent[0]).toMatchObject({ body, method: 'POST', follow: 2 });
  });

  it('has one body', async () => {
    const { read } = site(answered(200));
    const both = { method: 'POST', send: { json: {}, body: 'x' } };
    expect(await read('check', both)).toMatchObject({
      type: 'error',
      because: expect.stringContaining('more than one body'),
    });
  });
});

describe('the certificate', () => {
  it('is a gauge, also when it has expired', async () => {
    const day = 86_400_000;
    const good: Exchange = {
      ...answered(405),
      type: 'answered',
      status: 405,
      headers: {},
      body: '',
      phases,
      certificate: { expires: instant(12.5 * day) },
    };
    expect(await site(good).read('gauge', 'tls-days-left')).toEqual({
      type: 'gauge',
      value: 12.5,
      because: 'site: the certificate ends 1970-01-13T12:00:00.000Z',
    });
    const expired: Exchange = {
      type: 'failed',
      cause: 'tls',
      because: 'expired',
      after: millis(1),
      certificate: { expires: instant(-3 * day) },
    };
    expect(await site(expired).read('gauge', 'tls-days-left')).toMatchObject({ value: -3 });
    const forOther: Exchange = {
      type: 'failed',
      cause: 'tls',
      because: 'the certificate is for another host',
      after: millis(1),
      certificate: { expires: instant(90 * day) },
    };
    expect(await site(forOther).read('gauge', 'tls-days-left')).toEqual({
      type: 'error',
      because: 'site: the certificate is for another host',
    });
    expect(await site(answered(200)).read('gauge', 'tls-days-left')).toMatchObject({
      type: 'error',
      because: 'site: HEAD / answered 200 without TLS, or through a proxy: no certificate was seen',
    });
  });
});

describe('a latency', () => {
  it.each([
    ['total', 0.013],
    ['first-byte', 0.012],
    ['connect', 0.001],
  ])('may be of one phase: %s', async (phase, seconds) => {
    expect(await site(answered(200)).read('latency', { phase })).toEqual({ type: 'latency', values: [seconds] });
  });

  it('is absent where there is no such phase', async () => {
    expect(await site(answered(200)).read('latency', { phase: 'tls' })).toEqual({
      type: 'absent',
      because: 'site: GET / answered 200, and there was no tls to time',
    });
  });

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
