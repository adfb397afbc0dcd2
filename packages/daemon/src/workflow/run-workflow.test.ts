import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { localServers } from '../outbound/local-servers.fixture.ts';
import { createOutbound } from '../outbound.ts';
import { workflow } from '../web/workflow.ts';
import { outcomeInWords, traceLines, type WorkflowOutcome } from './outcome.ts';
import { runWorkflow } from './run-workflow.ts';

const servers = localServers();
const outbound = createOutbound({ clock: systemClock });
afterEach(() => servers.close());
afterAll(() => outbound.close());

interface Asked {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Answer = (asked: Asked, response: ServerResponse) => void;

/** A service that answers so, and writes down what it was asked. */
async function service(answer: Answer) {
  const asked: Asked[] = [];
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk) => {
      body += chunk;
    });
    incoming.on('end', () => {
      const one = { line: `${incoming.method} ${incoming.url}`, headers: incoming.headers, body };
      asked.push(one);
      answer(one, response);
    });
  });
  const url = `http://127.0.0.1:${await servers.listen(server)}`;
  const run = (
    written: unknown,
    more: { signal?: AbortSignal; headers?: Record<string, string> } = {},
  ): Promise<WorkflowOutcome> =>
    runWorkflow({
      workflow: workflow.parse(written),
      url,
      transport: { timeout: seconds(5), headers: more.headers ?? {} },
      outbound,
      clock: systemClock,
      uuid: () => '01234567-89ab-4cde-8f01-23456789abcd',
      signal: more.signal ?? new AbortController().signal,
    }).whole;
  return { url, asked, run };
}
const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string | string[]> = {},
) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const timeless = (text: string) => text.replace(/[\d.]+ (?:m|µ)?s\b/g, '#');

describe('what is kept', () => {
  it('of JSON, headers, cookies and texts goes into later requests, with its type', async () => {
    const { run, asked } = await service(({ line }, response) => {
      const headers = { location: '/customers/17', 'set-cookie': ['sid=s3ss1on; Path=/'], 'x-note': 'ticket=abc-42;' };
      if (line === 'POST /register')
        json(response, 201, { id: 17, token: 'tok-123456', roles: ['buyer', 'tester'] }, headers);
      else json(response, 200, {});
    });
    const outcome = await run({
      steps: [
        {
          post: '/register',
          json: { email: '${unique}@shop.example', uuid: '${uuid}' },
          expect: 201,
          keep: {
            id: '$.id',
            token: '$.token',
            where: { header: 'Location' },
            sid: { cookie: 'sid' },
            ticket: { header: 'x-note', matches: 'ticket=([^;]+)' },
            role: { json: '$.roles[*]', take: 'first' },
            status: { matches: '"id":(\\d+)' },
          },
        },
        { get: '${where}?of=${ticket}' },
        {
          put: '/orders/${role}/${id}',
          bearer: '${token}',
          json: { customer: '${id}', text: 'no. ${id}' },
          headers: { 'x-sid': '${sid}' },
        },
        { patch: '/form', form: { id: '${id}', note: 'a&b' } },
        { delete: '/raw/${status}', body: '<${role}/>' },
      ],
    });
    expect(outcomeInWords(outcome)).toMatch(/^passed in /);
    expect(asked.map(({ line, body }) => [line, body])).toEqual([
      ['POST /register', '{"email":"0123456789ab4cde@shop.example","uuid":"01234567-89ab-4cde-8f01-23456789abcd"}'],
      ['GET /customers/17?of=abc-42', ''],
      ['PUT /orders/buyer/17', '{"customer":17,"text":"no. 17"}'],
      ['PATCH /form', 'id=17&note=a%26b'],
      ['DELETE /raw/17', '<buyer/>'],
    ]);
    expect(asked[2]?.headers).toMatchObject({
      authorization: 'Bearer tok-123456',
      'x-sid': 's3ss1on',
      cookie: 'sid=s3ss1on',
    });
    expect(outcome.steps.map(({ state, status }) => [state, status])).toEqual([
      ['passed', 201],
      ...Array.from({ length: 4 }, () => ['passed', 200]),
    ]);
  });

  it.each([
    ['$.token', 'no it to keep: $.token is not in {"id":17,"none":null}'],
    ['$.none', 'no it to keep: it is null'],
    [{ json: '$.*' }, 'no it to keep: $.* finds 2 values, and one is expected'],
    [{ header: 'location' }, 'no it to keep: there is no header location'],
    [{ cookie: 'sid' }, 'no it to keep: there is no cookie sid'],
    [{ matches: 'name=(.*)' }, 'does not match /name=(.*)/'],
  ])('from %j must be there', async (place, words) => {
    const { run } = await service((_, response) => json(response, 200, { id: 17, none: null }));
    const outcome = await run({ steps: [{ get: '/', keep: { it: place } }, { get: '/${it}' }] });
    expect(outcome.state).toBe('failed');
    expect(outcomeInWords(outcome)).toContain(`step 1 of 2, GET / answered 200, `);
    expect(outcomeInWords(outcome)).toContain(words);
  });

  it('is masked in all that is told', async () => {
    const token = 'open-sesame';
    const { run } = await service(({ line }, response) =>
      line === 'POST /sign-in'
        ? json(response, 200, { token })
        : json(response, 500, { error: `${token} is unknown`, long: `${'x'.repeat(90)} ${token}` }),
    );
    const outcome = await run({
      steps: [
        { post: '/sign-in', keep: { token: '$.token' } },
        { get: '/me?as=${token}', bearer: '${token}' },
      ],
    });
    const told = [outcomeInWords(outcome), ...traceLines(outcome), JSON.stringify(outcome)].join('\n');
    expect(told).not.toContain('open-');
    expect(traceLines(outcome).map(timeless)).toEqual([
      'ok    POST /sign-in → 200 in #; kept token=***',
      'FAIL  GET /me?as=${token} → 500 in #',
      expect.stringMatching(/^ {8}answered 500, expected 2xx: "\{"error":"\*\*\* is unknown"/),
      expect.stringMatching(/^ {8}sent: GET http:\/\/127\.0\.0\.1:\d+\/me\?as=\*\*\*$/),
      '        had: token=***',
    ]);
  });
});

describe('cookies', () => {
  it('are kept from one step to the next, also those that come with a redirect, and are forgotten with the run', async () => {
    const { run, asked } = await service(({ line }, response) => {
      if (line === 'POST /login') response.writeHead(302, { location: '/home', 'set-cookie': 'sid=7; HttpOnly' }).end();
      else if (line === 'POST /logout') response.writeHead(204, { 'set-cookie': 'sid=; Max-Age=0' }).end();
      else response.end('ok');
    });
    const steps = [
      { post: '/login', form: { user: 'ada' }, follow: 1 },
      { get: '/me' },
      { post: '/logout' },
      { get: '/me' },
    ];
    for (let runs = 0; runs < 2; runs += 1) expect((await run({ steps })).state).toBe('passed');
    const sent = asked.map(({ line, headers }) => [line, headers.cookie]);
    const once = [
      ['POST /login', undefined],
      ['GET /home', 'sid=7'],
      ['GET /me', 'sid=7'],
      ['POST /logout', 'sid=7'],
      ['GET /me', undefined],
    ];
    expect(sent).toEqual([...once, ...once]);
  });
});

describe('what is expected', () => {
  it('may be what was made or kept in the run', async () => {
    const { run } = await service(({ line }, response) =>
      json(response, 200, line === 'GET /a' ? { id: 17 } : { id: 17, of: '0123456789ab4cde' }),
    );
    const good = { status: 200, json: { '$.id': '${id}', '$.of': '${unique}' } };
    const steps = (expected: unknown) => ({
      steps: [
        { get: '/a', keep: { id: '$.id' } },
        { get: '/b', expect: expected },
      ],
    });
    expect((await run(steps(good))).state).toBe('passed');
    expect(outcomeInWords(await run(steps({ json: { '$.of': 'x${unique}' } })))).toContain(
      '$.of is "0123456789ab4cde", expected "x0123456789ab4cde"',
    );
  });

  it.each([
    ['a status', 201, 'answered 200, expected 201: "{"a":1}"'],
    ['a header', { header: { 'x-release': 'v1' } }, 'answered 200, without a header x-release: "{"a":1}"'],
    ['a text', { body: 'ready' }, 'answered 200, body "{"a":1}" has no "ready"'],
    ['a size', { size: { 'at-least': '1kB' } }, 'answered 200, body of 7 B, expected at least 1 kB'],
  ])('%s that is not there fails the step, and those after it are not sent', async (_what, expected, words) => {
    const { run, asked } = await service((_, response) => json(response, 200, { a: 1 }));
    const outcome = await run({ steps: [{ get: '/', expect: expected }, { get: '/never' }] });
    expect(outcomeInWords(outcome)).toBe(`step 1 of 2, GET / ${words}`);
    expect(asked).toHaveLength(1);
    expect(traceLines(outcome).at(-1)).toBe('      one step was not reached');
  });
});

describe('cleaning up', () => {
  const order = [
    { post: '/orders', expect: 201, keep: { order: '$.id' } },
    { get: '/orders/${order}', id: 'look' },
  ];

  it.each([
    ['is done after a good run', 200, 'passed'],
    ['is done after one that failed', 500, 'failed'],
  ])('%s', async (_rule, status, state) => {
    const { run, asked } = await service(({ line }, response) =>
      line === 'POST /orders'
        ? json(response, 201, { id: 4711 })
        : json(response, line.startsWith('GET') ? status : 204, {}),
    );
    const outcome = await run({ steps: order, finally: [{ delete: '/orders/${order}' }, { post: '/sign-out' }] });
    expect(outcome.state).toBe(state);
    expect(asked.map(({ line }) => line)).toEqual([
      'POST /orders',
      'GET /orders/4711',
      'DELETE /orders/4711',
      'POST /sign-out',
    ]);
  });

  it('leaves out what needs a value that nobody kept, and does the rest', async () => {
    const { run, asked } = await service((_, response) => json(response, 503, {}));
    const outcome = await run({
      steps: order,
      finally: [{ delete: '/orders/${order}' }, { post: '/sign-out', expect: 503 }],
    });
    expect(asked.map(({ line }) => line)).toEqual(['POST /orders', 'POST /sign-out']);
    expect(traceLines(outcome).map(timeless)).toContain('skip  DELETE /orders/${order}');
    expect(outcome.cleanUp.map(({ state }) => state)).toEqual(['skipped', 'passed']);
  });

  it('that fails is told, and fails nothing', async () => {
    const { run } = await service(({ line }, response) => json(response, line.startsWith('DELETE') ? 500 : 200, {}));
    const outcome = await run({ steps: [{ get: '/' }], finally: [{ delete: '/x' }] });
    expect(outcome.state).toBe('passed');
    expect(outcomeInWords(outcome)).toContain('; cleaning up failed: DELETE /x answered 500, expected 2xx');
  });

  it('is done also when the run is ended', async () => {
    const stop = new AbortController();
    const { run, asked } = await service(({ line }, response) => {
      if (line === 'GET /slow') stop.abort();
      else json(response, 200, {});
    });
    const outcome = await run({ steps: [{ get: '/slow' }], finally: [{ post: '/sign-out' }] }, { signal: stop.signal });
    expect(outcome).toMatchObject({ state: 'unknown', cleanUp: [{ state: 'passed' }] });
    expect(asked.map(({ line }) => line)).toEqual(['GET /slow', 'POST /sign-out']);
  });
});

describe('time', () => {
  it('is measured for each step and for the whole', async () => {
    const { run } = await service((_, response) => json(response, 200, {}));
    const { steps, took } = await run({ steps: [{ get: '/a' }, { get: '/b' }] });
    expect(steps.every((step) => step.took > 0)).toBe(true);
    expect(steps.reduce((sum, step) => sum + step.took, 0)).toBeLessThanOrEqual(took);
  });

  it.each([
    ['a step', { steps: [{ get: '/', timeout: '600ms' }] }],
    ['the whole', { timeout: '600ms', steps: [{ get: '/' }] }],
  ])('has an end for %s', async (_what, written) => {
    const { run } = await service(() => {});
    const outcome = await run(written);
    expect(outcome.state).toBe('failed');
    expect(outcomeInWords(outcome)).toMatch(/^step 1 of 1, GET \/ — no answer within (?:600|[2-5]\d\d[.\d]*) ms$/);
    expect(outcome.took).toBeLessThan(millis(9_000));
  });
});

describe('trouble', () => {
  it('of the service is its failure, of our own nobody knows', async () => {
    const { run } = await service((_, response) => response.destroy());
    expect(await run({ steps: [{ get: '/' }] })).toMatchObject({ state: 'failed' });
    expect(await run({ steps: [{ get: 'http://no-such-host.invalid/' }] })).toMatchObject({ state: 'unknown' });
  });

  it('what is for the service is sent to nobody else', async () => {
    const other = await service((_, response) => json(response, 200, {}));
    const { run, asked } = await service((_, response) => json(response, 200, {}));
    await run({ steps: [{ get: '/' }, { get: `${other.url}/x` }] }, { headers: { 'x-team': 'shop' } });
    expect(asked[0]?.headers['x-team']).toBe('shop');
    expect(other.asked[0]?.headers).not.toHaveProperty('x-team');
  });
});
