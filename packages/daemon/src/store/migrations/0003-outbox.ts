import type { Migration } from './migration.ts';

export const outbox: Migration = {
  number: 3,
  name: 'outbox of announcements',
  up: async (db) => {
    await db.schema
      .createTable('outbox')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('deployment', 'text', (column) => column.notNull())
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('outgoing', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('not_before', 'bigint', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('claimed_by', 'text')
      .addColumn('claimed_until', 'bigint')
      .addColumn('subject', 'text')
      .addColumn('because', 'text')
      .addColumn('settled_at', 'bigint')
      .addColumn('recorded', 'integer', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('outbox_open').on('outbox').columns(['recorded', 'due_at']).execute();
    await db.schema.createIndex('outbox_of_environment').on('outbox').columns(['environment', 'due_at']).execute();

    await db.schema
      .createTable('announced')
      .addColumn('deployment', 'text', (column) => column.primaryKey())
      .addColumn('through', 'integer', (column) => column.notNull())
      .execute();
    // What happened before there were announcements is not announced.
    const tables = db.withTables<{
      readonly deployments: { readonly id: string; readonly sequence: number };
      readonly announced: { readonly deployment: string; readonly through: number };
    }>();
    await tables
      .insertInto('announced')
      .columns(['deployment', 'through'])
      .expression(tables.selectFrom('deployments').select(['id', 'sequence']))
      .execute();
  },
};
