import type { Kysely } from 'kysely';

export type Database = 'sqlite' | 'postgres';

/** One change of the tables. It runs once, inside a transaction, and never changes after a release. */
export interface Migration {
  /** From 1, without gaps: its place in `migrations.ts`. */
  readonly number: number;
  readonly name: string;
  /** It does not use `tables.ts`: it knows the tables only as its predecessors left them. */
  readonly up: (db: Kysely<unknown>, database: Database) => Promise<void>;
}
