import { createServer } from 'node:http';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { createOutbound } from '@daywatch/daemon/src/outbound.ts';
import { prometheus } from '@daywatch/daemon/src/sources/prometheus.ts';
import { sourceTools } from '@daywatch/daemon/src/sources/source-tools.fixture.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, expect, it } from 'vitest';
import { startPrometheus } from '../support/prometheus.ts';
import { listening } from './source-servers.ts';

const requests = { '200': 1_000, '500': 0 };
const shop = listening(
  createServer((_, answer) => {
    // As prom-client has it: a status is there from its first request on.
    const lines = Object.entries(requests).flatMap(([status, count]) =>
      count === 0 ? [] : [`requests_total{status="${status}"} ${count}\n`],
    );
    answer.setHeader('content-type', 'text/plain').end(`# TYPE requests_total counter\n${lines.join('')}`);
  }),
);
afterAll(() => shop.stop());

it('counts what is scraped at this moment, each event once, the first errors too', async () => {
  const server = await startPrometheus({ scrape: { targets: [new URL(shop.url()).host], every: '1s' } });
  const outbound = createOutbound({ clock: systemClock });
  const source = prometheus.open(
    prometheus.options.parse({ url: server.url, delay: '2s' }),
    sourceTools({ name: 'prom', outbound, clock: systemClock }),
  );
  const query = { bad: 'requests_total{status=~"5.."}', of: 'requests_total' };
  const probe = source.probe({ name: 'it', measure: 'rate', query, every: seconds(1) });
  const sum = { bad: 0, total: 0 };
  const look = async () => {
    const reading = await probe.observe(systemClock.timeout(seconds(5)));
    if (reading.type !== 'rate') return reading.type;
    sum.bad += reading.bad;
    sum.total += reading.total;
    return sum;
  };
  const patience = { interval: 300 };
  await expect.poll(look, patience).toEqual({ bad: 0, total: 0 });
  requests['500'] += 3;
  requests['200'] += 17;
  await expect.poll(look, patience).toEqual({ bad: 3, total: 20 });
  await source.close();
  await outbound.close();
  await server.stop();
}, 120_000);
