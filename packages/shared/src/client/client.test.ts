import { describe, expect, expectTypeOf, it } from 'vitest';
import type { VerdictDocument } from '../api/views.ts';
import { seconds } from '../vocabulary/time.ts';
import { createClient, type Fetch } from './client.ts';
import { failureText, type Result } from './result.ts';

const url = 'http://daemon.test:4790';
const health = { status: 'ok', version: '1.0.0', pid: 1, startedAt: '2026-12-01T22:00:00.000Z' };

function answering(status: number, body: unknown) {
  const asked: { url: string; init: RequestInit }[] = [];
  const fetch: Fetch = async (address, init) => {
    asked.push({ url: address, init });
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  };
  return { asked, fetch };
}

describe('a call', () => {
  it('is made from the route: method, path, query, body, token', async () => {
    const { asked, fetch } = answering(200, { deployments: [] });
    const client = createClient({ url: `${url}/`, token: 'secret', fetch });
    await client.deployments({ environment: 'production', limit: 5 });
    await client.decide({ deployment: 'a/b', body: { decision: 'go', reason: 'seen enough' } });
    expect(asked.map(({ url: address, init }) => [init.method, address, init.body])).toEqual([
      ['GET', `${url}/v1/deployments?environment=production&limit=5`, undefined],
      ['POST', `${url}/v1/deployments/a%2Fb/decisions`, '{"decision":"go","reason":"seen enough"}'],
    ]);
    expect(asked[0]?.init.headers).toEqual({ authorization: 'Bearer secret' });
  });

  it('answers the parsed reply', async () => {
    const got = await createClient({ url, fetch: answering(200, health).fetch }).health();
    expect(got).toEqual({ ok: true, value: health });
  });

  it('has the types of its route', () => {
    const client = createClient({ url });
    expectTypeOf(client.verdict).returns.resolves.toEqualTypeOf<Result<VerdictDocument>>();
    expectTypeOf(client.metrics).returns.resolves.toEqualTypeOf<Result<string>>();
    expectTypeOf(client.verdict).parameter(0).toExtend<{ environment: string; wait?: string | undefined }>();
    expectTypeOf(client).not.toHaveProperty('stream');
  });

  it.each([503, 200])('takes a gate that answers %i for an answer', async (status) => {
    const { fetch } = answering(status, 'NO-GO production');
    expect(await createClient({ url, fetch }).gate({ environment: 'production' })).toEqual({
      ok: true,
      value: 'NO-GO production',
    });
  });

  it('knows that something else answers there', async () => {
    const fetch = async () => new Response('<h1>It works!</h1>');
    const client = createClient({ url: 'http://127.0.0.1:80', fetch });
    expect(await client.environments()).toEqual({
      ok: false,
      failure: {
        type: 'not-understood',
        status: 200,
        because: 'What answers at http://127.0.0.1:80 is not a Daywatch daemon.',
      },
    });
  });

  it('hands on the problem of a refusal, and tells it with its faults and its hint', async () => {
    const problem = {
      type: 'https://daywatch.example/problems/request-invalid',
      title: 'The request has problems',
      status: 400,
      code: 'request-invalid',
      detail: 'One fault.',
      hint: 'See /docs.',
      problems: [{ code: 'x', message: 'Invalid input', path: 'body.reason' }],
    };
    const got = await createClient({ url, fetch: answering(400, problem).fetch }).health();
    expect(got).toEqual({ ok: false, failure: { type: 'refused', problem } });
    if (!got.ok) expect(failureText(got.failure)).toBe('One fault.\nbody.reason: Invalid input\nSee /docs.');
  });

  it('names the innermost cause when nobody answers', async () => {
    const fetch: Fetch = async () => {
      throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:4790') });
    };
    expect(await createClient({ url, fetch }).health()).toEqual({
      ok: false,
      failure: {
        type: 'unreachable',
        because: `The daemon at ${url} does not answer: connect ECONNREFUSED 127.0.0.1:4790.`,
      },
    });
  });

  it.each([
    ['an error page of a proxy', 502, '<h1>Bad Gateway</h1>'],
    ['a login page', 200, '<h1>Sign in</h1>'],
    ['a reply of another version', 200, { ...health, status: 'fine' }],
    ['a redirect', 302, ''],
  ])('does not take %s for an answer', async (_what, status, body) => {
    const got = await createClient({ url, fetch: answering(status, body).fetch }).health();
    expect(got).toMatchObject({ ok: false, failure: { type: 'not-understood', status } });
  });

  it('ends after its timeout, and a call that waits later by its wait', async () => {
    const spans: number[] = [];
    const abortAfter = (span: number) => {
      spans.push(span);
      return AbortSignal.abort(new DOMException('timed out', 'TimeoutError'));
    };
    const fetch: Fetch = async (_url, init) => {
      init.signal?.throwIfAborted();
      throw new Error('not reached');
    };
    const client = createClient({ url, fetch, timeout: seconds(5), abortAfter });
    expect(await client.health()).toMatchObject({ failure: { because: expect.stringContaining('no answer in time') } });
    await client.verdict({ environment: 'production', wait: '30s' });
    expect(spans).toEqual([5_000, 35_000]);
  });
});
