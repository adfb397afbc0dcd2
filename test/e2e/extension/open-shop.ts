import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { putOnStaging, type ReleaseName } from '../../../examples/shop/release.ts';
import { setupRepository } from '../../../examples/shop/setup-repository.ts';
import { openDatabase } from '../../../examples/shop/src/database.ts';
import { migrate } from '../../../examples/shop/src/migrate.ts';
import { seed } from '../../../examples/shop/src/seed.ts';
import { type Answer, startTraffic } from '../../../examples/shop/traffic.ts';
import { createDatabase } from '../../support/create-database.ts';
import type { Leash } from '../../support/leash.ts';

export type Shop = {
  /** The checkout of its team. */
  folder: string;
  url: string;
  /** What its plan and its deploy script read from the environment. */
  variables: Readonly<Record<string, string>>;
  /** Runs the deploy script on what is checked out. */
  deploy(): Promise<void>;
  /** Puts a release on the staging branch. */
  release(name: ReleaseName): Promise<{ version: string; commit: string }>;
  /** What `/version` says. */
  version(): Promise<string>;
  /** What its customers got so far, the last answer last. */
  answers: readonly Answer[];
  close(): Promise<void>;
};

export type ShopOptions = {
  folder: string;
  postgresUrl: string;
  watch: { for: string; every: string };
  /** Requests a second of its customers. */
  rate: number;
  leash: Leash;
};

/**
 * A machine that runs an editor, a browser and a shop at once is slow: only errors shall decide. And a rollback takes two
 * criteria: with 1 % of all requests, 40 seconds of a few customers would not always be enough for the second.
 */
const limits = {
  'orders-p95': '5s',
  'checkout-p95': '5s',
  'database-latency': '2s',
  pool: '200',
  'api-errors': '0.2%',
};

/** The sample shop as its team has it, with a database full of orders, and customers that come and go once it runs. */
export async function openShop({ folder: home, postgresUrl, watch, rate, leash }: ShopOptions): Promise<Shop> {
  const database = await createDatabase(postgresUrl, 'shop');
  const { pool } = openDatabase({ url: database.url, poolSize: 2 });
  await migrate(pool);
  await seed(pool, { customers: 2_000, products: 500, orders: 20_000 });
  await pool.end();

  const { folder } = await setupRepository({ folder: join(home, 'shop'), watch, limits });
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const variables = { DATABASE_URL: database.url, PORT: port, SHOP_HOME: join(home, 'production'), SHOP_URL: url };

  const closing = new AbortController();
  const answers: Answer[] = [];
  let traffic: Promise<void> | undefined;

  return {
    folder,
    url,
    variables,
    async deploy() {
      const env = { ...process.env, ...variables, ...leash.env };
      await promisify(execFile)('./deploy-production.sh', { cwd: folder, env });
      traffic ??= startTraffic({ url, rate, signal: closing.signal, onAnswer: (answer) => answers.push(answer) });
    },
    release: (release) => putOnStaging({ folder, release }),
    async version() {
      const answer: { version: string } = JSON.parse(await (await fetch(`${url}/version`)).text());
      return answer.version;
    },
    answers,
    async close() {
      closing.abort();
      await traffic;
      await database.drop();
    },
  };
}
