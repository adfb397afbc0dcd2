import { readdir, readFile } from 'node:fs/promises';
import type { Pool } from 'pg';

const folder = new URL('../migrations/', import.meta.url);
const onlyOneMigrates = 7_465_629; // any number, the same in every version: it names the lock

/** Applies what is new, in order of name. Several processes may call it at once; one migrates, the others wait. */
export async function migrate(pool: Pool): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [onlyOneMigrates]);
    await client.query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string }>('select name from migrations');
    const applied = new Set(rows.map((row) => row.name));
    const pending = files.filter((name) => !applied.has(name));
    for (const name of pending) {
      await client.query(await readFile(new URL(name, folder), 'utf8'));
      await client.query('insert into migrations (name) values ($1)', [name]);
    }
    await client.query('commit');
    return pending;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
