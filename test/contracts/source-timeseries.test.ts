import { createServer } from 'node:http';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import type { SourceKind } from '@daywatch/daemon/src/ports/kind.ts';
import { cloudwatch } from '@daywatch/daemon/src/sources/cloudwatch.ts';
import { datadog } from '@daywatch/daemon/src/sources/datadog.ts';
import { elasticsearch } from '@daywatch/daemon/src/sources/elasticsearch.ts';
import { graphite } from '@daywatch/daemon/src/sources/graphite.ts';
import { influxdb } from '@daywatch/daemon/src/sources/influxdb.ts';
import { loki } from '@daywatch/daemon/src/sources/loki.ts';
import { newrelic } from '@daywatch/daemon/src/sources/newrelic.ts';
import { afterAll, beforeAll } from 'vitest';
import { sourceContract } from './source-contract.ts';
import { listening, silence } from './source-servers.ts';

/** What a provider answers about the window that it is asked about: five of whatever it is. */
type Answer = (asked: { readonly query: URLSearchParams; readonly body: string }) => unknown;

interface Hosted {
  readonly kind: SourceKind;
  readonly options: Readonly<Record<string, unknown>>;
  readonly query: unknown;
  readonly answer: Answer;
}

const first = (pattern: RegExp, text: string): string => pattern.exec(text)?.[1] ?? '';

const hosted: readonly Hosted[] = [
  {
    kind: loki,
    options: {},
    query: { lines: '{app="shop"} |= "error"' },
    answer: ({ query }) => {
      const values = [[Number(query.get('start')) / 1e9, '5']];
      return { status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values }] } };
    },
  },
  {
    kind: datadog,
    options: { 'api-key': 'a', 'application-key': 'b' },
    query: 'sum:errors{*}.as_count()',
    answer: ({ body }) => {
      const times = [JSON.parse(body).data.attributes.from];
      return { data: { attributes: { times, series: [{ group_tags: [], query_index: 0 }], values: [[5]] } } };
    },
  },
  {
    kind: graphite,
    options: {},
    query: 'sumSeries(stats_counts.errors)',
    answer: ({ query }) => [{ target: 'errors', datapoints: [[5, Number(query.get('from')) + 1]] }],
  },
  {
    kind: newrelic,
    options: { account: 1, 'api-key': 'NRAK-1' },
    query: 'SELECT count(*) FROM TransactionError',
    answer: ({ body }) => {
      const from = Number(first(/SINCE (\d+)/, body)) / 1_000;
      const results = [{ beginTimeSeconds: from, endTimeSeconds: from + 15, count: 5 }];
      return { data: { actor: { account: { nrql: { results } } } } };
    },
  },
  {
    kind: cloudwatch,
    options: { region: 'eu-central-1', 'access-key': 'AKIDEXAMPLE', 'secret-key': 'secret' },
    query: { namespace: 'AWS/Lambda', metric: 'Errors', stat: 'Sum' },
    answer: ({ body }) => {
      const Timestamps = [JSON.parse(body).StartTime];
      return { MetricDataResults: [{ Id: 'q', Label: 'Errors', StatusCode: 'Complete', Timestamps, Values: [5] }] };
    },
  },
  {
    kind: influxdb,
    options: { database: 'shop' },
    query: 'SELECT sum("errors") FROM "http" WHERE $timeFilter GROUP BY time($interval)',
    answer: ({ query }) => {
      const values = [[Number(first(/time >= (\d+)ms/, query.get('q') ?? '')), 5]];
      return { results: [{ statement_id: 0, series: [{ name: 'http', columns: ['time', 'sum'], values }] }] };
    },
  },
  {
    kind: elasticsearch,
    options: { index: 'logs-shop-*' },
    query: 'log.level:error',
    answer: ({ body }) => {
      const key = JSON.parse(body).query.range['@timestamp'].gte;
      const buckets = [{ key, doc_count: 9, wanted: { doc_count: 5 } }];
      return { timed_out: false, _shards: { total: 1, failed: 0 }, aggregations: { steps: { buckets } } };
    },
  },
];

const silent = listening(silence());
let nobody: number;
beforeAll(async () => {
  nobody = await freePort();
});
afterAll(() => silent.stop());

for (const { kind, options, query, answer } of hosted) {
  const answering = listening(
    createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const asked = new URL(request.url ?? '/', 'http://provider').searchParams;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer({ query: asked, body })));
    }),
  );
  afterAll(() => answering.stop());
  sourceContract(kind, {
    options: () => ({ url: answering.url(), ...options }),
    closed: () => ({ url: `http://127.0.0.1:${nobody}`, ...options }),
    silent: () => ({ url: silent.url(), ...options }),
    queries: { rate: { bad: query, of: query }, count: query, gauge: query },
  });
}
