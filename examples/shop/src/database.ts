import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { describeError, log } from './log.ts';

export type Database = { db: NodePgDatabase; pool: pg.Pool };

export function openDatabase({ url, poolSize }: { url: string; poolSize: number }): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 2_000,
    application_name: 'shop',
  });
  // Without a listener, a connection lost while idle would end the process; the pool replaces it anyway.
  pool.on('error', (error) => log('error', 'an idle database connection was lost', { error: describeError(error) }));
  return { db: drizzle({ client: pool }), pool };
}

/** True where every connection was busy for longer than a request may wait. */
export function isPoolExhausted(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.message === 'timeout exceeded when trying to connect' || isPoolExhausted(error.cause);
}
