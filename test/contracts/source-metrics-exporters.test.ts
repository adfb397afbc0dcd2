import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { createOutbound } from '@daywatch/daemon/src/outbound.ts';
import { parseExposition } from '@daywatch/daemon/src/sources/metrics/parse-exposition.ts';
import { metrics } from '@daywatch/daemon/src/sources/metrics.ts';
import { sourceTools } from '@daywatch/daemon/src/sources/source-tools.fixture.ts';
import type { Measure, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Exporter, startExporter } from '../support/exporter.ts';
import { startPrometheus } from '../support/prometheus.ts';

const outbound = createOutbound({ clock: systemClock });
let pages: Readonly<Record<'node' | 'postgres' | 'prometheus', Pick<Exporter, 'url' | 'stop'>>>;
beforeAll(async () => {
  const [node, postgres, prometheus] = await Promise.all([
    startExporter('prometheus-node-exporter'),
    startExporter('prometheus-postgres-exporter', { DATA_SOURCE_NAME: `${inject('postgresUrl')}?sslmode=disable` }),
    startPrometheus(),
  ]);
  pages = { node, postgres, prometheus: { url: `${prometheus.url}/metrics`, stop: () => prometheus.stop() } };
});
afterAll(async () => {
  await Promise.all(Object.values(pages).map((page) => page.stop()));
  await outbound.close();
});

it.each(['node', 'postgres', 'prometheus'] as const)('the page of the %s exporter is read whole', async (name) => {
  const text = await (await fetch(pages[name].url)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const { samples, types } = parseExposition(text, { format: 'text' });
  expect(samples).toHaveLength(lines.length);
  expect(lines.length).toBeGreaterThan(100);
  expect(types.size).toBeGreaterThan(30);
});

it.each<[page: 'node' | 'postgres' | 'prometheus', measure: Measure, query: unknown, reading: object]>([
  ['node', 'gauge', 'node_memory_MemTotal_bytes', { type: 'gauge', value: expect.any(Number) }],
  ['node', 'gauge', { sum: 'node_filesystem_size_bytes' }, { type: 'gauge', value: expect.any(Number) }],
  ['node', 'count', 'node_cpu_seconds_total{mode!="idle"}', { type: 'count', count: expect.any(Number) }],
  ['postgres', 'gauge', 'pg_up', { type: 'gauge', value: 1 }],
  ['postgres', 'count', 'pg_stat_database_deadlocks{datname="postgres"}', { type: 'count', count: 0 }],
  [
    'prometheus',
    'rate',
    { bad: 'prometheus_http_requests_total{code=~"5.."}', of: 'prometheus_http_requests_total' },
    { type: 'rate', bad: 0, total: expect.any(Number) },
  ],
  [
    'prometheus',
    'latency',
    'prometheus_http_request_duration_seconds{handler="/metrics"}',
    { type: 'histogram', bounds: [0.1, 0.2, 0.4, 1, 3, 8, 20, 60, 120] },
  ],
  ['prometheus', 'gauge', 'go_gc_duration_seconds{quantile="1"}', { type: 'gauge', value: expect.any(Number) }],
])('%s answers a %s of %j', async (page, measure, query, reading) => {
  const source = metrics.open(
    metrics.options.parse({ url: pages[page].url }),
    sourceTools({ name: 'page', outbound, clock: systemClock }),
  );
  const probe = source.probe({ name: 'it', measure, query });
  const look = (): Promise<Reading> => probe.observe(systemClock.timeout(seconds(10)));
  const first = await look();
  expect(first.type === 'absent' ? await look() : first).toMatchObject(reading);
  await source.close();
});
