import type { Measure, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { Logger } from '../ports/logger.ts';
import type { OutboundRequest } from '../ports/outbound.ts';
import { refusingShell } from '../shell.ts';
import { fullReach } from './full-reach.fixture.ts';
import { json } from './json.ts';
import { shortMemory } from './short-memory.ts';

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

/** A source whose answers are these bodies, one after the other; the last one stays. */
function stats(bodies: readonly [string, ...string[]], status = 200) {
  const sent: OutboundRequest[] = [];
  const source = json.open(
    { url: 'https://shop.example/stats', timeout: '5s' },
    {
      name: 'stats',
      log: quiet,
      memory: shortMemory(),
      reach: fullReach,
      shell: refusingShell('nothing is run'),
      clock: {
        now: () => instant(15_000 * sent.length),
        elapsed: () => millis(0),
        sleep: async () => {},
        timeout: () => new AbortController().signal,
        alarm: () => () => undefined,
      },
      outbound: {
        request: async (request) => {
          sent.push(request);
          const body = bodies[Math.min(sent.length, bodies.length) - 1] ?? bodies[0];
          return { type: 'answered', status, headers: {}, body, phases: { firstByte: millis(1), total: millis(1) } };
        },
      },
    },
  );
  const probe = (measure: Measure, query: unknown) => source.probe({ name: 'it', measure, query, every: seconds(15) });
  const signal = new AbortController().signal;
  return {
    sent,
    read: (measure: Measure, query: unknown): Promise<Reading> => probe(measure, query).observe(signal),
    probe,
    signal,
  };
}
const document = JSON.stringify({
  queue: { depth: 7, oldest: null, name: 'mail', rate: '0.5', list: [1, 2] },
  ready: true,
  degraded: false,
  jobs: [
    { name: 'mail', failed: 3 },
    { name: 'print', failed: 4 },
  ],
});

describe('a gauge', () => {
  it.each<[unknown, number]>([
    ['$.queue.depth', 7],
    [{ value: '$.queue.depth' }, 7],
    [{ value: '$.jobs[?@.name == "print"].failed', path: '/jobs' }, 4],
    ['$.queue.list[-1]', 2],
  ])('%j', async (query, value) => {
    expect(await stats([document]).read('gauge', query)).toEqual({ type: 'gauge', value });
  });

  it.each([
    ['$.queue.length', 'stats: GET the url answered 200, but $.queue.length is not in {"queue":{"depth":7'],
    ['$.queue.oldest', 'stats: GET the url answered 200, $.queue.oldest is null, not a number'],
    ['$.queue.rate', 'stats: GET the url answered 200, $.queue.rate is the string "0.5", not a number'],
    ['$.ready', 'stats: GET the url answered 200, $.ready is the boolean true, not a number'],
    ['$.queue', 'stats: GET the url answered 200, $.queue is no single value, not a number'],
    ['$.jobs[*].failed', '$.jobs[*].failed finds 2 values, and one is expected: [3,4]'],
  ])('%s is none', async (path, words) => {
    const reading = await stats([document]).read('gauge', path);
    expect(reading).toMatchObject({ type: 'error', because: expect.stringContaining(words) });
  });

  it.each([
    ['NaN is no JSON', '{"queue":{"depth":NaN}}', 200, 'the body "{"queue":{"depth":NaN}}" is no JSON'],
    ['nor is a page', '<html>Sign in</html>', 200, 'the body "<html>Sign in</html>" is no JSON'],
    [
      'a number too large for numbers',
      '{"queue":{"depth":1e999}}',
      200,
      '$.queue.depth is a number too large to be read',
    ],
    ['an error page with a value in it', document, 500, 'GET the url answered 500 "{"queue"'],
  ])('%s', async (_what, body, status, words) => {
    const reading = await stats([body], status).read('gauge', '$.queue.depth');
    expect(reading).toMatchObject({ type: 'error', because: expect.stringContaining(words) });
  });
});

describe('a count', () => {
  it('is what a counter grew by, also after it began again', async () => {
    const { probe, signal } = stats(['{"n":10}', '{"n":14}', '{"n":14}', '{"n":3}']);
    const growth = probe('count', '$.n');
    expect(await growth.observe(signal)).toEqual({
      type: 'absent',
      because: 'stats: GET the url answered 200, $.n is 10, the first time: what a counter grew by needs two',
    });
    expect(await growth.observe(signal)).toEqual({ type: 'count', count: 4 });
    expect(await growth.observe(signal)).toEqual({ type: 'count', count: 0 });
    expect(await growth.observe(signal)).toEqual({ type: 'count', count: 3 });
  });

  it('says how long a counter grew when it could not be read in between', async () => {
    const { probe, signal } = stats(['{"n":10}', '{"n":null}', '{"n":14}', '{"n":15}']);
    const growth = probe('count', '$.n');
    await growth.observe(signal);
    await growth.observe(signal);
    expect(await growth.observe(signal)).toEqual({ type: 'count', count: 4, over: 30 });
    expect(await growth.observe(signal)).toEqual({ type: 'count', count: 1 });
  });

  it('does not say that a counter grew for as long as it could not be read when it began anew', async () => {
    const { probe, signal } = stats(['{"n":10}', '{"n":null}', '{"n":4}', '{"n":null}', '{"n":5}']);
    const growth = probe('count', '$.n');
    for (let look = 0; look < 2; look++) await growth.observe(signal);
    expect(await growth.observe(signal)).toEqual({ type: 'count', count: 4 });
    await growth.observe(signal);
    expect(await growth.observe(signal)).toEqual({ type: 'count', count: 1, over: 30 });
  });

  it('is the number itself where that is of the interval', async () => {
    expect(await stats(['{"n":10}']).read('count', { value: '$.n', of: 'interval' })).toEqual({
      type: 'count',
      count: 10,
    });
    expect(await stats(['{"n":-1}']).read('count', { value: '$.n', of: 'interval' })).toMatchObject({ type: 'error' });
  });
});

describe('a check', () => {
  it.each<[unknown, boolean, string]>([
    ['$.ready', true, '$.ready is true'],
    ['$.degraded', false, '$.degraded is false, expected true'],
    [{ value: '$.degraded', is: false }, true, '$.degraded is false'],
    [{ value: '$.queue.name', is: 'mail' }, true, '$.queue.name is "mail"'],
    [{ value: '$.queue.depth', is: { 'at-most': 5 } }, false, '$.queue.depth is 7, expected at most 5'],
    [{ value: '$.queue.oldest', is: null }, true, '$.queue.oldest is null'],
  ])('%j: %s', async (query, ok, words) => {
    expect(await stats([document]).read('check', query)).toEqual({
      type: 'check',
      ok,
      because: `stats: GET the url answered 200, ${words}`,
    });
  });

  it.each(['$.queue.oldest', '$.queue.depth', '$.queue.name', '$.nothing'])(
    '%s is neither true nor false',
    async (path) => {
      expect(await stats([document]).read('check', path)).toMatchObject({ type: 'error' });
    },
  );
});

it('asks as it is told, and leaves a provider alone that has had enough', async () => {
  const { read, sent } = stats(['{"n":1}']);
  await read('gauge', { value: '$.n', path: '/graphql', method: 'POST', send: { json: { query: '{ n }' } } });
  expect(sent[0]).toMatchObject({
    url: 'https://shop.example/stats/graphql',
    method: 'POST',
    body: '{"query":"{ n }"}',
    backOff: true,
  });
});

it('says which path cannot be one', async () => {
  expect(await stats(['{}']).read('gauge', 'queue.depth')).toMatchObject({
    type: 'error',
    because: expect.stringContaining('is not a JSON path'),
  });
});
