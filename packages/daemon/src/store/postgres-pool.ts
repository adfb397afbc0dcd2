import type { Millis } from '@daywatch/shared/vocabulary/time.ts';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Logger } from '../ports/logger.ts';

const connectWithin = 5_000;
const idleInTransaction = 30_000;

const int8 = 20;
const types: pg.CustomTypesConfig = {
  // Our whole numbers of eight bytes are milliseconds since 1970 and counts: they fit a double.
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === int8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format),
};

/** Sent as a statement, not with the connection: PgBouncer refuses settings there. */
const settings = (timeout: Millis) => `select
  set_config('statement_timeout', '${timeout}', false),
  set_config('idle_in_transaction_session_timeout', '${idleInTransaction}', false),
  set_config('default_transaction_isolation', 'read committed', false),
  set_config('synchronous_commit', case current_setting('synchronous_commit')
    when 'off' then 'on' else current_setting('synchronous_commit') end, false)`;

/** One patient connection: migrations may take their time, and wait for those of another daemon. */
export const migrationPool = (url: string): PostgresPool =>
  new pg.Pool({ ...shared(url), max: 1 }).on('error', () => {
    // The query that runs then is told the same.
  });

/** The connections of the daily work. */
export function workPool(given: {
  readonly url: string;
  readonly connections: number;
  readonly timeout: Millis;
  readonly log: Pick<Logger, 'warn'>;
}): PostgresPool {
  const { url, connections, timeout, log } = given;
  const pool = new pg.Pool({
    ...shared(url),
    max: connections,
    idleTimeoutMillis: 60_000,
    // Where the server is lost. Where it is only slow its own limit comes first, whose error says more.
    query_timeout: timeout * 1.5,
    types,
    onConnect: (client) => client.query(settings(timeout)),
  });
  // Without a listener the loss of an idle connection would end the process.
  pool.on('error', (error) => log.warn({ error: error.message }, 'An idle connection to Postgres was lost.'));
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => discardedWhenLost(await pool.connect()),
  };
}

const shared = (url: string): pg.PoolConfig => ({
  connectionString: url,
  application_name: 'daywatch',
  connectionTimeoutMillis: connectWithin,
  keepAlive: true,
});

/** Any error but one that the server itself reports leaves a connection of which nothing is known: it is not used again. */
function discardedWhenLost(client: pg.PoolClient): PostgresPoolClient {
  let lost = false;
  const query = async (text: string, parameters: readonly unknown[]) => {
    try {
      return await client.query(text, [...parameters]);
    } catch (error) {
      lost ||= !(error instanceof pg.DatabaseError);
      throw error;
    }
  };
  return {
    // Kysely's type has a second form, with a cursor, for streaming; this store does not stream.
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy === true || lost),
  };
}
