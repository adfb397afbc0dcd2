import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Answer, Database } from '../database.ts';
import { quoteIdentifier, quoteTable } from '../quote-identifier.ts';
import { type Applied, compareMigrations } from './compare-migrations.ts';
import { type MigrationTool, readMigrationFolder } from './migration-folder.ts';

interface MigrationsQuestion {
  readonly folder: string;
  readonly table?: string;
  readonly column?: string;
}

const usualTables: Readonly<Record<MigrationTool, string>> = {
  drizzle: 'drizzle.__drizzle_migrations',
  prisma: '_prisma_migrations',
  files: 'migrations',
};
const mostShown = 5;
/** More would be no list of migrations. */
const mostRows = 10_000;

/** Whether the database has applied what lies in the folder, unchanged, and nothing else. */
export async function checkMigrations(
  database: Database,
  { folder, table, column = 'name' }: MigrationsQuestion,
  signal: AbortSignal,
): Promise<Reading> {
  const failed = (because: string): Reading => ({ type: 'error', because: `migrations: ${because}` });
  const read = await readMigrationFolder(folder);
  if (read.type === 'unreadable') return failed(read.because);
  const { tool, migrations, path } = read;
  const from = table ?? usualTables[tool];
  const answer = await database.ask({
    sql: `${queries[tool](quoteTable(from), quoteIdentifier(column))} limit ${mostRows}`,
    signal,
  });
  if (answer.type === 'failed') return failed(`${from}: ${answer.because}`);
  const differences = compareMigrations(migrations, answer.rows.map(rowOf(tool)));
  if (differences.length === 0)
    return { type: 'check', ok: true, because: `migrations: all ${migrations.length} of ${path} are applied` };
  const more = differences.length > mostShown ? ` … ${differences.length} in all` : '';
  return { type: 'check', ok: false, because: `migrations: ${differences.slice(0, mostShown).join('; ')}${more}` };
}

/** A migration of Prisma that was rolled back may have a second row in which it was applied. */
const queries: Readonly<Record<MigrationTool, (table: string, column: string) => string>> = {
  drizzle: (table) => `select hash, created_at::text from ${table} order by created_at`,
  prisma: (table) =>
    `select migration_name, checksum, finished_at is null from ${table} where rolled_back_at is null order by started_at`,
  files: (table, column) => `select ${column}::text from ${table} order by 1`,
};

type Row = Extract<Answer, { type: 'answered' }>['rows'][number];

const rowOf =
  (tool: MigrationTool) =>
  ([first, second, third]: Row): Applied => {
    switch (tool) {
      case 'drizzle':
        return { hash: String(first), dated: Number(second) };
      case 'prisma':
        return { name: String(first), hash: String(second), unfinished: third === true };
      case 'files':
        return { name: String(first) };
    }
  };
