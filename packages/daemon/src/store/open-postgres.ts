import { type Millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { Kysely, PostgresDialect } from 'kysely';
import type { Logger } from '../ports/logger.ts';
import type { Store } from '../ports/store.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/migrations.ts';
import { migrationPool, workPool } from './postgres-pool.ts';
import { SqlStore } from './sql-store.ts';
import { StoreUnavailable } from './store-unavailable.ts';
import type { Tables } from './tables.ts';

/** The store in a schema of its own in a Postgres database, for one daemon or several. Rejects with `StoreUnavailable`. */
export async function openPostgresStore(options: {
  readonly url: string;
  /** Made when it does not exist. */
  readonly schema?: string;
  /** At most so many at a time; 10 when left out. */
  readonly connections?: number;
  /** How long a statement may take; 10 s when left out. */
  readonly timeout?: Millis;
  readonly log: Pick<Logger, 'warn'>;
}): Promise<Store> {
  const { url, schema = 'daywatch', connections = 10, timeout = seconds(10), log } = options;
  await migrateOnce(url, schema);
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: workPool({ url, connections, timeout, log }) }),
  });
  return new SqlStore({ db: db.withSchema(schema), onClosed: () => {} });
}

async function migrateOnce(url: string, schema: string): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: migrationPool(url) }) });
  try {
    await migrate({ db, database: 'postgres', migrations, schema });
  } catch (cause) {
    if (cause instanceof StoreUnavailable) throw cause;
    throw new StoreUnavailable(
      `The Postgres database cannot be opened: ${sentence(cause)}. Check DATABASE_URL, that the server runs, and the rights of its user.`,
      { cause },
    );
  } finally {
    await db.destroy();
  }
}

/** A host name with several addresses fails with one error for each, and an empty message. */
function sentence(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(sentence).join(', ');
  return error instanceof Error ? error.message : String(error);
}
