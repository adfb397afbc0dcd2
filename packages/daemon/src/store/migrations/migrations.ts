import { firstTables } from './0001-first-tables.ts';
import { history } from './0002-history.ts';
import { outbox } from './0003-outbox.ts';
import type { Migration } from './migration.ts';

/**
 * All of them, in order. To change the tables: a new file with the next number, a line here, the new columns in
 * `tables.ts`.
 */
export const migrations: readonly Migration[] = [firstTables, history, outbox];
