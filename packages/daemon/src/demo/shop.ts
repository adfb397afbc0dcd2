import { readFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { type Child, startChild } from './child.ts';
import { freePort } from './machine/free-port.ts';
import type { DemoDatabase } from './open-database.ts';
import { runWell, type Workshop } from './workshop.ts';

/** What waits on `staging`. */
export interface Staged {
  readonly version: string;
  /** What its author says of it. */
  readonly subject: string;
}

/** Where its team works, and with which variables. */
export type RunsAt = Pick<Shop, 'folder' | 'environment'>;

/** The sample service as its team has it: a repository with a plan, a database, a place where it runs. */
export interface Shop {
  readonly url: string;
  readonly folder: string;
  /** For whoever deploys or watches it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Lines of the plan that differ from the shop's own, such as `for: 40s`. */
  readonly changedLines: readonly string[];
  /** As its team deploys it, before there was Daywatch. */
  deploy(): Promise<void>;
  /** Customers come, so many requests a second. */
  open(rate: number): Child;
  stage(release: string): Promise<Staged>;
  stop(): Promise<void>;
}

export interface WatchLength {
  readonly for: string;
  readonly every: string;
  /** Right after the deploy: a cold start is not judged. */
  readonly settle: string;
}

export async function openShop(database: DemoDatabase, watch: WatchLength, workshop: Workshop): Promise<Shop> {
  const { repository, folder: home, clock } = workshop;
  const example = join(repository, 'examples/shop');
  const folder = join(home, 'shop');
  const state = join(home, 'production');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    ...workshop.environment,
    DATABASE_URL: database.url,
    PORT: String(port),
    SHOP_HOME: state,
    SHOP_URL: url,
  };
  const node = (script: string, ...args: string[]) => ({
    command: [process.execPath, join(example, script), ...args],
    folder: example,
    environment,
  });
  await mkdir(state);
  const pidFile = join(state, 'shop.pid');
  // Should the demo have to end at once, nothing else would end the shop.
  process.once('exit', () => signalShop(pidFile, 'SIGKILL'));
  await Promise.all([
    runWell(
      "Setting up the shop's repository",
      node('setup-repository.ts', folder, '--watch-for', watch.for, '--every', watch.every, '--settle', watch.settle),
      workshop,
    ),
    runWell("Filling the shop's database", node('src/seed.ts', '--orders', String(database.orders)), workshop),
  ]);
  return {
    url,
    folder,
    environment,
    changedLines: await differingLines(join(example, 'daywatch.yaml'), join(folder, 'daywatch.yaml')),
    async deploy() {
      await runWell('Deploying the shop', { command: ['./deploy-production.sh'], folder, environment }, workshop);
    },
    open: (rate) => startChild({ ...node('traffic.ts', '--url', url, '--rate', String(rate)), clock }),
    async stage(release) {
      await runWell(`Putting the release "${release}" on staging`, node('release.ts', folder, release), workshop);
      const log = { command: ['git', 'log', '-2', '--format=%s', 'staging'], folder, environment };
      const [title = '', subject = ''] = (await runWell('Reading what is on staging', log, workshop)).split('\n');
      return { version: title.replace('Release ', ''), subject };
    },
    stop: () => stopShop(pidFile, workshop),
  };
}

async function differingLines(original: string, changed: string): Promise<readonly string[]> {
  const before = (await readFile(original, 'utf8')).split('\n');
  const after = (await readFile(changed, 'utf8')).split('\n');
  return after.filter((line) => !before.includes(line)).map((line) => line.trim());
}

/** The deploy script gives the shop a session of its own; its pid file is all that is left of it. */
function signalShop(pidFile: string, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(Number(readFileSync(pidFile, 'utf8')) || Number.NaN, signal);
  } catch {
    return false; // It never ran, or has ended.
  }
}

async function stopShop(pidFile: string, { clock }: Workshop): Promise<void> {
  signalShop(pidFile, 'SIGTERM');
  for (let tenths = 0; tenths < 50 && signalShop(pidFile, 0); tenths += 1) await clock.sleep(seconds(0.1));
  signalShop(pidFile, 'SIGKILL');
}
