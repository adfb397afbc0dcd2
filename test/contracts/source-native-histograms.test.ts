import { createServer } from 'node:http';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { createOutbound } from '@daywatch/daemon/src/outbound.ts';
import { parseExposition } from '@daywatch/daemon/src/sources/metrics/parse-exposition.ts';
import {
  encodedPage,
  labelPairs,
  nativeHistogram,
  protobufType,
} from '@daywatch/daemon/src/sources/metrics/protobuf/encoded-page.fixture.ts';
import { parseProtobuf } from '@daywatch/daemon/src/sources/metrics/protobuf/parse-protobuf.ts';
import { metrics } from '@daywatch/daemon/src/sources/metrics.ts';
import { prometheus } from '@daywatch/daemon/src/sources/prometheus.ts';
import { sourceTools } from '@daywatch/daemon/src/sources/source-tools.fixture.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, minus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PrometheusServer, startPrometheus } from '../support/prometheus.ts';
import { listening } from './source-servers.ts';

/** Times of requests by route, and how finely each route counts them. */
const served: Record<string, { times: number[]; schema: number }> = {
  '/': { times: [0.1, 0.1], schema: 3 },
  '/checkout': { times: [0.7], schema: 2 },
};
const family = 'request_seconds';
const shop = listening(
  createServer((request, answer) => {
    const metric = Object.entries(served).map(([route, { times, schema }]) => ({
      label: labelPairs({ route }),
      histogram: nativeHistogram(times, { schema }),
    }));
    const inProtobuf = request.headers.accept?.includes('application/vnd.google.protobuf') === true;
    if (inProtobuf)
      answer.setHeader('content-type', protobufType).end(encodedPage([{ name: family, type: 'HISTOGRAM', metric }]));
    else {
      const lines = Object.entries(served).map(
        ([route, { times }]) => `${family}_bucket{route="${route}",le="+Inf"} ${times.length}\n`,
      );
      answer.setHeader('content-type', 'text/plain').end(`# TYPE ${family} histogram\n${lines.join('')}`);
    }
  }),
);
const outbound = createOutbound({ clock: systemClock });
const tools = (name: string) => sourceTools({ name, outbound, clock: systemClock });
const patient = () => systemClock.timeout(seconds(10));
let server: PrometheusServer;
beforeAll(async () => {
  const scrape = { targets: [new URL(shop.url()).host], every: '1s' };
  server = await startPrometheus({ scrape, flags: ['--enable-feature=native-histograms'] });
});
afterAll(async () => {
  await server.stop();
  await Promise.all([shop.stop(), outbound.close()]);
});

type Counts = Record<string, number>;
const countsOf = (reading: Reading): Counts => {
  if (reading.type !== 'histogram') throw new Error(JSON.stringify(reading));
  return Object.fromEntries(
    reading.counts.flatMap((count, i) => (count === 0 ? [] : [[reading.bounds[i]?.toPrecision(3) ?? 'over', count]])),
  );
};
const add = (sum: Counts, counts: Counts) => {
  for (const [bound, count] of Object.entries(counts)) sum[bound] = (sum[bound] ?? 0) + count;
};
const timesOf = (route: string): number[] => {
  const one = served[route];
  if (one === undefined) throw new Error(`no route ${route}`);
  return one.times;
};

it('are read of a page over HTTP, though it shows only their number to those who ask for text', async () => {
  const source = metrics.open(metrics.options.parse({ url: shop.url() }), tools('page'));
  const probe = source.probe({ name: 'it', measure: 'latency', query: family });
  expect(await probe.observe(patient())).toMatchObject({ type: 'absent' });
  timesOf('/').push(0.1, 0.26);
  timesOf('/checkout').push(0.7);
  expect(countsOf(await probe.observe(patient()))).toEqual({ '0.105': 1, '0.297': 1, '0.707': 1 });
  await source.close();
});

it('are read of a Prometheus that scrapes them: each request once, also of a process that started over', async () => {
  const source = prometheus.open(prometheus.options.parse({ url: server.url, delay: '2s' }), tools('prom'));
  const query = 'request_seconds{route=~"/.*"}';
  const probe = source.probe({ name: 'it', measure: 'latency', query, every: seconds(1) });
  const sum: Counts = {};
  const looks: Reading['type'][] = [];
  const look = async () => {
    const reading = await probe.observe(patient());
    looks.push(reading.type);
    if (reading.type === 'histogram') add(sum, countsOf(reading));
    return reading.type === 'histogram' ? sum : reading.type;
  };
  const patience = { interval: 300 };
  await expect.poll(look, patience).toEqual({});
  const from = systemClock.now();

  timesOf('/').push(0.1, 0.26, 0.26, 500);
  timesOf('/checkout').push(3);
  const first = { '0.105': 1, '0.297': 2, over: 1, '3.36': 1 };
  await expect.poll(look, patience).toEqual(first);
  served['/'] = { times: [0.1], schema: 3 };
  served['/new'] = { times: [3, 3], schema: 2 };
  const later = { ...first, '0.105': 2, '3.36': 3 };
  await expect.poll(look, patience).toEqual(later);
  expect(looks).not.toContain('error');

  const stretch = { from: minus(from, seconds(5)), to: instant(systemClock.now() - 1_000), every: seconds(1) };
  const past = await probe.history?.(stretch, patient());
  if (past?.type !== 'remembered') throw new Error(JSON.stringify(past));
  const remembered: Counts = {};
  for (const { reading } of past.readings) if (reading.type === 'histogram') add(remembered, countsOf(reading));
  expect(remembered).toEqual(later);
  expect(past.readings.filter(({ reading }) => reading.type === 'error')).toEqual([]);
  await source.close();
}, 90_000);

it('are absent where there is no such histogram, and an error where it is none', async () => {
  const source = prometheus.open(prometheus.options.parse({ url: server.url, delay: '0s' }), tools('prom'));
  const read = (query: string) =>
    source.probe({ name: 'it', measure: 'latency', query, every: seconds(1) }).observe(patient());
  expect(await read('nothing_seconds')).toMatchObject({
    type: 'absent',
    because: expect.stringContaining('no series of nothing_seconds_bucket, nor a native histogram nothing_seconds'),
  });
  await expect
    .poll(() => read('up'), { interval: 300 })
    .toMatchObject({
      type: 'error',
      because: expect.stringMatching(/^prom: up over 1s up to .*: it is no histogram: /),
    });
  await source.close();
});

it('a page of Prometheus says in protobuf what it says in text', async () => {
  const page = async (accept: string) => fetch(`${server.url}/metrics`, { headers: { accept } });
  // The first answer is counted on the page: from then on the two have the same series.
  await (await page('text/plain')).text();
  const inProtobuf = await page(protobufType);
  expect(inProtobuf.headers.get('content-type')).toContain('protobuf');
  const one = parseProtobuf(Buffer.from(await inProtobuf.arrayBuffer()));
  const other = parseExposition(await (await page('text/plain')).text(), { format: 'text' });
  const series = ({ samples }: typeof one) => samples.map(({ name, labels }) => `${name}{${labels.join(' ')}}`).sort();
  expect(series(one)).toEqual(series(other));
  expect(one.types).toEqual(other.types);
  expect(one.samples.length).toBeGreaterThan(300);
});
