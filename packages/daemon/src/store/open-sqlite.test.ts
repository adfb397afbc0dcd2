import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from './open-sqlite.ts';
import { StoreUnavailable } from './store-unavailable.ts';

describe('openSqliteStore', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'daywatch-open-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes the folder, for its owner only', async () => {
    const inside = join(folder, 'a', 'b');
    await (await openSqliteStore({ folder: inside })).close();
    expect(statSync(inside).mode & 0o777).toBe(0o700);
  });

  it('leaves one file with everything and an empty lock when it is closed', async () => {
    await (await openSqliteStore({ folder })).close();
    expect(readdirSync(folder).sort()).toEqual(['daywatch.db', 'daywatch.lock']);
  });

  it('writes to a log that is on the disk before anything is acknowledged', async () => {
    const store = await openSqliteStore({ folder });
    await store.saveRunnerKey('one', 'aa');
    expect(readdirSync(folder)).toContain('daywatch.db-wal');
    await store.close();
  });

  it.each([
    ['no database', () => writeFileSync(join(folder, 'daywatch.db'), 'something else, of some length'.repeat(100))],
    ['a newer Daywatch', () => newerDatabase()],
  ])('refuses the file of %s, and gives the folder free again', async (_, prepare) => {
    prepare();
    await expect(openSqliteStore({ folder })).rejects.toThrow(StoreUnavailable);
    rmSync(join(folder, 'daywatch.db'));
    await (await openSqliteStore({ folder })).close();
  });

  it('says what is wrong with a folder that is none', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(openSqliteStore({ folder: file })).rejects.toThrow(`The data folder ${file} cannot be used: EEXIST`);
  });

  function newerDatabase(): void {
    const database = new DatabaseSync(join(folder, 'daywatch.db'));
    database.exec(
      `create table migrations (number integer primary key, name text); insert into migrations values (9, '')`,
    );
    database.close();
  }
});
