import { millis } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { OutboundRequest } from '../ports/outbound.ts';
import { prometheus } from './prometheus.ts';
import { sourceTools } from './source-tools.fixture.ts';

/** A source before a server that answers each path of the API as the test says. */
function before(
  answers: Readonly<Record<string, { status?: number; body: unknown; headers?: Readonly<Record<string, string>> }>>,
  options: Readonly<Record<string, unknown>> = {},
) {
  const sent: OutboundRequest[] = [];
  const source = prometheus.open(
    prometheus.options.parse({ url: 'https://prometheus.example/', ...options }),
    sourceTools({
      name: 'prom',
      outbound: {
        async request(request) {
          sent.push(request);
          const path = new URL(request.url).pathname.split('/').at(-1) ?? '';
          const { status = 200, body = {}, headers = {} } = answers[path] ?? { status: 404, body: 'not found' };
          const phases = { firstByte: millis(1), total: millis(1) };
          return {
            type: 'answered',
            status,
            headers,
            body: typeof body === 'string' ? body : JSON.stringify(body),
            phases,
          };
        },
      },
    }),
  );
  const read = (query: unknown) =>
    source.probe({ name: 'it', measure: 'gauge', query }).observe(new AbortController().signal);
  return { sent, read };
}

const vector = (value: string) => ({ resultType: 'vector', result: [{ metric: {}, value: [-10, value] }] });
const success = (more: object = {}) => ({ body: { status: 'success', data: vector('5'), ...more } });

describe('what a query is sent with', () => {
  it.each([
    [{ token: 'a' }, { authorization: 'Bearer a' }],
    [{ user: 'ada', password: 'b' }, { authorization: 'Basic YWRhOmI=' }],
    [{ headers: { 'X-Scope-OrgID': 'shop' } }, { 'X-Scope-OrgID': 'shop' }],
  ])('%j: %j', async (options, headers) => {
    const { sent, read } = before({ query: success() }, options);
    expect(await read('up')).toEqual({ type: 'gauge', value: 5 });
    expect(sent[0]).toMatchObject({
      url: 'https://prometheus.example/api/v1/query',
      method: 'POST',
      headers,
      body: 'query=up&time=-10.000&partial_response=false&deny_partial_response=1',
      backOff: true,
    });
  });

  it.each([[{ user: 'ada' }], [{ token: 'a', user: 'ada', password: 'b' }]])('never both or half: %j', (options) => {
    expect(prometheus.options.safeParse({ url: 'http://x', ...options }).success).toBe(false);
  });
});

describe('an answer that is not whole', () => {
  it.each([
    ['a warning of a store', success({ warnings: ['No StoreAPIs matched for this query'] }), 'No StoreAPIs matched'],
    ['VictoriaMetrics says so', success({ isPartial: true }), 'isPartial'],
  ])('is an error: %s', async (_, query, words) => {
    const reading = await before({ query }).read('up');
    expect(reading).toMatchObject({ type: 'error', because: expect.stringContaining(words) });
    expect(reading).toMatchObject({ because: expect.stringContaining('write partial: true') });
  });

  it('is read where the plan allows it, with the warning shown', async () => {
    const query = success({ warnings: ['No StoreAPIs matched for this query'] });
    expect(await before({ query }, { partial: true }).read('up')).toEqual({
      type: 'gauge',
      value: 5,
      because: 'prom: No StoreAPIs matched for this query',
    });
  });

  it('is not what Prometheus remarks about a query', async () => {
    const query = success({ warnings: ['PromQL info: metric might not be a counter'] });
    expect(await before({ query }).read('up')).toMatchObject({
      type: 'gauge',
      because: expect.stringContaining('might'),
    });
  });
});

it.each([
  [
    { query: { status: 503, body: { status: 'error', errorType: 'timeout', error: 'query timed out' } } },
    'answered 503 timeout: query timed out',
  ],
  [
    { query: { status: 429, body: 'slow down', headers: { 'retry-after': '30' } } },
    'answered 429 "slow down", and asks to come back after 30 s',
  ],
  [{ query: { body: '<html>login</html>' } }, 'not as Prometheus does: "<html>login</html>"'],
  [{ query: { body: { status: 'success', data: vector('NaN') } } }, 'is NaN'],
  [
    {
      query: {
        body: { status: 'success', data: { resultType: 'vector', result: [{ metric: {}, histogram: [0, {}] }] } },
      },
    },
    'gives native histograms, not numbers; write histogram_quantile',
  ],
])('%j is an error with its words', async (answers, words) => {
  expect(await before(answers).read('up')).toMatchObject({ type: 'error', because: expect.stringContaining(words) });
});

it('says in the plan when an expression forgets over which time it counts', () => {
  const asked = prometheus.measures.count?.query.safeParse('sum(increase(errors_total[5m]))');
  expect(asked?.error?.issues).toMatchObject([{ message: expect.stringContaining('does not say over which time') }]);
});

describe('a latency of which there are no classic buckets', () => {
  const reading = async (native: { status: number; body: string }) => {
    const phases = { firstByte: millis(1), total: millis(1) };
    const nothing = { status: 200, body: '{"status":"success","data":{"resultType":"vector","result":[]}}' };
    const outbound = {
      async request({ body = '' }: OutboundRequest) {
        const answer = body.includes('histogram_count') ? native : nothing;
        return { type: 'answered', headers: {}, phases, ...answer } as const;
      },
    };
    const source = prometheus.open(
      prometheus.options.parse({ url: 'http://x' }),
      sourceTools({ name: 'prom', outbound }),
    );
    return source
      .probe({ name: 'it', measure: 'latency', query: 'request_seconds' })
      .observe(new AbortController().signal);
  };

  it.each([
    [
      'absent',
      'a server that has no native ones',
      422,
      'unknown func "histogram_count"',
      'no series of request_seconds_bucket',
    ],
    [
      'error',
      'a server in trouble',
      503,
      'too many requests at once',
      'answered 503 execution: too many requests at once',
    ],
  ])('is %s before %s', async (type, _, status, error, words) => {
    const body = JSON.stringify({ status: 'error', errorType: 'execution', error });
    expect(await reading({ status, body })).toMatchObject({ type, because: expect.stringContaining(words) });
  });

  it.each([
    [[[0, '0.5', 'wide', '1']], 'a bucket from 0.5 to NaN holds 1 observations'],
    [[[0, '0.5', '1', '-1']], 'a bucket from 0.5 to 1 holds -1 observations'],
  ])('is an error where a native one is odd: %j', async (buckets, words) => {
    const result = [{ metric: {}, histogram: [-10, { count: '1', sum: '1', buckets }] }];
    const body = JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });
    expect(await reading({ status: 200, body })).toMatchObject({
      type: 'error',
      because: expect.stringContaining(words),
    });
  });
});
