import { createServer } from 'node:https';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { certificateAuthority } from '@daywatch/daemon/src/outbound/certificates.fixture.ts';
import { http } from '@daywatch/daemon/src/sources/http.ts';
import { afterAll, beforeAll } from 'vitest';
import { sourceContract } from './source-contract.ts';
import { listening, silence } from './source-servers.ts';

const authority = certificateAuthority();
const { key, cert } = authority.issue('localhost');
const answering = listening(createServer({ key, cert }, (_, answer) => answer.end('ok')));
const silent = listening(silence());
let nobody: number;
beforeAll(async () => {
  nobody = await freePort();
});
afterAll(async () => {
  await Promise.all([answering.stop(), silent.stop()]);
  authority.remove();
});

sourceContract(http, {
  options: () => ({ url: answering.url().replace('http://127.0.0.1', 'https://localhost'), tls: { ca: authority.ca } }),
  closed: () => ({ url: `http://127.0.0.1:${nobody}` }),
  silent: () => ({ url: silent.url() }),
  queries: { check: { path: '/healthz', status: 200 }, latency: { path: '/' }, gauge: 'tls-days-left' },
});
