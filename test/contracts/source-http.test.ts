import { createServer } from 'node:http';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { http } from '@daywatch/daemon/src/sources/http.ts';
import { afterAll, beforeAll } from 'vitest';
import { sourceContract } from './source-contract.ts';
import { listening, silence } from './source-servers.ts';

const answering = listening(createServer((_, answer) => answer.end('ok')));
const silent = listening(silence());
let nobody: number;
beforeAll(async () => {
  nobody = await freePort();
});
afterAll(async () => {
  await Promise.all([answering.stop(), silent.stop()]);
});

sourceContract(http, {
  options: () => ({ url: answering.url() }),
  closed: () => ({ url: `http://127.0.0.1:${nobody}` }),
  silent: () => ({ url: silent.url() }),
  queries: { check: { path: '/healthz', status: 200 }, latency: { path: '/' } },
});
