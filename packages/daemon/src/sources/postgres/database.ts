import { type Millis, millis } from '@daywatch/shared/vocabulary/time.ts';
import pg from 'pg';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { explainError } from './explain-error.ts';

export interface DatabaseOptions {
  readonly url: string;
  readonly timeout: Millis;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly log: Logger;
}

export interface Statement {
  /** One statement, sent as it is. */
  readonly sql: string;
  /** Characters that stand before what the user wrote, so that places in it are named as the user counts them. */
  readonly offset?: number;
  readonly signal: AbortSignal;
}

export type Answer =
  | {
      readonly type: 'answered';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly unknown[])[];
      /** Of the statement alone, over the wire and back. */
      readonly took: Millis;
    }
  | { readonly type: 'failed'; readonly because: string };

/** `queryMode` is missing from the types of pg. */
type ExtendedQuery = pg.QueryArrayConfig & { readonly queryMode: 'extended' };

const idleTimeout = 60_000;

/** A Postgres that is only read: at most two connections, each statement in a read-only transaction of its own. */
export class Database {
  /** Transactions of ours since the source was opened: the server counts them like those of the service. */
  readonly own = { committed: 0, rolledBack: 0 };
  private readonly pool: pg.Pool;
  private readonly options: DatabaseOptions;
  private closing: Promise<void> | undefined;

  constructor(options: DatabaseOptions) {
    this.options = options;
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: 2,
      connectionTimeoutMillis: options.timeout,
      idleTimeoutMillis: idleTimeout,
      application_name: 'daywatch',
    });
    // An idle connection that breaks leaves the pool; the next statement opens another.
    this.pool.on('error', (error) => options.log.debug({ err: error }, 'an idle database connection broke'));
  }

  async ask(statement: Statement): Promise<Answer> {
    if (this.closing !== undefined) return { type: 'failed', because: 'the source is closed' };
    if (statement.signal.aborted) return { type: 'failed', because: 'given up before it was asked' };
    const { promise: givenUp, resolve } = Promise.withResolvers<Answer>();
    const onAbort = () => resolve({ type: 'failed', because: 'given up before the answer came' });
    statement.signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([this.connectAndRun(statement), givenUp]);
    } finally {
      statement.signal.removeEventListener('abort', onAbort);
    }
  }

  close(): Promise<void> {
    this.closing ??= this.pool.end();
    return this.closing;
  }

  private async connectAndRun(statement: Statement): Promise<Answer> {
    let client: pg.PoolClient;
    try {
      client = await this.pool.connect();
    } catch (error) {
      return { type: 'failed', because: explainError(error) };
    }
    if (statement.signal.aborted) {
      client.release();
      return { type: 'failed', because: 'given up before it was asked' };
    }
    // A connection that breaks while it is lent out also reports here; the statement on it fails by itself.
    const onError = () => {};
    client.on('error', onError);
    let released = false;
    const release = (broken: boolean) => {
      if (released) return;
      released = true;
      statement.signal.removeEventListener('abort', abort);
      client.off('error', onError);
      client.release(broken);
    };
    // The server ends the statement by its own timeout; the connection would answer to nobody.
    const abort = () => release(true);
    statement.signal.addEventListener('abort', abort, { once: true });
    try {
      const answer = await this.run(client, statement);
      release(false);
      return answer;
    } catch (error) {
      release(true);
      return { type: 'failed', because: explainError(error) };
    }
  }

  /** Settings are local to the transaction: behind a connection pooler a session is shared with others. */
  private async run(client: pg.PoolClient, { sql, offset }: Statement): Promise<Answer> {
    await client.query(`begin read only; set local statement_timeout = ${Math.round(this.options.timeout)}`);
    const start = this.options.clock.elapsed();
    try {
      // The extended protocol takes one statement only: none can end the transaction and write after it.
      const query: ExtendedQuery = { text: sql, rowMode: 'array', queryMode: 'extended' };
      const result = await client.query<unknown[]>(query);
      const took = millis(this.options.clock.elapsed() - start);
      await client.query('commit');
      this.own.committed++;
      return { type: 'answered', columns: result.fields.map(({ name }) => name), rows: result.rows, took };
    } catch (error) {
      this.own.rolledBack++;
      if (!(error instanceof pg.DatabaseError)) throw error;
      await client.query('rollback');
      return { type: 'failed', because: explainError(error, offset) };
    }
  }
}
