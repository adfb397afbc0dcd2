import { findPostgres } from '@daywatch/daemon/src/demo/machine/find-postgres.ts';
import {
  type PostgresOptions,
  type PostgresServer as Server,
  startPostgres as startServer,
} from '@daywatch/daemon/src/demo/machine/start-postgres.ts';
import { createDatabase, type Database } from './create-database.ts';

export type PostgresServer = Server & {
  /** An empty database of its own on this server. */
  createDatabase(name?: string): Promise<Database>;
};

const MISSING =
  'No PostgreSQL server on this machine (looked for initdb and postgres in /usr/lib/postgresql/*/bin and PATH). ' +
  'Install it: apt-get install postgresql postgresql-contrib';

/** A real PostgreSQL for tests. It never outlives this process, even a killed one. */
export async function startPostgres(options: Omit<PostgresOptions, 'bin'> = {}): Promise<PostgresServer> {
  const bin = findPostgres(process.env.PATH ?? '');
  if (bin === undefined) throw new Error(MISSING);
  const server = await startServer({ bin, ...options });
  return { ...server, createDatabase: (name) => createDatabase(server.url, name) };
}
