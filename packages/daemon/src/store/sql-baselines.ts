import { type BaselineFooting, baselineFooting } from '@daywatch/shared/vocabulary/baseline.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Kysely } from 'kysely';
import type { FrozenBaseline } from '../ports/store.ts';
import { packInTurns, unpackInTurns } from './pack-observations.ts';
import type { Tables } from './tables.ts';

/** The frozen baselines of a store, one row for each criterion of a deployment. */
export class SqlBaselines {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** In one statement: each transaction waits for the disk. */
  async save(deployment: string, baselines: readonly FrozenBaseline[]): Promise<void> {
    if (baselines.length === 0) return;
    const rows = [];
    for (const { criterion, footing, readings } of baselines) {
      const observations = await packInTurns(readings.toSorted((a, b) => a.at - b.at));
      rows.push({ deployment, criterion, observations, footing: JSON.stringify(footing) });
    }
    // All daemons insert in one order, so that none waits for another in a circle.
    rows.sort((a, b) => (a.criterion < b.criterion ? -1 : 1));
    await this.#db
      .insertInto('baselines')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['deployment', 'criterion']).doUpdateSet(({ ref }) => ({
          observations: ref('excluded.observations'),
          footing: ref('excluded.footing'),
        })),
      )
      .execute();
  }

  async read(deployment: string, criterion?: string): Promise<readonly Observation[]> {
    let query = this.#db
      .selectFrom('baselines')
      .select(['criterion', 'observations'])
      .where('deployment', '=', deployment);
    if (criterion !== undefined) query = query.where('criterion', '=', criterion);
    const rows = await query.orderBy('criterion').execute();
    const byCriterion: (readonly Observation[])[] = [];
    for (const { criterion, observations } of rows) {
      byCriterion.push(await unpackInTurns(criterion, observations));
    }
    return byCriterion.flat();
  }

  async footings(deployment: string): Promise<ReadonlyMap<string, BaselineFooting>> {
    const query = this.#db.selectFrom('baselines').select(['criterion', 'footing']);
    const rows = await query.where('deployment', '=', deployment).orderBy('criterion').execute();
    return new Map(
      rows.flatMap(({ criterion, footing }) =>
        footing === null ? [] : [[criterion, baselineFooting.parse(JSON.parse(footing))] as const],
      ),
    );
  }
}
