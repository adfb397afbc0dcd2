import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { prometheus } from '@daywatch/daemon/src/sources/prometheus.ts';
import { afterAll, beforeAll } from 'vitest';
import { type PrometheusServer, startPrometheus } from '../support/prometheus.ts';
import { sourceContract } from './source-contract.ts';
import { listening, silence } from './source-servers.ts';

/** From ten minutes ago to five minutes from now, so that the tests of the suite find samples whenever they run. */
function aroundNow(now: number): string {
  const looks = Array.from({ length: 61 }, (_, look) => ({ look, at: now - 600 + look * 15 }));
  const series = (name: string, value: (look: number) => number) =>
    looks.map(({ look, at }) => `${name} ${value(look)} ${at}\n`).join('');
  return [
    '# TYPE requests counter\n',
    series('requests_total{status="200"}', (look) => 100 + 10 * look),
    series('requests_total{status="500"}', (look) => look),
    '# TYPE request_seconds histogram\n',
    series('request_seconds_bucket{le="0.1"}', (look) => 9 * look),
    series('request_seconds_bucket{le="+Inf"}', (look) => 10 * look),
    '# TYPE busy gauge\n',
    series('busy', () => 2),
    '# EOF\n',
  ].join('');
}

let server: PrometheusServer;
let nobody: number;
const silent = listening(silence());
beforeAll(async () => {
  server = await startPrometheus({ past: aroundNow(Math.floor(systemClock.now() / 1_000)) });
  nobody = await freePort();
});
afterAll(() => Promise.all([server.stop(), silent.stop()]));

sourceContract(prometheus, {
  options: () => ({ url: server.url }),
  closed: () => ({ url: `http://127.0.0.1:${nobody}` }),
  silent: () => ({ url: silent.url() }),
  queries: {
    rate: { bad: 'requests_total{status=~"5.."}', of: 'requests_total' },
    latency: 'request_seconds',
    count: 'requests_total',
    gauge: 'busy',
    check: 'busy == bool 2',
  },
});
