import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { between, type Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Kysely } from 'kysely';
import type { ObservationQuery } from '../ports/store.ts';
import { observationOf, observationRow } from './rows.ts';
import type { ObservationsTable, Tables } from './tables.ts';

/** With four values a row, well under what a statement may bind: 32,766 in SQLite, 65,535 in Postgres. */
const rowsPerInsert = 500;
/** How many readings one query may be expected to answer: node:sqlite holds the event loop for about 10 ms then. */
const rowsPerQuery = 5_000;
const usualInterval = 15_000;

interface Series {
  readonly id: number;
  readonly criterion: string;
}

/** The readings of a store: what is read, written and forgotten most. */
export class SqlObservations {
  readonly #db: Kysely<Tables>;
  /** Numbers are given once and never change, so they may be remembered. */
  readonly #numbers = new Map<string, Map<string, number>>();

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async save(environment: string, observations: readonly Observation[]): Promise<void> {
    const numbers = await this.#numbersOf(environment, new Set(observations.map(({ criterion }) => criterion)));
    const rows = observations.map((observation) => observationRow(numbers(observation.criterion), observation));
    // All daemons insert in one order, so that none waits for another in a circle.
    rows.sort((a, b) => a.series - b.series || a.at - b.at);
    if (rows.length <= rowsPerInsert) return insert(this.#db, rows);
    await this.#db.transaction().execute(async (transaction) => {
      for (let start = 0; start < rows.length; start += rowsPerInsert) {
        await insert(transaction, rows.slice(start, start + rowsPerInsert));
      }
    });
  }

  async read({ environment, criterion, from, to }: ObservationQuery): Promise<readonly Observation[]> {
    let named = this.#db.selectFrom('series').select(['id', 'criterion']).where('environment', '=', environment);
    if (criterion !== undefined) named = named.where('criterion', '=', criterion);
    const found: Observation[] = [];
    const groups = groupsOf(await named.orderBy('id').execute(), between(from, to));
    for (const group of groups) {
      const names = new Map(group.map((series) => [series.id, series.criterion]));
      const rows = await this.#db
        .selectFrom('observations')
        .select(['series', 'at', 'seconds', 'reading'])
        .where('series', 'in', [...names.keys()])
        .where('at', '>=', from)
        .where('at', '<', to)
        .orderBy('at')
        .orderBy('series')
        .execute();
      for (const row of rows) found.push(observationOf(names.get(row.series) ?? '', row));
      if (groups.length > 1) await new Promise((othersRan) => setImmediate(othersRan));
    }
    return groups.length > 1 ? found.sort((a, b) => a.at - b.at) : found;
  }

  /** Series by series, so that no statement holds the database for long. */
  async forget(before: Instant): Promise<number> {
    let forgotten = 0;
    for (const { id } of await this.#db.selectFrom('series').select('id').orderBy('id').execute()) {
      const { numDeletedRows } = await this.#db
        .deleteFrom('observations')
        .where('series', '=', id)
        .where('at', '<', before)
        .executeTakeFirst();
      forgotten += Number(numDeletedRows);
    }
    return forgotten;
  }

  /** The number of each criterion, given to it now where it has none. */
  async #numbersOf(environment: string, criteria: ReadonlySet<string>): Promise<(criterion: string) => number> {
    const numbers = this.#numbers.get(environment) ?? new Map<string, number>();
    this.#numbers.set(environment, numbers);
    const unknown = [...criteria].filter((criterion) => !numbers.has(criterion)).sort();
    if (unknown.length > 0) {
      await this.#db
        .insertInto('series')
        .values(unknown.map((criterion) => ({ environment, criterion })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const series = await this.#db
        .selectFrom('series')
        .select(['id', 'criterion'])
        .where('environment', '=', environment)
        .execute();
      for (const { id, criterion } of series) numbers.set(criterion, id);
    }
    return (criterion) => {
      const number = numbers.get(criterion);
      if (number === undefined) throw new Error(`The criterion "${criterion}" of ${environment} got no number.`);
      return number;
    };
  }
}

async function insert(db: Kysely<Tables>, rows: readonly ObservationsTable[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('observations')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** A short time is read in one query, a whole day criterion by criterion, so that other work has its turn in between. */
function groupsOf(series: readonly Series[], span: number): readonly (readonly Series[])[] {
  const size = Math.max(1, Math.floor(rowsPerQuery / Math.max(1, span / usualInterval)));
  const groups: (readonly Series[])[] = [];
  for (let start = 0; start < series.length; start += size) groups.push(series.slice(start, start + size));
  return groups;
}
