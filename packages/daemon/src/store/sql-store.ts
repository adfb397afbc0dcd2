import type { BaselineFooting } from '@daywatch/shared/vocabulary/baseline.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import { type Kysely, sql } from 'kysely';
import type {
  DeploymentQuery,
  FrozenBaseline,
  MemoryPlace,
  ObservationQuery,
  StableVersion,
  Store,
  StoredHour,
  StoredPlan,
  StoredQuestion,
  StoredSnapshot,
} from '../ports/store.ts';
import { checkAppend } from './check-append.ts';
import {
  deploymentOf,
  deploymentRow,
  eventOf,
  eventRow,
  planOf,
  planRow,
  questionOf,
  silenceOf,
  silenceRow,
  snapshotOf,
  snapshotRow,
  stableVersionOf,
} from './rows.ts';
import { inOrder } from './silences-in-order.ts';
import { SqlBaselines } from './sql-baselines.ts';
import { SqlObservations } from './sql-observations.ts';
import { SqlOutbox } from './sql-outbox.ts';
import type { Tables } from './tables.ts';

/** The store on a database with these tables; the queries are the same for SQLite and Postgres. */
export class SqlStore implements Store {
  readonly #db: Kysely<Tables>;
  readonly #observations: SqlObservations;
  readonly #baselines: SqlBaselines;
  readonly #onClosed: () => void;
  readonly outbox: SqlOutbox;

  constructor({ db, onClosed }: { readonly db: Kysely<Tables>; readonly onClosed: () => void }) {
    this.#db = db;
    this.#observations = new SqlObservations(db);
    this.#baselines = new SqlBaselines(db);
    this.#onClosed = onClosed;
    this.outbox = new SqlOutbox(db);
  }

  async append(append: Parameters<Store['append']>[0]): Promise<'appended' | 'conflict'> {
    checkAppend(append);
    const { expected, events, deployment, stable } = append;
    return this.#db.transaction().execute(async (transaction) => {
      // The deployment's row comes first: of two writers the second waits here, and then finds the sequence moved on.
      if (!(await moveOn(transaction, expected, deployment))) return 'conflict';
      await transaction.insertInto('events').values(events.map(eventRow)).execute();
      if (stable !== undefined) await keepStable(transaction, stable);
      return 'appended';
    });
  }

  async events(deployment: string): Promise<readonly RecordedEvent[]> {
    const query = this.#db.selectFrom('events').select('recorded').where('deployment', '=', deployment);
    return (await query.orderBy('sequence').execute()).map(eventOf);
  }

  async deployment(id: string): Promise<Deployment | undefined> {
    const row = await this.#db.selectFrom('deployments').select('state').where('id', '=', id).executeTakeFirst();
    return row && deploymentOf(row);
  }

  async deployments({ environment, limit, before }: DeploymentQuery): Promise<readonly Deployment[]> {
    let query = this.#db.selectFrom('deployments').select('state');
    if (environment !== undefined) query = query.where('environment', '=', environment);
    if (before !== undefined) {
      query = query.where(({ eb, refTuple, selectFrom }) =>
        eb(
          refTuple('requested_at', 'id'),
          '<',
          selectFrom('deployments as newer')
            .select(['newer.requested_at', 'newer.id'])
            .where('newer.id', '=', before)
            .$asTuple('requested_at', 'id'),
        ),
      );
    }
    const rows = await query.orderBy('requested_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    return rows.map(deploymentOf);
  }

  async saveRunnerKey(deployment: string, hash: string): Promise<void> {
    await this.#db
      .insertInto('runner_keys')
      .values({ deployment, hash })
      .onConflict((conflict) => conflict.column('deployment').doUpdateSet({ hash }))
      .execute();
  }

  async runnerKey(deployment: string): Promise<string | undefined> {
    const query = this.#db.selectFrom('runner_keys').select('hash').where('deployment', '=', deployment);
    return (await query.executeTakeFirst())?.hash;
  }

  async savePlan(plan: StoredPlan): Promise<void> {
    const { environment, ...rest } = planRow(plan);
    await this.#db
      .insertInto('plans')
      .values({ environment, ...rest })
      .onConflict((conflict) => conflict.column('environment').doUpdateSet(rest))
      .execute();
  }

  async plan(environment: string): Promise<StoredPlan | undefined> {
    const query = this.#db.selectFrom('plans').selectAll().where('environment', '=', environment);
    const row = await query.executeTakeFirst();
    return row && planOf(row);
  }

  async plans(): Promise<readonly StoredPlan[]> {
    return (await this.#db.selectFrom('plans').selectAll().orderBy('environment').execute()).map(planOf);
  }

  async stableVersions(environment: string): Promise<readonly StableVersion[]> {
    const query = this.#db.selectFrom('stable_versions').selectAll().where('environment', '=', environment);
    return (await query.orderBy('at', 'desc').orderBy('deployment', 'desc').execute()).map(stableVersionOf);
  }

  saveObservations(environment: string, observations: readonly Observation[]): Promise<void> {
    return this.#observations.save(environment, observations);
  }

  observations(query: ObservationQuery): Promise<readonly Observation[]> {
    return this.#observations.read(query);
  }

  async forgetObservations(before: Instant): Promise<number> {
    const ended = this.#db.selectFrom('deployments').select('id').where('ended_at', '<', Math.ceil(before));
    await this.#db.deleteFrom('baselines').where('deployment', 'in', ended).execute();
    await this.#db.deleteFrom('snapshots').where('deployment', 'in', ended).execute();
    await this.#db.deleteFrom('silences').where('until', '<', Math.ceil(before)).execute();
    await this.outbox.forget(before);
    return this.#observations.forget(before);
  }

  saveHours(hours: readonly StoredHour[]): Promise<void> {
    return this.#observations.saveHours(hours);
  }

  hours(query: ObservationQuery & { readonly criterion: string }): Promise<readonly StoredHour[]> {
    return this.#observations.hours(query);
  }

  async saveQuestions(questions: readonly StoredQuestion[]): Promise<void> {
    if (questions.length === 0) return;
    await this.#db
      .insertInto('questions')
      .values([...questions])
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async questions(environment: string): Promise<readonly StoredQuestion[]> {
    const query = this.#db.selectFrom('questions').selectAll().where('environment', '=', environment);
    return (await query.orderBy('since').orderBy('criterion').execute()).map(questionOf);
  }

  async saveSilence(silence: Silence): Promise<void> {
    const { id, ...rest } = silenceRow(silence);
    await this.#db
      .insertInto('silences')
      .values({ id, ...rest })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
      .execute();
  }

  async silences(environment: string, after: Instant): Promise<readonly Silence[]> {
    const query = this.#db.selectFrom('silences').select('silence').where('environment', '=', environment);
    return inOrder((await query.where('until', '>', Math.floor(after)).execute()).map(silenceOf));
  }

  async saveMemory({ environment, source, name }: MemoryPlace, value: unknown): Promise<void> {
    if (value === undefined) {
      await this.#db
        .deleteFrom('source_memory')
        .where('environment', '=', environment)
        .where('source', '=', source)
        .where('name', '=', name)
        .execute();
      return;
    }
    const row = { value: JSON.stringify(value) };
    await this.#db
      .insertInto('source_memory')
      .values({ environment, source, name, ...row })
      .onConflict((conflict) => conflict.columns(['environment', 'source', 'name']).doUpdateSet(row))
      .execute();
  }

  async memory({ environment, source, name }: MemoryPlace): Promise<unknown> {
    const row = await this.#db
      .selectFrom('source_memory')
      .select('value')
      .where('environment', '=', environment)
      .where('source', '=', source)
      .where('name', '=', name)
      .executeTakeFirst();
    return row === undefined ? undefined : JSON.parse(row.value);
  }

  saveBaselines(deployment: string, frozen: readonly FrozenBaseline[]): Promise<void> {
    return this.#baselines.save(deployment, frozen);
  }

  baseline(deployment: string, criterion?: string): Promise<readonly Observation[]> {
    return this.#baselines.read(deployment, criterion);
  }

  footings(deployment: string): Promise<ReadonlyMap<string, BaselineFooting>> {
    return this.#baselines.footings(deployment);
  }

  async saveSnapshot(snapshot: StoredSnapshot): Promise<void> {
    const { deployment, ...rest } = snapshotRow(snapshot);
    await this.#db
      .insertInto('snapshots')
      .values({ deployment, ...rest })
      .onConflict((conflict) => conflict.column('deployment').doUpdateSet(rest))
      .execute();
  }

  async snapshot(deployment: string): Promise<StoredSnapshot | undefined> {
    const query = this.#db.selectFrom('snapshots').selectAll().where('deployment', '=', deployment);
    const row = await query.executeTakeFirst();
    return row && snapshotOf(row);
  }

  async ping(): Promise<void> {
    await sql`select 1`.execute(this.#db);
  }

  async close(): Promise<void> {
    await this.#db.destroy();
    this.#onClosed();
  }
}

async function keepStable(db: Kysely<Tables>, stable: StableVersion): Promise<void> {
  await db
    .insertInto('stable_versions')
    .values(stable)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** False when the deployment does not stand at `expected`. */
async function moveOn(db: Kysely<Tables>, expected: number, deployment: Deployment): Promise<boolean> {
  const { id, ...row } = deploymentRow(deployment);
  if (expected === 0) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('deployments')
      .values({ id, ...row })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }
  const { numUpdatedRows } = await db
    .updateTable('deployments')
    .set(row)
    .where('id', '=', id)
    .where('sequence', '=', expected)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
