import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import type { Migration } from './migrations/migration.ts';
import { migrations } from './migrations/migrations.ts';
import { sqliteDatabase } from './sqlite-database.ts';

const creating = (number: number, name: string): Migration => ({
  number,
  name,
  up: (db) => db.schema.createTable(name).addColumn('id', 'integer').execute(),
});

describe('migrate', () => {
  let db: Kysely<unknown>;
  beforeEach(() => {
    db = new Kysely<unknown>({
      dialect: new SqliteDialect({ database: sqliteDatabase(new DatabaseSync(':memory:')) }),
    });
  });
  afterEach(() => db.destroy());

  const run = (...steps: Migration[]) => migrate({ db, database: 'sqlite', migrations: steps });
  const tables = async () => (await db.introspection.getTables()).map(({ name }) => name);

  it('runs each step once', async () => {
    await run(creating(1, 'one'));
    await run(creating(1, 'one'), creating(2, 'two'));
    expect(await tables()).toEqual(['migrations', 'one', 'two']);
  });

  it('changes nothing when one step fails', async () => {
    await run(creating(1, 'one'));
    await expect(run(creating(1, 'one'), creating(2, 'two'), creating(3, 'one'))).rejects.toThrow('already exists');
    expect(await tables()).toEqual(['migrations', 'one']);
  });

  it('refuses tables of a newer Daywatch', async () => {
    await run(creating(1, 'one'), creating(2, 'two'));
    await expect(run(creating(1, 'one'))).rejects.toThrow(
      'The database was used by a newer Daywatch: its tables are at step 2 ("two"), this one knows 1.',
    );
  });

  it('has numbers without gaps', () => {
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1));
  });
});
