/** The real part that a kind of source is tested against, and the tests that do it. */
export interface Proof {
  readonly part: string;
  /** From the root of the repository. */
  readonly tests: readonly string[];
}

const contracts = (...names: readonly string[]) => names.map((name) => `test/contracts/source-${name}.test.ts`);
const recorded = ['packages/daemon/src/sources/timeseries/recorded.test.ts', ...contracts('timeseries')];
const documented = (provider: string): Proof => ({
  part: `answers as ${provider} documents them, from a server of this machine`,
  tests: recorded,
});

export const proofs: Readonly<Record<string, Proof>> = {
  cloudwatch: documented('CloudWatch'),
  command: { part: 'real processes, ended with all that they started', tests: contracts('command') },
  datadog: documented('Datadog'),
  elasticsearch: documented('Elasticsearch'),
  graphite: documented('Graphite'),
  http: {
    part: 'real servers, with certificates of every sort',
    tests: contracts('http', 'http-rules'),
  },
  influxdb: documented('InfluxDB'),
  json: { part: 'real servers', tests: contracts('json') },
  log: {
    part: 'logs that the shop and pino write, rotated while they do; journalctl and commands',
    tests: contracts('log', 'log-rotation', 'log-processes', 'log-and-sentry-shop'),
  },
  loki: documented('Loki'),
  metrics: {
    part: "pages of prom-client and of Debian's Prometheus, node and PostgreSQL exporters; native histograms in protobuf",
    tests: contracts('metrics', 'metrics-exporters', 'native-histograms'),
  },
  newrelic: documented('New Relic'),
  postgres: {
    part: 'PostgreSQL with pg_stat_statements, a standby, PgBouncer, a role that only reads; the shop with each fault made',
    tests: contracts(
      'postgres',
      'postgres-statements',
      'postgres-integrity',
      'postgres-standby',
      'postgres-pooler',
      'postgres-role',
      'postgres-adversity',
      'postgres-shop',
    ),
  },
  prometheus: {
    part: "Debian's Prometheus, scraping the shop, and native histograms",
    tests: contracts('prometheus', 'prometheus-rules', 'prometheus-scrape', 'prometheus-shop', 'native-histograms'),
  },
  push: { part: 'the API of a daemon', tests: ['test/journeys/pushed-readings.test.ts'] },
  sentry: {
    part: "what the real @sentry/node sends, in a server that speaks Sentry's documented API",
    tests: contracts('sentry', 'sentry-rules', 'log-and-sentry-shop'),
  },
  workflow: { part: 'the shop', tests: [...contracts('workflow'), 'examples/shop/test/key-workflows.test.ts'] },
};
