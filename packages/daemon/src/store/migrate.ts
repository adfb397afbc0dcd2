import { type Kysely, sql } from 'kysely';
import type { Database, Migration } from './migrations/migration.ts';
import { StoreUnavailable } from './store-unavailable.ts';

type Book = { readonly migrations: { readonly number: number; readonly name: string } };

/** Brings the tables up to date, all steps in one transaction. Several daemons may start on one Postgres: one does it, the rest wait. */
export async function migrate(given: {
  readonly db: Kysely<unknown>;
  readonly database: Database;
  readonly migrations: readonly Migration[];
  /** Postgres only: where the tables are; made when missing. */
  readonly schema?: string;
}): Promise<void> {
  const { db, database, migrations, schema } = given;
  await db.transaction().execute(async (transaction) => {
    if (schema !== undefined) await lockAndMakeSchema(transaction, schema);
    const inSchema = schema === undefined ? transaction : transaction.withSchema(schema);
    await inSchema.schema
      .createTable('migrations')
      .ifNotExists()
      .addColumn('number', 'integer', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .execute();
    const book = inSchema.withTables<Book>();
    const done = await book.selectFrom('migrations').select(['number', 'name']).orderBy('number').execute();
    refuseNewer({ done, known: migrations.length });
    for (const { number, name, up } of migrations.slice(done.length)) {
      await up(inSchema, database);
      await book.insertInto('migrations').values({ number, name }).execute();
    }
  });
}

/** "dayw" in ASCII: the first half of the lock's key, the second is made from the schema's name. */
const lockKey = 0x64617977;

async function lockAndMakeSchema(transaction: Kysely<unknown>, schema: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(lockKey)}, hashtext(${schema}))`.execute(transaction);
  // `create schema if not exists` asks for the right to create even where nothing is to be created.
  const { rows } = await sql`select 1 from pg_namespace where nspname = ${schema}`.execute(transaction);
  if (rows.length === 0) await transaction.schema.createSchema(schema).execute();
}

function refuseNewer({ done, known }: { done: readonly { number: number; name: string }[]; known: number }): void {
  const newest = done.at(-1);
  if (newest === undefined || newest.number <= known) return;
  throw new StoreUnavailable(
    `The database was used by a newer Daywatch: its tables are at step ${newest.number} ("${newest.name}"), ` +
      `this one knows ${known}. Start that version or a newer one, or give this one a database of its own.`,
  );
}
