import { readFileSync } from 'node:fs';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { createTestApp, quiet, tokens } from '@daywatch/daemon/src/http/app.fixture.ts';
import { listen } from '@daywatch/daemon/src/http/listen.ts';
import type { World } from '../../world.ts';

const page = new URL('../../../packages/shared/dist/dashboard.html', import.meta.url);
export const viewerToken = tokens.viewer;

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** The HTTP side of the daemon over a world whose clock the test moves, on a real socket. */
export async function serveWorld({ store, feed, clock, deployments, silences }: World): Promise<Served> {
  const dashboardPage = () => readFileSync(page, 'utf8');
  const parts = { store, feed, clock, commands: deployments, silences, dashboardPage };
  const { app, stopping, faults } = createTestApp(parts);
  const server = await listen(app, { host: '127.0.0.1', port: 0, portMayMove: false, clock: systemClock, log: quiet });
  return {
    url: server.url,
    async close() {
      stopping.abort();
      await server.close();
      if (faults.length > 0) throw new Error('a fault in the daemon', { cause: faults[0] });
    },
  };
}
