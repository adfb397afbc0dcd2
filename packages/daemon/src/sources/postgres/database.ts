import { type Millis, millis } from '@daywatch/shared/vocabulary/time.ts';
import pg from 'pg';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { type Door, keptOut, shutDoor } from './back-off.ts';
import { type Address, type ConnectionPlan, connectionPlan } from './connection-options.ts';
import { codeOf, explainError } from './explain-error.ts';
import { Gate } from './gate.ts';
import { ourMark } from './our-mark.ts';

export interface DatabaseOptions extends Address {
  readonly timeout: Millis;
  readonly lockTimeout: Millis;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly log: Logger;
}

interface Question {
  readonly signal: AbortSignal;
  /** For what may take its time; it has a connection of its own and holds up nobody. */
  readonly timeout?: Millis;
}

export interface Statement extends Question {
  /** One statement, sent as it is. */
  readonly sql: string;
  readonly values?: readonly unknown[];
  /** Every value as the server writes it. */
  readonly asText?: boolean;
  /** Characters that stand before what the user wrote, so that places in it are named as the user counts them. */
  readonly offset?: number;
}

export type Answer =
  | {
      readonly type: 'answered';
      readonly columns: readonly string[];
      /** The object ids of the columns' types. */
      readonly types: readonly number[];
      readonly rows: readonly (readonly unknown[])[];
      /** Of the statement alone, over the wire and back. */
      readonly took: Millis;
    }
  /** `code` is the server's SQLSTATE. */
  | { readonly type: 'failed'; readonly because: string; readonly code?: string };

type Failure = Extract<Answer, { type: 'failed' }>;

/** Sends one statement within the transaction. After a failure the transaction takes nothing but `rollback to`. */
export type Run = (sql: string) => Promise<Answer>;

type Work = (client: pg.PoolClient) => Promise<Answer>;
type Sent = Pick<Statement, 'sql' | 'values' | 'asText'>;
interface Task {
  readonly question: Question;
  readonly work: Work;
  readonly offset: number;
}

/** `queryMode` is missing from the types of pg. */
type ExtendedQuery = pg.QueryArrayConfig & { readonly queryMode: 'extended' };

const idleTimeout = 60_000;
const usualPlaces = 2;
const slowPlaces = 1;

/**
 * A Postgres that is only read: at most two connections and one for what takes long, each question in a read-only
 * transaction of its own.
 */
export class Database {
  /** Transactions of ours since the source was opened: the server counts them like those of the service. */
  readonly own = { committed: 0, rolledBack: 0 };
  private readonly options: DatabaseOptions;
  private plan: ConnectionPlan;
  private readonly usual = new Gate(usualPlaces);
  private readonly slow = new Gate(slowPlaces);
  /** Connections that have answered before: one of them may have been cut off unnoticed. */
  private readonly proven = new WeakSet<pg.PoolClient>();
  private pool: pg.Pool | undefined;
  private door: Door = { state: 'open' };
  private closing: Promise<void> | undefined;

  constructor(options: DatabaseOptions) {
    this.options = options;
    this.plan = connectionPlan(options);
    if (this.plan.type === 'planned') this.pool = this.openPool(this.plan.connection);
  }

  ask({ offset, ...statement }: Statement): Promise<Answer> {
    return this.transact(statement, (client) => this.send(client, statement), offset);
  }

  /** Several statements in one read-only transaction, on one connection. */
  within(question: Question, work: (run: Run) => Promise<Answer>): Promise<Answer> {
    return this.transact(question, (client) =>
      work(async (sql) => {
        try {
          return await this.send(client, { sql });
        } catch (error) {
          if (error instanceof pg.DatabaseError && !endsSession(error)) return failure(error);
          throw error;
        }
      }),
    );
  }

  close(): Promise<void> {
    this.closing ??= this.pool?.end() ?? Promise.resolve();
    return this.closing;
  }

  private openPool(connection: Pick<pg.ClientConfig, 'connectionString' | 'ssl'>): pg.Pool {
    const pool = new pg.Pool({
      ...connection,
      max: usualPlaces + slowPlaces,
      connectionTimeoutMillis: this.options.timeout,
      idleTimeoutMillis: idleTimeout,
      application_name: 'daywatch',
      keepAlive: true,
    });
    // An idle connection that breaks leaves the pool; the next statement opens another.
    pool.on('error', (error) => this.options.log.debug({ err: error }, 'an idle database connection broke'));
    return pool;
  }

  private async transact(question: Question, work: Work, offset = 0): Promise<Answer> {
    const { signal } = question;
    if (this.plan.type === 'faulty') return { type: 'failed', because: this.plan.because };
    if (this.closing !== undefined) return { type: 'failed', because: 'the source is closed' };
    if (signal.aborted) return { type: 'failed', because: 'given up before it was asked' };
    const leave = await (question.timeout === undefined ? this.usual : this.slow).enter(signal);
    if (leave === undefined)
      return { type: 'failed', because: 'given up before it was asked: other questions held every connection' };
    const { promise: givenUp, resolve } = Promise.withResolvers<Answer>();
    const onAbort = () => resolve({ type: 'failed', because: 'given up before the answer came' });
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([this.connectAndWork({ question, work, offset }).finally(leave), givenUp]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  private async connectAndWork(task: Task, isSecondTry = false): Promise<Answer> {
    const { question } = task;
    const client = await this.connect();
    if ('because' in client) return client;
    if (question.signal.aborted) {
      client.release();
      return { type: 'failed', because: 'given up before it was asked' };
    }
    const wasProven = this.proven.has(client);
    // A connection that breaks while it is lent out also reports here; the statement on it fails by itself.
    const onError = () => {};
    client.on('error', onError);
    let released = false;
    const release = (broken: boolean) => {
      if (released) return;
      released = true;
      question.signal.removeEventListener('abort', abort);
      client.off('error', onError);
      client.release(broken);
    };
    // The server ends the statement by its own timeout; the connection would answer to nobody.
    const abort = () => release(true);
    question.signal.addEventListener('abort', abort, { once: true });
    try {
      const answer = await this.inTransaction(client, task);
      this.proven.add(client);
      release(false);
      return answer;
    } catch (error) {
      release(true);
      // It was idle and the server has gone since, as after a fail-over: reading again changes nothing.
      if (wasProven && !isSecondTry && !question.signal.aborted) return this.connectAndWork(task, true);
      return failure(error);
    }
  }

  private async connect(): Promise<pg.PoolClient | Failure> {
    const out = keptOut(this.door, this.options.clock.elapsed());
    if (out !== undefined || this.pool === undefined) return { type: 'failed', because: out ?? 'the source is closed' };
    try {
      const client = await this.pool.connect();
      this.door = { state: 'open' };
      return client;
    } catch (error) {
      if (this.plan.type === 'planned' && this.plan.encryption === 'if-offered' && offersNone(error)) {
        await this.pool.end();
        const plain = {
          ...this.plan,
          connection: { ...this.plan.connection, ssl: false },
          encryption: 'never',
        } as const;
        this.pool = this.closing === undefined ? this.openPool(plain.connection) : undefined;
        this.plan = plain;
        return this.connect();
      }
      const because = explainError(error);
      // Several may have tried at the same moment: they are one attempt.
      if (keptOut(this.door, this.options.clock.elapsed()) === undefined)
        this.door = shutDoor(this.door, because, this.options.clock.elapsed());
      return failure(error);
    }
  }

  /**
   * Settings are local to the transaction: behind a connection pooler a session is shared with others. Rows that a
   * policy would hide make a statement fail, since what is not seen would pass.
   */
  private async inTransaction(client: pg.PoolClient, { question, work, offset }: Task): Promise<Answer> {
    const { timeout = this.options.timeout } = question;
    await client.query(
      `begin read only; set local statement_timeout = ${Math.round(timeout)}; set local lock_timeout = ${Math.round(this.options.lockTimeout)}; set local row_security = off`,
    );
    let answer: Answer;
    try {
      answer = await work(client);
    } catch (error) {
      this.own.rolledBack++;
      if (!(error instanceof pg.DatabaseError) || endsSession(error)) throw error;
      await client.query('rollback');
      return failure(error, offset);
    }
    await client.query('commit');
    this.own.committed++;
    return answer;
  }

  private async send(client: pg.PoolClient, { sql, values, asText }: Sent): Promise<Answer> {
    const start = this.options.clock.elapsed();
    // The extended protocol takes one statement only: none can end the transaction and write after it.
    const query: ExtendedQuery = {
      text: `${ourMark}${sql}`,
      rowMode: 'array',
      queryMode: 'extended',
      ...(values && { values: [...values] }),
      ...(asText && { types: { getTypeParser: () => String } }),
    };
    const { fields, rows } = await client.query<unknown[]>(query);
    return {
      type: 'answered',
      columns: fields.map(({ name }) => name),
      types: fields.map(({ dataTypeID }) => dataTypeID),
      rows,
      took: millis(this.options.clock.elapsed() - start),
    };
  }
}

function failure(error: unknown, offset = 0): Failure {
  const code = error instanceof pg.DatabaseError ? codeOf(error) : undefined;
  return { type: 'failed', because: explainError(error, ourMark.length + offset), ...(code !== undefined && { code }) };
}

const endsSession = (error: pg.DatabaseError): boolean =>
  error.severity === 'FATAL' || (error.code?.startsWith('57P') ?? false);
const offersNone = (error: unknown): boolean =>
  error instanceof Error && error.message === 'The server does not support SSL connections';
