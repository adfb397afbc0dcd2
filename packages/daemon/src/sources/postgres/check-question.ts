import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { type Millis, minutes } from '@daywatch/shared/vocabulary/time.ts';
import type { Memory } from '../../ports/memory.ts';
import type { Reach } from '../../ports/reach.ts';
import type { Probe } from '../../ports/source.ts';
import { spanOf } from '../../web/duration-text.ts';
import { brokenProbe } from '../checked-probe.ts';
import type { Database } from './database.ts';
import { checkIndexes } from './integrity/amcheck.ts';
import { invalidIndexes, notValidConstraints, sequencesNearTheirEnd } from './integrity/catalogue-checks.ts';
import { checkMigrations } from './integrity/check-migrations.ts';
import { checkRows } from './integrity/check-rows.ts';
import { checkOrphans } from './integrity/orphans.ts';
import { askRowCount } from './integrity/row-count.ts';
import { shareOf } from './percent-text.ts';
import type { CheckQuery } from './postgres-queries.ts';

const usualEnd = 0.8;
const usualAmcheck = minutes(10);

const unhurried = (timeout: string | undefined): { readonly timeout?: Millis } =>
  timeout === undefined ? {} : { timeout: spanOf(timeout) };

type Look = (signal: AbortSignal) => Promise<Reading>;
const looking = (look: Look): Probe => ({ observe: look });

interface Asking {
  readonly database: Database;
  readonly memory: Memory;
  readonly reach: Pick<Reach, 'find'>;
}

/** Integrity: a yes or no about the data, or about what the catalogue says of it. */
export function askCheck(query: CheckQuery, { database, memory, reach }: Asking): Probe {
  if (query === 'not-valid-constraints') return looking((signal) => notValidConstraints(database, [], signal));
  if (query === 'invalid-indexes') return looking((signal) => invalidIndexes(database, [], signal));
  if (query === 'sequences')
    return looking((signal) => sequencesNearTheirEnd(database, { most: usualEnd, except: [] }, signal));
  if ('sql' in query) {
    const { sql, rows: expected, show, timeout } = query;
    return looking((signal) => checkRows(database, { sql, expected, show, ...unhurried(timeout) }, signal));
  }
  if ('not-valid-constraints' in query) {
    const { except } = query['not-valid-constraints'];
    return looking((signal) => notValidConstraints(database, except, signal));
  }
  if ('invalid-indexes' in query) {
    const { except } = query['invalid-indexes'];
    return looking((signal) => invalidIndexes(database, except, signal));
  }
  if ('sequences' in query) {
    const { 'used-at-most': most, except } = query.sequences;
    return looking((signal) => sequencesNearTheirEnd(database, { most: shareOf(most), except }, signal));
  }
  if ('migrations' in query) {
    const { folder, table, column } = query.migrations;
    const found = reach.find(folder, 'criterion');
    if ('refused' in found) return brokenProbe(found.refused);
    const asked = {
      folder: found.path,
      ...(table !== undefined && { table }),
      ...(column !== undefined && { column }),
    };
    return looking((signal) => checkMigrations(database, asked, signal));
  }
  if ('orphans' in query) {
    const { table, column, of, key, timeout } = query.orphans;
    const asked = { table, column, key, ...(of !== undefined && { of }), ...unhurried(timeout) };
    return looking((signal) => checkOrphans(database, asked, signal));
  }
  if ('row-count' in query) {
    const { table, where, 'falls-at-most': falls, 'grows-at-most': grows, timeout } = query['row-count'];
    const asked = {
      table,
      ...(where !== undefined && { where }),
      ...(falls !== undefined && { fallsAtMost: shareOf(falls) }),
      ...(grows !== undefined && { growsAtMost: shareOf(grows) }),
      ...unhurried(timeout),
    };
    return askRowCount(database, asked, memory);
  }
  const { amcheck, 'every-row': everyRow, timeout } = query;
  const asked = { indexes: amcheck, everyRow, timeout: timeout === undefined ? usualAmcheck : spanOf(timeout) };
  return looking((signal) => checkIndexes(database, asked, signal));
}
