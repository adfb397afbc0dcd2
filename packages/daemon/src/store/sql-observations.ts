import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { between, type Instant, instant, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { CompiledQuery, type Kysely } from 'kysely';
import type { ObservationQuery, StoredHour } from '../ports/store.ts';
import { letOthersRun } from './let-others-run.ts';
import { packObservations, unpackObservations } from './pack-observations.ts';
import { observationOf, observationRows } from './rows.ts';
import type { ObservationsTable, Tables } from './tables.ts';

/** With four values a row, well under what a statement may bind: 32,766 in SQLite, 65,535 in Postgres. */
const rowsPerInsert = 500;
const columns = ['series', 'at', 'seconds', 'reading'] as const;
/** As long a time as one query reads of all criteria: with 1,000 of them at 15 s, 20,000 readings. */
const atOnce = minutes(5);

/** Six hours by the minute are unpacked in a few milliseconds, with 240 values in each. */
const hoursAtOnce = 6;

/** The readings of a store: what is read, written and forgotten most. */
export class SqlObservations {
  readonly #db: Kysely<Tables>;
  /** Numbers are given once and never change, so they may be remembered. */
  readonly #numbers = new Map<string, Map<string, number>>();
  /** How so many rows are inserted: written once, for it takes longer than to do it. */
  readonly #insertOf = new Map<number, string>();

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async save(environment: string, observations: readonly Observation[]): Promise<void> {
    const numberOf = await this.#numbersOf(environment, new Set(observations.map(({ criterion }) => criterion)));
    const rows = observationRows(observations, numberOf);
    // All daemons insert in one order, so that none waits for another in a circle.
    rows.sort((a, b) => a.series - b.series || a.at - b.at);
    if (rows.length <= rowsPerInsert) return this.#insert(this.#db, rows);
    await this.#db.transaction().execute(async (transaction) => {
      for (let start = 0; start < rows.length; start += rowsPerInsert) {
        await this.#insert(transaction, rows.slice(start, start + rowsPerInsert));
      }
    });
  }

  /** A long time is read criterion by criterion, so that other work has its turn in between. */
  async read(query: ObservationQuery): Promise<readonly Observation[]> {
    if (query.criterion !== undefined || between(query.from, query.to) <= atOnce) return this.#readAtOnce(query);
    const all: (readonly Observation[])[] = [];
    for (const criterion of await this.#criteria(query.environment)) {
      all.push(await this.#readAtOnce({ ...query, criterion }));
      await letOthersRun();
    }
    return all.flat().sort((a, b) => a.at - b.at);
  }

  async saveHours(hours: readonly StoredHour[]): Promise<void> {
    await letOthersRun();
    for (const [environment, ofEnvironment] of Map.groupBy(hours, (hour) => hour.environment)) {
      const numberOf = await this.#numbersOf(environment, new Set(ofEnvironment.map(({ criterion }) => criterion)));
      const rows = ofEnvironment.map(({ criterion, hour, readings }) => {
        return { series: numberOf(criterion), hour, readings: packObservations(readings) };
      });
      rows.sort((a, b) => a.series - b.series || a.hour - b.hour);
      for (let start = 0; start < rows.length; start += rowsPerInsert) {
        await this.#db
          .insertInto('hours')
          .values(rows.slice(start, start + rowsPerInsert))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
    }
  }

  async hours(query: ObservationQuery & { readonly criterion: string }): Promise<readonly StoredHour[]> {
    const { environment, criterion, from, to } = query;
    const rows = await this.#db
      .selectFrom('series')
      .innerJoin('hours', 'hours.series', 'series.id')
      .select(['hour', 'readings'])
      .where('environment', '=', environment)
      .where('criterion', '=', criterion)
      .where('hour', '>=', Math.ceil(from))
      .where('hour', '<', Math.ceil(to))
      .orderBy('hour')
      .execute();
    const hours: StoredHour[] = [];
    for (const { hour, readings } of rows) {
      if (hours.length % hoursAtOnce === 0) await letOthersRun();
      hours.push({ environment, criterion, hour: instant(hour), readings: unpackObservations(criterion, readings) });
    }
    return hours;
  }

  /** Series by series, so that no statement holds the database for long. */
  async forget(before: Instant): Promise<number> {
    let forgotten = 0;
    for (const { id } of await this.#db.selectFrom('series').select('id').orderBy('id').execute()) {
      const { numDeletedRows } = await this.#db
        .deleteFrom('observations')
        .where('series', '=', id)
        .where('at', '<', Math.ceil(before))
        .executeTakeFirst();
      forgotten += Number(numDeletedRows);
      await this.#db.deleteFrom('hours').where('series', '=', id).where('hour', '<', Math.ceil(before)).execute();
      await letOthersRun();
    }
    return forgotten;
  }

  async #readAtOnce({ environment, criterion, from, to }: ObservationQuery): Promise<readonly Observation[]> {
    let found = this.#db
      .selectFrom('series')
      .innerJoin('observations', 'observations.series', 'series.id')
      .select(['criterion', 'at', 'seconds', 'reading'])
      .where('environment', '=', environment)
      .where('at', '>=', Math.ceil(from))
      .where('at', '<', Math.ceil(to));
    if (criterion !== undefined) found = found.where('criterion', '=', criterion);
    return (await found.orderBy('at').orderBy('series').execute()).map(observationOf);
  }

  async #criteria(environment: string): Promise<readonly string[]> {
    const query = this.#db.selectFrom('series').select('criterion').where('environment', '=', environment);
    return (await query.orderBy('id').execute()).map(({ criterion }) => criterion);
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

  async #insert(db: Kysely<Tables>, rows: readonly ObservationsTable[]): Promise<void> {
    if (rows.length === 0) return;
    let text = this.#insertOf.get(rows.length);
    if (text === undefined) {
      const written = db.insertInto('observations').columns(columns).values(rows);
      text = written.onConflict((conflict) => conflict.doNothing()).compile().sql;
      this.#insertOf.set(rows.length, text);
    }
    const values = rows.flatMap((row) => columns.map((column) => row[column]));
    await db.executeQuery(CompiledQuery.raw(text, values));
  }
}
