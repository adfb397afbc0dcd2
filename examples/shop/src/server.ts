import { serve } from '@hono/node-server';
import packageJson from '../package.json' with { type: 'json' };
import { createApp } from './app.ts';
import { openDatabase } from './database.ts';
import { openFaults } from './faults.ts';
import { log } from './log.ts';
import { migrate } from './migrate.ts';
import { readSettings } from './settings.ts';

const patience = 3_000; // ms for requests under way when told to stop

const settings = readSettings(process.env);
const faults = await openFaults(process.env.SENTRY_DSN);
const version = { version: packageJson.version, commit: settings.commit };
const database = openDatabase({ url: settings.databaseUrl, poolSize: settings.poolSize });

const applied = await migrate(database.pool);
if (applied.length > 0) log('info', 'migrated', { applied });

const app = createApp({ database, version, faults });
const server = serve({ fetch: app.fetch, hostname: settings.host, port: settings.port }, ({ port }) =>
  log('info', 'listening', { url: `http://${settings.host}:${port}`, ...version }),
);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);

function stop(signal: NodeJS.Signals): void {
  log('info', 'stopping', { signal });
  setTimeout(() => process.exit(1), patience).unref();
  server.close(async () => {
    await database.pool.end();
    await faults.close();
    log('info', 'stopped');
  });
}
