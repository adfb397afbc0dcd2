import { createServer } from 'node:http';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { metrics } from '@daywatch/daemon/src/sources/metrics.ts';
import { afterAll, beforeAll } from 'vitest';
import { sourceContract } from './source-contract.ts';
import { listening, silence } from './source-servers.ts';

const page = `# TYPE requests_total counter
requests_total{status="200"} 7
# TYPE request_seconds histogram
request_seconds_bucket{le="0.1"} 3
request_seconds_bucket{le="+Inf"} 7
# TYPE busy gauge
busy 2
`;
const answering = listening(createServer((_, answer) => answer.setHeader('content-type', 'text/plain').end(page)));
const silent = listening(silence());
let nobody: number;
beforeAll(async () => {
  nobody = await freePort();
});
afterAll(async () => {
  await Promise.all([answering.stop(), silent.stop()]);
});

sourceContract(metrics, {
  options: () => ({ url: `${answering.url()}/metrics` }),
  closed: () => ({ url: `http://127.0.0.1:${nobody}/metrics` }),
  silent: () => ({ url: silent.url() }),
  queries: {
    rate: { bad: 'requests_total{status=~"5.."}', of: 'requests_total' },
    latency: 'request_seconds',
    count: 'requests_total',
    gauge: 'busy',
  },
});
