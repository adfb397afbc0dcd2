import { join } from 'node:path';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { startChild } from './child.ts';
import { DemoFailure } from './demo-failure.ts';
import { findPostgres } from './machine/find-postgres.ts';
import { startPostgres } from './machine/start-postgres.ts';
import type { Workshop } from './workshop.ts';

export interface DemoDatabase {
  readonly url: string;
  /** What it is, for people. */
  readonly name: string;
  /** What it bears: a year of trade and many customers, or less of both. */
  readonly orders: number;
  readonly rate: number;
  stop(): Promise<void>;
}

/** A Postgres of the demo's own: a server of this machine's programs, or PGlite where there are none or they do not start. */
export async function openDatabase(workshop: Workshop, pglite: boolean): Promise<DemoDatabase> {
  const bin = pglite ? undefined : findPostgres(workshop.environment.PATH ?? '');
  if (bin === undefined) return openPglite(workshop);
  try {
    const server = await startPostgres({ bin, environment: workshop.environment });
    return { ...server, name: 'a PostgreSQL of its own', orders: 80_000, rate: 20 };
  } catch {
    return openPglite(workshop);
  }
}

// One session and WebAssembly: it bears fewer customers. With less to read the slow release would not be slow.
async function openPglite({ repository, environment, clock }: Workshop): Promise<DemoDatabase> {
  const { promise: port, resolve } = Promise.withResolvers<string>();
  const server = startChild({
    command: [process.execPath, join(repository, 'packages/daemon/src/demo/pglite/serve-pglite.ts')],
    folder: repository,
    environment,
    clock,
    onLine: resolve,
  });
  const started = await Promise.race([
    port,
    server.ended.then(() => undefined),
    clock.sleep(seconds(60)).then(() => undefined),
  ]);
  if (started === undefined) {
    await server.stop();
    throw new DemoFailure('No Postgres: this machine has no server programs, and PGlite does not start.', {
      hint: server.lastLines(),
    });
  }
  return {
    url: `postgres://postgres@127.0.0.1:${started}/postgres`,
    name: 'PGlite, a Postgres in one process',
    orders: 45_000,
    rate: 12,
    stop: server.stop,
  };
}
