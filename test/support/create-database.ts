import { randomBytes } from 'node:crypto';
import pg from 'pg';

export type Database = {
  url: string;
  /** Ends every connection to it, then drops it. */
  drop(): Promise<void>;
};

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** An empty database of its own for one test, on the server behind `serverUrl`. Its name is unique and starts with `name`. */
export async function createDatabase(serverUrl: string, name = 'test'): Promise<Database> {
  const unique = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}_${randomBytes(4).toString('hex')}`;
  // template0 has no connections of its own, so that tests may create databases at the same time.
  await run(serverUrl, `create database "${unique}" template template0`);
  const url = new URL(serverUrl);
  url.pathname = `/${unique}`;
  return { url: url.href, drop: () => run(serverUrl, `drop database if exists "${unique}" with (force)`) };
}
