import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import type { Store } from '../ports/store.ts';
import { lockFolder } from './folder-lock.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/migrations.ts';
import { SqlStore } from './sql-store.ts';
import { sqliteDatabase } from './sqlite-database.ts';
import { StoreUnavailable } from './store-unavailable.ts';
import type { Tables } from './tables.ts';

/** The store in one file of `folder`, for one daemon. Rejects with `StoreUnavailable`, for instance when another one has it. */
export async function openSqliteStore({ folder }: { readonly folder: string }): Promise<Store> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const unlock = lockFolder(folder);
    try {
      return await openDatabase(join(folder, 'daywatch.db'), unlock);
    } catch (error) {
      unlock();
      throw error;
    }
  } catch (cause) {
    if (cause instanceof StoreUnavailable) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StoreUnavailable(`The data folder ${folder} cannot be used: ${why}.`, { cause });
  }
}

async function openDatabase(file: string, onClosed: () => void): Promise<Store> {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    // FULL: what was acknowledged is on the disk, not only with the system. 512 KB of pages: the system keeps the others.
    database.exec(
      'pragma journal_mode = wal; pragma synchronous = full; pragma journal_size_limit = 16777216; pragma cache_size = -512',
    );
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqliteDatabase(database) }) });
    await migrate({ db, database: 'sqlite', migrations });
    return new SqlStore({ db: db.withTables<Tables>(), onClosed });
  } catch (error) {
    database.close();
    throw error;
  }
}
