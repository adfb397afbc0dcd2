import { sql } from 'kysely';
import type { Migration } from './migration.ts';

export const history: Migration = {
  number: 2,
  name: 'history, silences and memory',
  up: async (db, database) => {
    const { schema } = db;
    const bytes = database === 'sqlite' ? sql`blob` : sql`bytea`;

    const hours = schema
      .createTable('hours')
      .addColumn('series', 'integer', (column) => column.notNull())
      .addColumn('hour', 'bigint', (column) => column.notNull())
      .addColumn('readings', bytes, (column) => column.notNull())
      .addPrimaryKeyConstraint('hours_pkey', ['series', 'hour']);
    await (database === 'sqlite' ? hours.modifyEnd(sql`without rowid`) : hours).execute();

    await schema
      .createTable('questions')
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('criterion', 'text', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addColumn('question', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('questions_pkey', ['environment', 'criterion', 'since'])
      .execute();

    await schema
      .createTable('silences')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('until', 'bigint', (column) => column.notNull())
      .addColumn('silence', 'text', (column) => column.notNull())
      .execute();
    await schema.createIndex('silences_of_environment').on('silences').columns(['environment', 'until']).execute();

    await schema
      .createTable('source_memory')
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('value', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('source_memory_pkey', ['environment', 'source', 'name'])
      .execute();

    await schema.alterTable('baselines').addColumn('footing', 'text').execute();
  },
};
