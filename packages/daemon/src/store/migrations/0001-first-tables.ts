import { sql } from 'kysely';
import type { Migration } from './migration.ts';

export const firstTables: Migration = {
  number: 1,
  name: 'first tables',
  up: async (db, database) => {
    const createTable = (name: string) => db.schema.createTable(name);
    const createIndex = (name: string) => db.schema.createIndex(name);
    const bytes = database === 'sqlite' ? sql`blob` : sql`bytea`;
    const double = sql`double precision`;

    await createTable('deployments')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('requested_at', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .execute();
    await createIndex('deployments_newest').on('deployments').columns(['requested_at', 'id']).execute();
    await createIndex('deployments_newest_of_environment')
      .on('deployments')
      .columns(['environment', 'requested_at', 'id'])
      .execute();

    await createTable('events')
      .addColumn('deployment', 'text', (column) => column.notNull())
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('recorded', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('events_pkey', ['deployment', 'sequence'])
      .execute();

    await createTable('runner_keys')
      .addColumn('deployment', 'text', (column) => column.primaryKey())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute();

    await createTable('plans')
      .addColumn('environment', 'text', (column) => column.primaryKey())
      .addColumn('file', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('registered_at', 'bigint', (column) => column.notNull())
      .execute();

    await createTable('stable_versions')
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('deployment', 'text', (column) => column.notNull())
      .addColumn('version', 'text', (column) => column.notNull())
      .addColumn('commit', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('stable_versions_pkey', ['environment', 'deployment'])
      .execute();

    await createTable('series')
      .addColumn('id', 'integer', (column) =>
        // SQLite numbers an `integer primary key` by itself.
        database === 'sqlite' ? column.primaryKey() : column.primaryKey().generatedAlwaysAsIdentity(),
      )
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('criterion', 'text', (column) => column.notNull())
      .addUniqueConstraint('series_name', ['environment', 'criterion'])
      .execute();

    const observations = createTable('observations')
      .addColumn('series', 'integer', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('seconds', double, (column) => column.notNull())
      .addColumn('reading', bytes, (column) => column.notNull())
      .addPrimaryKeyConstraint('observations_pkey', ['series', 'at']);
    // The rows then live in the index itself: half the size.
    await (database === 'sqlite' ? observations.modifyEnd(sql`without rowid`) : observations).execute();

    await createTable('baselines')
      .addColumn('deployment', 'text', (column) => column.notNull())
      .addColumn('criterion', 'text', (column) => column.notNull())
      .addColumn('observations', bytes, (column) => column.notNull())
      .addPrimaryKeyConstraint('baselines_pkey', ['deployment', 'criterion'])
      .execute();

    await createTable('snapshots')
      .addColumn('deployment', 'text', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .execute();
  },
};
