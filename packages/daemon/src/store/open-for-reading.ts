import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import type { Store } from '../ports/store.ts';
import { migrations } from './migrations/migrations.ts';
import { workPool } from './postgres-pool.ts';
import { SqlStore } from './sql-store.ts';
import { sqliteDatabase } from './sqlite-database.ts';
import { StoreUnavailable } from './store-unavailable.ts';
import type { Tables } from './tables.ts';

/** What was recorded, and nothing that would change it. */
export type StoreForReading = Pick<
  Store,
  'deployment' | 'deployments' | 'events' | 'plan' | 'baseline' | 'observations' | 'silences' | 'close'
>;

/** The embedded store of a folder, beside the daemon that may use it. Rejects with `StoreUnavailable`. */
export async function readSqliteStore(folder: string): Promise<StoreForReading> {
  const file = join(folder, 'daywatch.db');
  if (!existsSync(file)) throw new StoreUnavailable(`There is no data of a daemon in ${folder}.`);
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqliteDatabase(database) }) });
    return await asItShouldBe(db, db, `The data in ${folder}`);
  } catch (cause) {
    if (cause instanceof StoreUnavailable) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StoreUnavailable(`The data in ${folder} cannot be read: ${why}.`, { cause });
  }
}

/** The daemon's schema in a Postgres database. Rejects with `StoreUnavailable`. */
export async function readPostgresStore(url: string): Promise<StoreForReading> {
  const pool = workPool({ url, connections: 2, timeout: seconds(60), log: { warn: () => {} } });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await asItShouldBe(db.withSchema('daywatch'), db, 'The Postgres database');
  } catch (cause) {
    if (cause instanceof StoreUnavailable) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StoreUnavailable(`The Postgres database cannot be read: ${why}.`, { cause });
  }
}

/** Tables of another version of Daywatch may mean something else: they are not read, and never changed from here. */
async function asItShouldBe(db: Kysely<Tables>, whole: Kysely<Tables>, what: string): Promise<StoreForReading> {
  try {
    const book = db.withTables<{ readonly migrations: { readonly number: number } }>();
    const done = await book.selectFrom('migrations').select('number').execute();
    if (done.length === migrations.length) return new SqlStore({ db, onClosed: () => {} });
    const age = done.length < migrations.length ? 'an older' : 'a newer';
    throw new StoreUnavailable(
      `${what} is of ${age} Daywatch. Use that version, or let this one's daemon open it once.`,
    );
  } catch (error) {
    await whole.destroy();
    throw error;
  }
}
