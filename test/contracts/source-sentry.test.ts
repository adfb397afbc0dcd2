import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { sentry } from '@daywatch/daemon/src/sources/sentry.ts';
import { afterAll, beforeAll } from 'vitest';
import { SentryServer, sentryOrganization, sentryProject, sentryToken } from '../support/sentry-server.ts';
import { sourceContract } from './source-contract.ts';
import { listening, silence } from './source-servers.ts';

const server = new SentryServer(systemClock.now);
const silent = listening(silence());
let nobody: number;
beforeAll(async () => {
  await server.listen();
  nobody = await freePort();
});
afterAll(async () => {
  await Promise.all([server.close(), silent.stop()]);
});

const options = (url: string) => ({
  organization: sentryOrganization,
  project: sentryProject.slug,
  token: sentryToken,
  url,
  level: 'error',
  delay: '30s',
  timeout: '10s',
});

sourceContract(sentry, {
  options: () => options(server.url()),
  closed: () => options(`http://127.0.0.1:${nobody}`),
  silent: () => options(silent.url()),
  queries: { rate: 'sessions', count: 'events' },
});
