import { between, instant, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { SourceKind } from '../../ports/kind.ts';
import { cloudwatch } from '../cloudwatch.ts';
import { datadog } from '../datadog.ts';
import { elasticsearch } from '../elasticsearch.ts';
import { graphite } from '../graphite.ts';
import { influxdb } from '../influxdb.ts';
import { loki } from '../loki.ts';
import { newrelic } from '../newrelic.ts';
import { prometheus } from '../prometheus.ts';
import { recordedAt, recordedSource } from './recorded.fixture.ts';

const start = Number(recordedAt);
const end = start + 60_000;

const lines = { lines: '{app="shop"} |= "error"' };
const logql = 'sum by (level) (count_over_time({app="shop"}[$interval]))';
const dd = { 'api-key': 'key', 'application-key': 'app' };
const errors = 'sum:errors{*} by {env}.as_count()';
const aws = { region: 'eu-central-1', 'access-key': 'AKIDEXAMPLE', 'secret-key': 'secret' };
const elb = { namespace: 'AWS/ApplicationELB', metric: 'HTTPCode_Target_5XX_Count', stat: 'Sum' };
const nr = { account: 1234567, 'api-key': 'NRAK-1' };
const nrql = 'SELECT count(*) FROM TransactionError';
const target = 'sumSeries(stats_counts.shop.*.errors)';
const flux =
  'from(bucket: "shop") |> range(start: v.timeRangeStart, stop: v.timeRangeStop) |> aggregateWindow(every: v.windowPeriod, fn: mean)';
const influxql = 'SELECT sum("errors") FROM "http" WHERE $timeFilter GROUP BY time($interval)';
const es = { index: 'logs-shop' };
const v2 = { org: 'acme', token: 'secret' };
const v1 = { database: 'shop' };

type Case = readonly [
  kind: SourceKind,
  name: string,
  options: object,
  measure: 'gauge' | 'count',
  query: unknown,
  reading: object,
];
const says = (words: string) => ({ because: expect.stringContaining(words) });

it.each<Case>([
  [loki, 'zero', {}, 'count', lines, { type: 'count', count: 0 }],
  [loki, 'matrix', {}, 'gauge', { query: logql, series: 'sum' }, { type: 'gauge', value: 141.95 }],
  [
    loki,
    'matrix',
    {},
    'gauge',
    logql,
    { type: 'error', ...says('2 series came where one is expected: {level="info"}') },
  ],
  [loki, 'streams', {}, 'count', lines, { type: 'error', ...says('gives log lines, not numbers') }],
  [loki, 'parse-error', {}, 'count', lines, { type: 'error', ...says('answered 400 "parse error at line 1') }],

  [datadog, 'series', dd, 'count', errors, { type: 'count', count: 12 }],
  [datadog, 'several', dd, 'count', errors, { type: 'error', ...says('{env:production}, {env:staging}') }],
  [datadog, 'several', dd, 'count', { query: errors, series: 'sum' }, { type: 'count', count: 15 }],
  [datadog, 'nothing', dd, 'count', errors, { type: 'absent', ...says('no points; write empty: zero') }],
  [
    datadog,
    'nothing',
    dd,
    'count',
    { query: errors, empty: 'zero' },
    { type: 'count', count: 0, ...says('no points') },
  ],
  [datadog, 'coarser', dd, 'gauge', errors, { type: 'error', ...says('in intervals of 5m where 1m was asked for') }],
  [datadog, 'limited', dd, 'count', errors, { type: 'error', ...says('answered 429 "{"errors":["Rate limit of 100') }],
  [datadog, 'limited', dd, 'count', errors, { type: 'error', ...says('x-ratelimit-reset: 1177') }],
  [datadog, 'forbidden', dd, 'count', errors, { type: 'error', ...says('answered 403 "{"errors":["Forbidden"]}"') }],

  [cloudwatch, 'complete', aws, 'count', elb, { type: 'count', count: 4 }],
  [cloudwatch, 'partial', aws, 'count', elb, { type: 'error', ...says('only a part of the data for Errors') }],
  [cloudwatch, 'forbidden', aws, 'count', elb, { type: 'error', ...says('Forbidden for Errors: not authorized') }],
  [cloudwatch, 'throttled', aws, 'count', elb, { type: 'error', ...says('answered 400 "{"__type":"com.amazon') }],

  [newrelic, 'timeseries', nr, 'count', nrql, { type: 'count', count: 17 }],
  [newrelic, 'percentile', nr, 'gauge', 'SELECT percentile(duration, 95) FROM T', { type: 'gauge', value: 0.4127 }],
  [newrelic, 'facets', nr, 'count', `${nrql} FACET appName`, { type: 'error', ...says('expected: shop, mail') }],
  [newrelic, 'facets', nr, 'count', { query: nrql, series: 'sum' }, { type: 'count', count: 19 }],
  [
    newrelic,
    'two-numbers',
    nr,
    'count',
    nrql,
    { type: 'error', ...says('gives 2 numbers where one is expected: count, average.duration') },
  ],
  [newrelic, 'syntax', nr, 'count', nrql, { type: 'error', ...says('refused: NRQL Syntax Error') }],
  [newrelic, 'other-account', nr, 'count', nrql, { type: 'error', ...says('gives nothing for the account 1234567') }],

  [graphite, 'datapoints', {}, 'count', target, { type: 'count', count: 1 }],
  [
    graphite,
    'several',
    {},
    'gauge',
    { query: 'e*', series: 'each' },
    { type: 'gauge', value: 5, ...says('the worst of 2 series is entries') },
  ],
  [graphite, 'several', {}, 'count', { query: 'e*', series: 'sum' }, { type: 'count', count: 11 }],
  [
    graphite,
    'nothing',
    {},
    'gauge',
    target,
    {
      type: 'absent',
      ...says(`hosted: ${target} from 2026-12-01T21:56:00.000Z to 2026-12-01T22:01:00.000Z: no points`),
    },
  ],
  [graphite, 'nulls', {}, 'count', target, { type: 'absent', ...says('no points') }],
  [graphite, 'broken', {}, 'count', target, { type: 'error', ...says('answered 400') }],

  [influxdb, 'csv', v2, 'gauge', flux, { type: 'gauge', value: 15.43 }],
  [
    influxdb,
    'csv-two-tables',
    v2,
    'gauge',
    flux,
    { type: 'error', ...says('{_field=mem, host=A}, {_field=mem, host=B}') },
  ],
  [influxdb, 'csv-error', v2, 'gauge', flux, { type: 'error', ...says('failed on the way: Failed to parse query') }],
  [influxdb, 'csv-nothing', v2, 'gauge', flux, { type: 'absent', ...says('no points') }],
  [influxdb, 'flux-refused', v2, 'gauge', flux, { type: 'error', ...says('answered 400 invalid: compilation failed') }],
  [influxdb, 'csv', v2, 'count', influxql, { type: 'error', ...says('is InfluxQL; the source has an org') }],
  [influxdb, 'influxql', v1, 'count', influxql, { type: 'count', count: 2 }],
  [
    influxdb,
    'influxql-tags',
    v1,
    'count',
    influxql,
    { type: 'error', ...says('http {region=us-west}, http {region=eu}') },
  ],
  [
    influxdb,
    'influxql-error',
    v1,
    'count',
    influxql,
    { type: 'error', ...says('refused: retention policy not found') },
  ],
  [influxdb, 'influxql-nothing', v1, 'count', influxql, { type: 'absent', ...says('no points') }],
  [influxdb, 'influxql', v1, 'count', flux, { type: 'error', ...says('is Flux; the source has a database') }],

  [elasticsearch, 'counted', es, 'count', 'log.level:error', { type: 'count', count: 7 }],
  [elasticsearch, 'none-of-them', es, 'count', 'log.level:error', { type: 'count', count: 0 }],
  [
    elasticsearch,
    'silent-index',
    es,
    'count',
    'log.level:error',
    { type: 'absent', ...says('logs-shop: log.level:error from') },
  ],
  [elasticsearch, 'percentile', es, 'gauge', { percentile: 95, of: 'duration' }, { type: 'gauge', value: 0.412 }],
  [
    elasticsearch,
    'shards-failed',
    es,
    'count',
    '*',
    { type: 'error', ...says('1 of 5 shards failed: failed to create query') },
  ],
  [elasticsearch, 'timed-out', es, 'count', '*', { type: 'error', ...says('when its time was over') }],
  [elasticsearch, 'no-index', es, 'count', '*', { type: 'error', ...says('no index is called logs-shop') }],
  [elasticsearch, 'missing-index', es, 'count', '*', { type: 'error', ...says('answered 404') }],
] as const)('$0.type, $1: $3 $4', async (kind, name, options, measure, query, reading) => {
  expect(await recordedSource(kind, { ...options }, name).read(measure, query)).toEqual(reading);
});

describe('what is sent', () => {
  const sentBy = async (kind: SourceKind, name: string, options: object, query: unknown) => {
    const { sent, read } = recordedSource(kind, { ...options }, name);
    await read('count', query);
    const [request] = sent;
    if (request === undefined) throw new Error('nothing was sent');
    const url = new URL(request.url);
    const json: unknown = request.body === undefined ? undefined : JSON.parse(request.body);
    return { ...request, path: url.pathname, query: Object.fromEntries(url.searchParams), json };
  };

  it('to Loki', async () => {
    expect(await sentBy(loki, 'zero', { tenant: 'shop', token: 'secret' }, lines)).toMatchObject({
      path: '/loki/api/v1/query_range',
      query: {
        query: 'sum(count_over_time({app="shop"} |= "error" [60s])) or sum(count_over_time({app="shop"} [60s])) * 0',
        start: `${end}000000`,
        end: `${end}000000`,
        step: '60s',
      },
      headers: { 'x-scope-orgid': 'shop', authorization: 'Bearer secret' },
    });
  });

  it('to Datadog', async () => {
    expect(await sentBy(datadog, 'series', dd, errors)).toMatchObject({
      path: '/api/v2/query/timeseries',
      headers: { 'dd-api-key': 'key', 'dd-application-key': 'app' },
      json: {
        data: {
          type: 'timeseries_request',
          attributes: {
            from: start,
            to: end,
            interval: 60_000,
            queries: [{ data_source: 'metrics', name: 'a', query: errors }],
            formulas: [{ formula: 'a' }],
          },
        },
      },
    });
  });

  it('to CloudWatch, page after page', async () => {
    const { sent, read } = recordedSource(cloudwatch, aws, 'first-page', 'complete');
    const query = { ...elb, dimensions: { LoadBalancer: 'app/shop/1' } };
    expect(await read('count', { query, series: 'sum' })).toEqual({ type: 'count', count: 8 });
    const [first, second] = sent.map(({ body = '' }) => JSON.parse(body));
    expect(first).toEqual({
      MetricDataQueries: [
        {
          Id: 'q',
          ReturnData: true,
          MetricStat: {
            Metric: {
              Namespace: 'AWS/ApplicationELB',
              MetricName: 'HTTPCode_Target_5XX_Count',
              Dimensions: [{ Name: 'LoadBalancer', Value: 'app/shop/1' }],
            },
            Period: 60,
            Stat: 'Sum',
          },
        },
      ],
      StartTime: start / 1_000,
      EndTime: end / 1_000,
      ScanBy: 'TimestampAscending',
    });
    expect(second).toMatchObject({ NextToken: 'page-2' });
    expect(sent[0]?.headers).toMatchObject({
      'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData',
      'x-amz-date': '20261201T220100Z',
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20261201\/eu-central-1\/monitoring\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=[0-9a-f]{64}$/,
      ),
    });
  });

  it('to New Relic', async () => {
    expect(await sentBy(newrelic, 'timeseries', nr, nrql)).toMatchObject({
      headers: { 'api-key': 'NRAK-1' },
      json: { variables: { account: 1234567, nrql: `${nrql} SINCE ${start} UNTIL ${end} TIMESERIES 60 seconds` } },
    });
  });

  it('to Graphite', async () => {
    expect(await sentBy(graphite, 'datapoints', { user: 'ada', password: 'b' }, target)).toMatchObject({
      path: '/render',
      query: { target, from: String(start / 1_000 - 1), until: String(end / 1_000 - 1), format: 'json' },
      headers: { authorization: 'Basic YWRhOmI=' },
    });
  });

  it('to InfluxDB', async () => {
    expect(await sentBy(influxdb, 'csv', v2, flux)).toMatchObject({
      path: '/api/v2/query',
      query: { org: 'acme' },
      headers: { authorization: 'Token secret' },
      json: {
        query: `option v = {timeRangeStart: 2026-12-01T22:00:00.000Z, timeRangeStop: 2026-12-01T22:01:00.000Z, windowPeriod: 60s}\n${flux}`,
      },
    });
    expect(await sentBy(influxdb, 'influxql', v1, influxql)).toMatchObject({
      path: '/query',
      query: {
        db: 'shop',
        epoch: 'ms',
        q: `SELECT sum("errors") FROM "http" WHERE time >= ${start}ms AND time < ${end}ms GROUP BY time(60s)`,
      },
    });
  });

  it('to Elasticsearch', async () => {
    expect(await sentBy(elasticsearch, 'counted', { ...es, 'api-key': 'abc' }, 'log.level:error')).toMatchObject({
      path: '/logs-shop/_search',
      query: { allow_partial_search_results: 'false' },
      headers: { authorization: 'ApiKey abc' },
      json: {
        query: { range: { '@timestamp': { gte: start, lt: end, format: 'epoch_millis' } } },
        aggs: {
          steps: {
            date_histogram: { fixed_interval: '60000ms', extended_bounds: { min: start, max: end - 1 } },
            aggs: { wanted: { filter: { query_string: { query: 'log.level:error' } } } },
          },
        },
      },
    });
  });
});

describe('time', () => {
  it('goes in whole intervals: nothing is counted twice, and nothing is left out', async () => {
    const source = recordedSource(graphite, {}, 'datapoints');
    const probe = source.probe('count', target);
    const look = () => probe.observe(new AbortController().signal);
    expect(await look()).toEqual({ type: 'count', count: 1 });
    source.wait(30);
    expect(await look()).toMatchObject({
      type: 'absent',
      because: expect.stringContaining('ends next at 2026-12-01T22:02:00'),
    });
    source.wait(150);
    await look();
    expect(source.sent.map(({ url }) => new URL(url).searchParams.get('from'))).toEqual([
      String(start / 1_000 - 1),
      String(end / 1_000 - 1),
    ]);
    expect(new URL(source.sent[1]?.url ?? '').searchParams.get('until')).toBe(String(end / 1_000 + 179));
  });

  it('is not finer than the provider counts', async () => {
    const { read } = recordedSource(cloudwatch, aws, 'complete');
    expect(await read('count', elb, { every: seconds(15) })).toMatchObject({
      type: 'error',
      because: expect.stringContaining('counts in intervals of 1m; write every: 1m at the criterion'),
    });
    expect(await read('gauge', elb, { every: seconds(15) })).toEqual({ type: 'gauge', value: 4 });
  });

  it('a level that is too old is absent', async () => {
    const source = recordedSource(graphite, { 'stale-after': '2m' }, 'datapoints');
    source.wait(60);
    expect(await source.read('gauge', target)).toEqual({ type: 'gauge', value: 1 });
    source.wait(60);
    expect(await source.read('gauge', target)).toMatchObject({ type: 'absent' });
  });

  it('of the past is read by the same steps', async () => {
    const { probe, sent } = recordedSource(newrelic, nr, 'timeseries');
    const stretch = { from: plus(recordedAt, minutes(-600)), to: plus(recordedAt, minutes(1)), every: minutes(1) };
    const history = await probe('count', nrql).history?.(stretch, new AbortController().signal);
    expect(history).toEqual({
      type: 'remembered',
      readings: [{ at: recordedAt, seconds: 60, reading: { type: 'count', count: 17 } }],
    });
    // TIMESERIES has at most 366 buckets.
    expect(sent).toHaveLength(2);
    expect(between(instant(stretch.from), instant(stretch.to))).toBe(minutes(601));
  });
});

it('a rate is bad out of all, and complains when the bad is no part of it', async () => {
  const { read } = recordedSource(graphite, {}, 'several');
  const all = { query: 'e*', series: 'sum' };
  expect(await read('rate', { bad: all, of: all })).toEqual({ type: 'rate', bad: 11, total: 11 });
  expect(await read('rate', { bad: all, of: { query: 'e*', series: 'max' } })).toMatchObject({
    type: 'error',
    because: expect.stringContaining('e* comes to 11, e* only to 8'),
  });
  expect(
    await recordedSource(graphite, {}, 'nothing').read('rate', { bad: { query: 'x', empty: 'zero' }, of: 'y' }),
  ).toMatchObject({
    type: 'absent',
    because: expect.stringContaining('hosted: y from'),
  });
});

it.each([
  [newrelic, 'SELECT count(*) FROM T SINCE 1 hour ago', 'brings its own SINCE'],
  [influxdb, 'SELECT sum(x) FROM y', 'the query lacks $timeFilter, $interval'],
  [influxdb, 'from(bucket: "a") |> range(start: -1h)', 'the query lacks v.timeRangeStart'],
  [loki, 'sum(count_over_time({app="shop"}[5m]))', 'does not say over which time'],
] as const)('the plan says what is wrong with a query: %#', (kind, query, words) => {
  const checked = kind.measures.count?.query.safeParse(query);
  expect(JSON.stringify(checked?.error?.issues)).toContain(words);
});

describe('what is no number of events is a level, and is not added up', () => {
  it.each([
    [datadog, 'sum:requests.errors{*}.as_rate()', 'gives events per second'],
    [datadog, 'avg:requests.errors{*}.as_count()', 'give what one host has'],
    [loki, 'sum(rate({app="shop"} |= "error" [$interval]))', 'gives lines per second'],
    [newrelic, 'SELECT rate(count(*), 1 minute) FROM TransactionError', 'give no number of events'],
    [newrelic, 'SELECT percentage(count(*), WHERE error) FROM Transaction', 'give no number of events'],
    [graphite, 'perSecond(shop.errors)', 'gives events per second'],
    [cloudwatch, { ...elb, stat: 'Average' }, 'is a level'],
    [prometheus, 'sum(rate(errors_total[$interval]))', 'gives events per second'],
    [prometheus, 'sum(irate(errors_total[$interval]))', 'gives events per second'],
  ] as const)('$0.type: %j', (kind, query, words) => {
    const { gauge, count, rate } = kind.measures;
    expect(gauge?.query.safeParse(query).success).toBe(true);
    const withPolicy = kind === prometheus ? [] : [{ query }];
    for (const counted of [query, ...withPolicy]) {
      expect(count?.query.safeParse(counted).error?.message).toContain(words);
      expect(rate?.query.safeParse({ bad: counted, of: counted }).error?.message).toContain(words);
    }
  });

  it.each([
    [graphite, 'scaleToSeconds(perSecond(shop.errors), 60)'],
    [cloudwatch, { ...elb, stat: 'SampleCount' }],
    [prometheus, 'sum(increase(errors_total[$interval]))'],
  ] as const)('$0.type: %j is one', (kind, query) => {
    expect(kind.measures.count?.query.safeParse(query).success).toBe(true);
  });
});
