import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

const keptStatements = 200;

/** `node:sqlite` in the shape that Kysely's SQLite dialect expects (better-sqlite3's), with its statements prepared once. */
export function sqliteDatabase(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(text) {
      const known = statements.get(text);
      if (known !== undefined) return known;
      if (statements.size >= keptStatements) statements.clear();
      const statement = sqliteStatement(database.prepare(text));
      statements.set(text, statement);
      return statement;
    },
  };
}

// Kysely passes on what the queries bind, and `tables.ts` has numbers, texts, bytes and null only.
const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];

const sqliteStatement = (statement: StatementSync): SqliteStatement => ({
  reader: statement.columns().length > 0,
  all: (parameters) => statement.all(...values(parameters)),
  run: (parameters) => statement.run(...values(parameters)),
  iterate: (parameters) => statement.iterate(...values(parameters)),
});
