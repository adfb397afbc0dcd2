import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { freePort } from '../../../packages/daemon/src/demo/machine/free-port.ts';
import { createDatabase } from '../../../test/support/create-database.ts';
import type {} from '../../../test/support/postgres-for-suite.ts';
import { putOnStaging, type ReleaseName } from '../release.ts';
import { runGit } from '../run-git.ts';
import { setupRepository } from '../setup-repository.ts';
import { openDatabase } from '../src/database.ts';
import { migrate } from '../src/migrate.ts';
import { seed } from '../src/seed.ts';

export type Production = Awaited<ReturnType<typeof openProduction>>;
type Run = { exitCode: number; output: string };

/** The shop as it runs for its team: a repository, a seeded database, a port. Nothing is deployed yet. */
export async function openProduction() {
  const home = await mkdtemp(join(tmpdir(), 'shop-production-'));
  const database = await createDatabase(inject('postgresUrl'), 'shop');
  const { pool } = openDatabase({ url: database.url, poolSize: 2 });
  await migrate(pool);
  await seed(pool, { customers: 800, products: 1_000, orders: 20_000 });
  await pool.end();

  const { folder, stable } = await setupRepository({ folder: join(home, 'shop') });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const shopHome = join(home, 'state');
  const variables = {
    ...process.env,
    DATABASE_URL: database.url,
    PORT: String(port),
    SHOP_HOME: shopHome,
    SHOP_URL: url,
  };

  const run = (command: string, ...args: string[]) =>
    new Promise<Run>((resolve) => {
      execFile(command, args, { cwd: folder, env: variables }, (error, stdout, stderr) =>
        resolve({ exitCode: error === null ? 0 : Number(error.code), output: stdout + stderr }),
      );
    });
  const deploy = () => run('./deploy-production.sh');
  const pid = async () => Number(await readFile(join(shopHome, 'shop.pid'), 'utf8'));

  return {
    url,
    stable,
    deploy,
    pid,
    run,
    log: () => readFile(join(shopHome, 'shop.log'), 'utf8'),
    currentVersion: async () => (await readFile(join(shopHome, 'current-version'), 'utf8')).trim(),
    head: () => runGit(folder, ['rev-parse', '--short', 'HEAD']),
    /** The steps of the plan: merge staging to main, push, run the script. */
    async ship(release: ReleaseName): Promise<Run> {
      await putOnStaging({ folder, release });
      await runGit(folder, ['checkout', '--quiet', 'main']);
      await runGit(folder, ['merge', '--quiet', '--no-edit', 'staging']);
      await runGit(folder, ['push', '--quiet', 'origin', 'main']);
      return deploy();
    },
    async rollBack(): Promise<Run> {
      await runGit(folder, ['checkout', '--quiet', stable]);
      return deploy();
    },
    async get(path: string, token?: string): Promise<number> {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      return (await fetch(url + path, { headers })).status;
    },
    async post<T>(path: string, json: unknown, token?: string): Promise<{ status: number; body: T }> {
      const headers = {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      };
      const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(json) });
      return { status: response.status, body: (await response.json()) as T };
    },
    /** Of a table, since it was made. A connection tells its part at the latest when it ends. */
    async rowsRead(table: string): Promise<number> {
      const { pool } = openDatabase({ url: database.url, poolSize: 1 });
      try {
        const read =
          'select seq_tup_read + coalesce(idx_tup_fetch, 0) as read from pg_stat_user_tables where relname = $1';
        const { rows } = await pool.query<{ read: string }>(read, [table]);
        const [found] = rows;
        if (found === undefined) throw new Error(`nothing is counted of ${table}`);
        return Number(found.read);
      } finally {
        await pool.end();
      }
    },
    async close() {
      await pid()
        .then((running) => process.kill(running, 'SIGKILL'))
        .catch(() => {});
      await database.drop();
      await rm(home, { recursive: true });
    },
  };
}
