import { createServer } from 'node:http';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { json } from '@daywatch/daemon/src/sources/json.ts';
import { afterAll, beforeAll } from 'vitest';
import { sourceContract } from './source-contract.ts';
import { listening, silence } from './source-servers.ts';

const answering = listening(createServer((_, answer) => answer.end('{"ready":true,"orders":17}')));
const silent = listening(silence());
let nobody: number;
beforeAll(async () => {
  nobody = await freePort();
});
afterAll(async () => {
  await Promise.all([answering.stop(), silent.stop()]);
});

sourceContract(json, {
  options: () => ({ url: answering.url() }),
  closed: () => ({ url: `http://127.0.0.1:${nobody}` }),
  silent: () => ({ url: silent.url() }),
  queries: { gauge: '$.orders', count: { value: '$.orders', path: '/stats' }, check: '$.ready' },
});
