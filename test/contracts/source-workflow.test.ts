import { createServer } from 'node:http';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { workflow } from '@daywatch/daemon/src/sources/workflow.ts';
import { afterAll, beforeAll } from 'vitest';
import { sourceContract } from './source-contract.ts';
import { listening, silence } from './source-servers.ts';

const answering = listening(createServer((_, answer) => answer.end('{"token":"t0ken"}')));
const silent = listening(silence());
const steps = [
  { post: '/sign-in', keep: { token: '$.token' } },
  { id: 'me', get: '/me', bearer: '${token}' },
];
let nobody: number;
beforeAll(async () => {
  nobody = await freePort();
});
afterAll(async () => {
  await Promise.all([answering.stop(), silent.stop()]);
});

sourceContract(workflow, {
  options: () => ({ url: answering.url(), workflow: { steps } }),
  closed: () => ({ url: `http://127.0.0.1:${nobody}`, workflow: { steps } }),
  silent: () => ({ url: silent.url(), workflow: { steps } }),
  queries: { check: {}, latency: 'me' },
});
