import type { SourceKind } from '@daywatch/daemon/src/ports/kind.ts';
import { cloudwatch } from '@daywatch/daemon/src/sources/cloudwatch.ts';
import { datadog } from '@daywatch/daemon/src/sources/datadog.ts';
import { elasticsearch } from '@daywatch/daemon/src/sources/elasticsearch.ts';
import { graphite } from '@daywatch/daemon/src/sources/graphite.ts';
import { influxdb } from '@daywatch/daemon/src/sources/influxdb.ts';
import { loki } from '@daywatch/daemon/src/sources/loki.ts';
import { newrelic } from '@daywatch/daemon/src/sources/newrelic.ts';
import { prometheus } from '@daywatch/daemon/src/sources/prometheus.ts';
import { sentry } from '@daywatch/daemon/src/sources/sentry.ts';
import { sourceTools } from '@daywatch/daemon/src/sources/source-tools.fixture.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, millis, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';

const now = instant(Date.parse('2026-12-01T22:01:00Z'));

/** What a source makes of a body that comes with status 200. */
function reads(kind: SourceKind, options: object, count: unknown, body: string): Promise<Reading> {
  const phases = { firstByte: millis(1), total: millis(1) };
  const tools = sourceTools({
    clock: { ...sourceTools().clock, now: () => now },
    outbound: { request: async () => ({ type: 'answered', status: 200, headers: {}, body, phases }) },
  });
  const source = kind.open(kind.options.parse({ url: 'https://provider.example', delay: '0s', ...options }), tools);
  const query = kind.measures.count?.query.parse(count);
  const deployed = { deployment: '01J', version: '2', commit: 'c', since: instant(0) };
  return source
    .probe({ name: 'it', measure: 'count', query, every: minutes(1) })
    .observe(new AbortController().signal, { deployed });
}

/** Where nothing that came means that nothing happened. */
const zero = (query: unknown) => ({ query, empty: 'zero' });

const elb = { namespace: 'AWS/ApplicationELB', metric: 'HTTPCode_Target_5XX_Count', stat: 'Sum' };
const aws = { region: 'eu-central-1', 'access-key': 'AKIDEXAMPLE', 'secret-key': 'secret' };
const flux =
  'from(bucket: "shop") |> range(start: v.timeRangeStart, stop: v.timeRangeStop) |> aggregateWindow(every: v.windowPeriod, fn: sum)';
const influxql = 'SELECT sum("errors") FROM "http" WHERE $timeFilter GROUP BY time($interval)';
const nr = { account: 1, 'api-key': 'NRAK-1' };
const dd = { 'api-key': 'key', 'application-key': 'app' };
const es = { index: 'logs-shop' };
const acme = { organization: 'acme', project: '1', token: 'secret' };

const providers: readonly (readonly [name: string, kind: SourceKind, options: object, query: unknown])[] = [
  ['prometheus', prometheus, {}, 'sum(increase(errors_total[$interval])) or vector(0)'],
  ['loki', loki, {}, zero({ lines: '{app="shop"} |= "error"' })],
  ['datadog', datadog, dd, zero('sum:errors{*}.as_count()')],
  ['cloudwatch', cloudwatch, aws, zero(elb)],
  ['newrelic', newrelic, nr, zero('SELECT count(*) FROM TransactionError')],
  ['graphite', graphite, {}, zero('sumSeries(stats_counts.shop.*.errors)')],
  ['influxdb in Flux', influxdb, { org: 'acme', token: 'secret' }, zero(flux)],
  ['influxdb in InfluxQL', influxdb, { database: 'shop' }, zero(influxql)],
  ['elasticsearch', elasticsearch, es, zero('log.level:error')],
  ['sentry, new issues', sentry, acme, 'new-issues'],
  ['sentry, events', sentry, acme, 'events'],
];

describe.each(providers)('%s', (_name, kind, options, query) => {
  it.each([
    ['the page of a proxy that wants a login', '<!doctype html><title>Sign in</title><p>Sign in to go on</p>'],
    ['the same on several lines', '<!doctype html>\n<title>Sign in</title>\n<p>Sign in to go on</p>\n'],
    ['an empty object', '{}'],
    ['nothing but null', 'null'],
    ['words', 'upstream connect error'],
    ['an error under a name', '{"error":"out of memory"}'],
    [
      'an error as AWS writes it',
      '{"Output":{"__type":"com.amazon.coral.service#ServiceUnavailable"},"Version":"1.0"}',
    ],
    ['an error as a message', '{"message":"quota exceeded","code":7}'],
    ['an error beside no data', '{"status":"error","errorType":"execution","error":"x","data":null}'],
    ['half of an answer', '{"status":"success","data":{"resultType":"vec'],
  ])('answers 200 with %s: no count of 0', async (_what, body) => {
    expect(await reads(kind, options, query, body)).toMatchObject({ type: 'error' });
  });
});

it.each<[string, SourceKind, object, unknown, object]>([
  [
    'Datadog beside a list of nothing',
    datadog,
    dd,
    zero('sum:errors{*}.as_count()'),
    { data: { attributes: { times: [], series: [], values: [] } }, errors: 'the query timed out' },
  ],
  [
    'Loki in a warning',
    loki,
    {},
    zero({ lines: '{app="shop"} |= "error"' }),
    {
      status: 'success',
      data: { resultType: 'matrix', result: [] },
      warnings: ['maximum number of series (500) reached for a single query; returning partial results'],
    },
  ],
  [
    'Elasticsearch of another cluster',
    elasticsearch,
    es,
    'log.level:error',
    {
      timed_out: false,
      _shards: { total: 5, failed: 0 },
      _clusters: { total: 2, successful: 1, skipped: 1 },
      aggregations: { steps: { buckets: [{ key: Number(now) - 60_000, doc_count: 3, wanted: { doc_count: 0 } }] } },
    },
  ],
  ['InfluxDB without a result', influxdb, { database: 'shop' }, zero(influxql), { results: [] }],
  [
    'New Relic beside results',
    newrelic,
    nr,
    zero('SELECT count(*) FROM TransactionError'),
    { errors: [{ message: 'NRDB timed out' }], data: { actor: { account: { nrql: { results: [] } } } } },
  ],
])('%s says that there is more: no count of 0', async (_name, kind, options, query, body) => {
  expect(await reads(kind, options, query, JSON.stringify(body))).toMatchObject({ type: 'error' });
});

it('points of other times than those asked for are not nothing', async () => {
  const attributes = { times: [Number(now) - 300_000], series: [{ group_tags: [] }], values: [[900]] };
  expect(await reads(datadog, dd, zero('sum:errors{*}.as_count()'), JSON.stringify({ data: { attributes } }))).toEqual({
    type: 'error',
    because:
      'it: 2026-12-01T22:00:00.000Z to 2026-12-01T22:01:00.000Z was asked for, and points came of 2026-12-01T21:56:00.000Z only: the provider counts in other intervals than 1m',
  });
});
