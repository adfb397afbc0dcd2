import type { Deployment, RecordedEvent } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import { type Kysely, sql } from 'kysely';
import type {
  DeploymentQuery,
  ObservationQuery,
  StableVersion,
  Store,
  StoredPlan,
  StoredSnapshot,
} from '../ports/store.ts';
import { checkAppend } from './check-append.ts';
import { letOthersRun } from './let-others-run.ts';
import { packObservations, unpackObservations } from './pack-observations.ts';
import {
  deploymentOf,
  deploymentRow,
  eventOf,
  eventRow,
  planOf,
  planRow,
  snapshotOf,
  snapshotRow,
  stableVersionOf,
} from './rows.ts';
import { SqlObservations } from './sql-observations.ts';
import type { Tables } from './tables.ts';

/** The store on a database with these tables; the queries are the same for SQLite and Postgres. */
export class SqlStore implements Store {
  readonly #db: Kysely<Tables>;
  readonly #observations: SqlObservations;
  readonly #onClosed: () => void;

  constructor({ db, onClosed }: { readonly db: Kysely<Tables>; readonly onClosed: () => void }) {
    this.#db = db;
    this.#observations = new SqlObservations(db);
    this.#onClosed = onClosed;
  }

  async append(append: Parameters<Store['append']>[0]): Promise<'appended' | 'conflict'> {
    checkAppend(append);
    const { expected, events, deployment } = append;
    return this.#db.transaction().execute(async (transaction) => {
      // The deployment's row comes first: of two writers the second waits here, and then finds the sequence moved on.
      if (!(await moveOn(transaction, expected, deployment))) return 'conflict';
      await transaction.insertInto('events').values(events.map(eventRow)).execute();
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

  async addStableVersion(version: StableVersion): Promise<void> {
    await this.#db
      .insertInto('stable_versions')
      .values(version)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
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
    return this.#observations.forget(before);
  }

  async saveBaseline(deployment: string, observations: readonly Observation[]): Promise<void> {
    const byCriterion = Map.groupBy(observations, ({ criterion }) => criterion);
    await this.#db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('baselines').where('deployment', '=', deployment).execute();
      for (const [criterion, ofCriterion] of byCriterion) {
        const packed = packObservations(ofCriterion.toSorted((a, b) => a.at - b.at));
        await transaction.insertInto('baselines').values({ deployment, criterion, observations: packed }).execute();
        await letOthersRun();
      }
    });
  }

  async baseline(deployment: string, criterion?: string): Promise<readonly Observation[]> {
    let query = this.#db.selectFrom('baselines').selectAll().where('deployment', '=', deployment);
    if (criterion !== undefined) query = query.where('criterion', '=', criterion);
    const rows = await query.orderBy('criterion').execute();
    const byCriterion: (readonly Observation[])[] = [];
    for (const { criterion, observations } of rows) {
      byCriterion.push(unpackObservations(criterion, observations));
      await letOthersRun();
    }
    return byCriterion.flat();
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
