import { backup } from '@daywatch/daemon/src/checklist/backup.ts';
import { plan, watched } from '@daywatch/daemon/src/http/app.fixture.ts';
import type { DaemonLook, Finding } from '@daywatch/daemon/src/ports/checklist-item.ts';
import type { Source } from '@daywatch/daemon/src/ports/source.ts';
import { MemoryStore } from '@daywatch/daemon/src/store/memory-store.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { createDatabase, type Database } from '../support/create-database.ts';
import { openPostgresSource } from './postgres-source.ts';

let database: Database;
beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'), 'checklist_backup');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    create table backups (finished_at timestamptz, day date, local timestamp, epoch float8);
    insert into backups values
      ('2026-12-01T20:00:00Z', '2026-12-01', '2026-12-01 20:00:00', 1796155200),
      ('2026-11-30T20:00:00Z', '2026-11-30', '2026-11-30 20:00:00', 1796068800)`);
  await client.query(`alter database ${new URL(database.url).pathname.slice(1)} set timezone to 'UTC'`);
  await client.end();
});
afterAll(() => database.drop());

/** It is 2026-12-01T22:00:00Z. */
async function look(sql: string, url = database.url): Promise<{ finding: Finding; closed: number }> {
  let closed = 0;
  const answerer = backup.answerer(backup.options.parse({ backup: { sql, source: 'database', within: '6h' } }));
  if (answerer.by !== 'daemon') throw new Error('a database is looked at by the daemon');
  const tools: DaemonLook = {
    deployment: watched,
    events: [],
    plan,
    store: new MemoryStore(),
    clock: createFakeClock(),
    signal: AbortSignal.timeout(20_000),
    source(): Source {
      const source = openPostgresSource({ url });
      return {
        ...source,
        probe: (question) => source.probe(question),
        close: async () => {
          closed += 1;
          await source.close();
        },
      };
    },
  };
  return { finding: await answerer.look(tools), closed };
}

describe('a backup that a database tells of', () => {
  it.each([
    ['select max(finished_at) from backups', 'passed', '2026-12-01 20:00 UTC; it may be 6h old'],
    ['select max(finished_at) from backups -- the newest', 'passed', '2026-12-01 20:00 UTC; it may be 6h old'],
    ['select max(local) from backups;', 'passed', '2026-12-01 20:00 UTC; it may be 6h old'],
    ['select max(day) from backups', 'failed', '2026-12-01 00:00 UTC, older than 6h'],
    ['select to_timestamp(max(epoch)) from backups', 'passed', '2026-12-01 20:00 UTC; it may be 6h old'],
    ['select min(finished_at) from backups', 'failed', '2026-11-30 20:00 UTC, older than 6h'],
  ])('%s', async (sql, state, because) => {
    expect(await look(sql)).toEqual({ finding: { state, because: `the newest backup is of ${because}` }, closed: 1 });
  });

  it.each([
    ['there is none', 'select max(finished_at) from backups where false', 'database knows of no backup'],
    ['no row comes', 'select finished_at from backups where false', 'database knows of no backup'],
    ['several rows come', 'select finished_at from backups', expect.stringContaining('more than one row')],
    ['it is no time', 'select true', expect.stringContaining('cannot cast type boolean')],
    ['the table is not there', 'select max(at) from dumps', expect.stringContaining('relation "dumps" does not exist')],
    ['it would write', 'delete from backups returning finished_at', expect.stringContaining('syntax error')],
  ])('fails when %s', async (_what, sql, because) => {
    expect(await look(sql)).toEqual({ finding: { state: 'failed', because }, closed: 1 });
  });

  it('fails when the database does not answer', async () => {
    const { finding } = await look('select now()', 'postgres://nobody@127.0.0.1:9/none');
    expect(finding).toMatchObject({ state: 'failed', because: expect.stringContaining('database') });
  });
});
