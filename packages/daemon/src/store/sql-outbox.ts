import { type Instant, instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Kysely } from 'kysely';
import type { Claim, Outbox, OutboxEntry, Outgoing, Settlement } from '../ports/outbox.ts';
import type { OutboxTable, Tables } from './tables.ts';

/** The outbox's tables. Each change names the state it starts from: of two who try, one changes a row, the other none. */
export class SqlOutbox implements Outbox {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async announcedThrough(deployment: string): Promise<number> {
    const query = this.#db.selectFrom('announced').select('through').where('deployment', '=', deployment);
    return (await query.executeTakeFirst())?.through ?? 0;
  }

  async announce({ deployment, expected, through, entries }: Parameters<Outbox['announce']>[0]): Promise<boolean> {
    return this.#db.transaction().execute(async (transaction) => {
      if (expected === 0) {
        const first = transaction.insertInto('announced').values({ deployment, through });
        const { numInsertedOrUpdatedRows } = await first
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows !== 1n) return false;
      } else {
        const { numUpdatedRows } = await transaction
          .updateTable('announced')
          .set({ through })
          .where('deployment', '=', deployment)
          .where('through', '=', expected)
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) return false;
      }
      await insert(transaction, entries);
      return true;
    });
  }

  put(entries: Parameters<Outbox['put']>[0]): Promise<number> {
    return insert(this.#db, entries);
  }

  async open(): Promise<readonly OutboxEntry[]> {
    const query = this.#db.selectFrom('outbox').selectAll().where('recorded', '=', 0);
    return (await query.orderBy('due_at').orderBy('key').execute()).map(entryOf);
  }

  async entry(key: string): Promise<OutboxEntry | undefined> {
    const row = await this.#db.selectFrom('outbox').selectAll().where('key', '=', key).executeTakeFirst();
    return row && entryOf(row);
  }

  async entries({ environment, deployment, limit }: Parameters<Outbox['entries']>[0]): Promise<readonly OutboxEntry[]> {
    let query = this.#db.selectFrom('outbox').selectAll().where('environment', '=', environment);
    if (deployment !== undefined) query = query.where('deployment', '=', deployment);
    return (await query.orderBy('due_at', 'desc').orderBy('key', 'desc').limit(limit).execute()).map(entryOf);
  }

  async claim(key: string, { by, until }: Claim): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('outbox')
      .set(({ eb }) => ({
        state: 'claimed',
        claimed_by: by,
        claimed_until: Math.ceil(until),
        attempts: eb('attempts', '+', 1),
      }))
      .where('key', '=', key)
      .where('state', '=', 'due')
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async handOver(key: string, { by, until }: Claim): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('outbox')
      .set({ state: 'handed-over', claimed_until: Math.ceil(until) })
      .where('key', '=', key)
      .where('state', '=', 'claimed')
      .where('claimed_by', '=', by)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async settle(key: string, by: string, settlement: Settlement): Promise<boolean> {
    const change =
      settlement.state === 'due'
        ? { not_before: Math.ceil(settlement.notBefore) }
        : { settled_at: Math.floor(settlement.at), subject: settlement.subject ?? null };
    const { numUpdatedRows } = await this.#db
      .updateTable('outbox')
      .set({
        ...change,
        state: settlement.state,
        because: settlement.because ?? null,
        claimed_by: null,
        claimed_until: null,
      })
      .where('key', '=', key)
      .where('state', 'in', ['claimed', 'handed-over'])
      .where('claimed_by', '=', by)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async markRecorded(key: string): Promise<void> {
    await this.#db.updateTable('outbox').set({ recorded: 1 }).where('key', '=', key).execute();
  }

  /** What was settled before `before` stands in the records. */
  async forget(before: Instant): Promise<void> {
    await this.#db.deleteFrom('outbox').where('recorded', '=', 1).where('settled_at', '<', Math.ceil(before)).execute();
  }
}

async function insert(
  db: Kysely<Tables>,
  entries: readonly (Outgoing & { readonly notBefore: Instant })[],
): Promise<number> {
  if (entries.length === 0) return 0;
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('outbox')
    .values(entries.map(rowOf))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0);
}

function rowOf({ notBefore, ...outgoing }: Outgoing & { readonly notBefore: Instant }): OutboxTable {
  return {
    key: outgoing.key,
    deployment: outgoing.deployment,
    environment: outgoing.environment,
    due_at: Math.floor(outgoing.dueAt),
    outgoing: JSON.stringify(outgoing),
    state: 'due',
    not_before: Math.ceil(notBefore),
    attempts: 0,
    claimed_by: null,
    claimed_until: null,
    subject: null,
    because: null,
    settled_at: null,
    recorded: 0,
  };
}

function entryOf(row: OutboxTable): OutboxEntry {
  const outgoing: Outgoing = JSON.parse(row.outgoing);
  return {
    ...outgoing,
    state: row.state,
    notBefore: instant(row.not_before),
    attempts: row.attempts,
    recorded: row.recorded === 1,
    ...(row.claimed_by !== null && { claimedBy: row.claimed_by }),
    ...(row.claimed_until !== null && { claimedUntil: instant(row.claimed_until) }),
    ...(row.subject !== null && { subject: row.subject }),
    ...(row.because !== null && { because: row.because }),
    ...(row.settled_at !== null && { settledAt: instant(row.settled_at) }),
  };
}
