import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isReleaseName, putOnStaging, type ReleaseName, releaseNames } from './release.ts';
import { runGit } from './run-git.ts';

const example = import.meta.dirname;
const firstDay = Date.parse('2026-10-05T09:00:00Z');
const day = 86_400_000;

/** The shop's history. Paths that no commit names come with the last one. */
const history: { message: string; paths: string[] }[] = [
  {
    message: 'Start the shop: settings, database, migrations',
    paths: ['.gitignore', 'package.json', 'tsconfig.json', 'migrations', 'src/database.ts', 'src/log.ts'].concat([
      'src/migrate.ts',
      'src/schema.ts',
      'src/settings.ts',
      'src/settings.test.ts',
    ]),
  },
  {
    message: 'Let customers register and sign in',
    paths: ['src/accounts.ts', 'src/passwords.ts', 'src/passwords.test.ts', 'src/read-body.ts', 'src/sessions.ts'],
  },
  {
    message: 'Sell: products, orders, checkout in one transaction',
    paths: ['src/products.ts', 'src/basket.ts', 'src/place-order.ts', 'src/orders.ts', 'src/checkout.ts'],
  },
  { message: 'Report the products that sell best', paths: ['src/reports.ts', 'src/top-products.ts'] },
  { message: 'Serve it, with health, version and metrics', paths: ['src'] },
  { message: 'Deploy to production, and say what good looks like', paths: ['.'] },
];

export type ShopRepository = {
  folder: string;
  /** The bare repository behind `origin`. */
  remote: string;
  /** The tag of the last stable version. */
  stable: string;
};

export type ShopRepositoryOptions = {
  folder: string;
  /** Default: beside the folder, `<folder>.git`. */
  remote?: string;
  /** Put on `staging` one after the other. */
  releases?: readonly ReleaseName[];
  /** Other times than the plan's 24 h and 15 s, such as `{ for: '3m', every: '1s', settle: '5s' }`. */
  watch?: Watch;
  /** Other limits than the plan's, by criterion, such as `{ 'orders-p95': '2s' }`. */
  limits?: Readonly<Record<string, string>>;
  /** With the criteria that ask for a Sentry, the shop's log, or time: a tour has none of them. */
  wholePlan?: boolean;
  /** What else is to be different in the plan. */
  adjustPlan?: (plan: string) => string;
};

/** Of the plan: what takes more than a shop, its database and a minute. */
const beyondTour = [
  { indent: 2, names: ['logs', 'sentry'] },
  { indent: 8, names: ['constraints', 'deadlocks', 'slower-queries', 'memory', 'new-errors', 'new-issues'] },
];

type Watch = { for?: string; every?: string; settle?: string };

/** Writes the shop as its team has it: `main` and `staging`, a remote, a stable tag. Always the same commits. */
export async function setupRepository(options: ShopRepositoryOptions): Promise<ShopRepository> {
  const folder = resolve(options.folder);
  const remote = resolve(options.remote ?? `${folder}.git`);
  await mkdir(folder, { recursive: true });
  await mkdir(remote, { recursive: true });
  await runGit(remote, ['init', '--quiet', '--bare', '--initial-branch=main']);
  await runGit(folder, ['init', '--quiet', '--initial-branch=main']);
  await runGit(folder, ['config', 'user.name', 'Shop Team']);
  await runGit(folder, ['config', 'user.email', 'team@shop.example']);

  await copyShop(folder, options);
  for (const [index, { message, paths }] of history.entries()) {
    await runGit(folder, ['add', ...paths]);
    await runGit(folder, ['commit', '--quiet', '-m', message], new Date(firstDay + index * day));
  }

  const { version } = await readPackage(folder);
  const stable = `stable/production/${version}`;
  const tagged = new Date(firstDay + history.length * day);
  await runGit(folder, ['tag', '-a', stable, '-m', `Version ${version} held for 24 hours in production`], tagged);
  await runGit(folder, ['branch', 'staging']);
  await runGit(folder, ['remote', 'add', 'origin', remote]);
  await runGit(folder, ['push', '--quiet', '--set-upstream', 'origin', 'main', 'staging', stable]);
  for (const release of options.releases ?? []) await putOnStaging({ folder, release });
  return { folder, remote, stable };
}

type Adjusted = Pick<ShopRepositoryOptions, 'watch' | 'limits' | 'wholePlan' | 'adjustPlan'>;

async function copyShop(folder: string, options: Adjusted): Promise<void> {
  const { watch = {}, limits = {}, wholePlan = false, adjustPlan = (plan) => plan } = options;
  for (const path of ['src', 'migrations', 'smoke-test.ts', 'deploy-production.sh', 'await-shop.ts']) {
    await cp(join(example, path), join(folder, path), { recursive: true });
  }
  const plan = (await readFile(join(example, 'daywatch.yaml'), 'utf8'))
    .replace(/^( +for:) 24h$/m, `$1 ${watch.for ?? '24h'}`)
    .replace(/^( +)(every:) 15s$/m, (_, indent, key) =>
      [
        `${indent}${key} ${watch.every ?? '15s'}`,
        ...(watch.settle === undefined ? [] : [`${indent}settle: ${watch.settle}`]),
      ].join('\n'),
    );
  const chosen = wholePlan ? plan : beyondTour.reduce(without, plan);
  await writeFile(join(folder, 'daywatch.yaml'), adjustPlan(Object.entries(limits).reduce(withLimit, chosen)));
  await writeJson(join(folder, 'package.json'), { ...(await readPackage(example)), name: 'shop' });
  const base: unknown = JSON.parse(await readFile(join(example, '../../tsconfig.base.json'), 'utf8'));
  await writeJson(join(folder, 'tsconfig.json'), base);
  await writeFile(join(folder, '.gitignore'), 'node_modules\n.daywatch/\n');
  await symlink(installedModules(), join(folder, 'node_modules'));
}

function withLimit(plan: string, [criterion, limit]: [string, string]): string {
  const own = new RegExp(`^( +${criterion}:\\n(?:(?! +limit:).*\\n)* +limit:) .*$`, 'm');
  if (!own.test(plan)) throw new Error(`the plan has no limit for "${criterion}"`);
  return plan.replace(own, `$1 ${limit}`);
}

/** Leaves out entries with all that stands under them. */
function without(plan: string, { indent, names }: (typeof beyondTour)[number]): string {
  const entry = new RegExp(`^ {${indent}}(?:${names.join('|')}):\\n(?: {${indent + 1}}.*\\n)*`, 'gm');
  return plan.replace(entry, '');
}

/** Wherever npm put them: beside the example, or at the root of the workspaces. */
function installedModules(): string {
  const hono = createRequire(import.meta.url).resolve('hono');
  return hono.slice(0, hono.lastIndexOf('/node_modules/') + '/node_modules'.length);
}

async function readPackage(folder: string): Promise<{ version: string }> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
}

const writeJson = (path: string, value: unknown) => writeFile(path, `${JSON.stringify(value, null, 2)}\n`);

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      release: { type: 'string', multiple: true, default: [] },
      remote: { type: 'string' },
      'watch-for': { type: 'string' },
      every: { type: 'string' },
      settle: { type: 'string' },
      'whole-plan': { type: 'boolean', default: false },
    },
  });
  const [folder] = positionals;
  const releases = values.release.filter(isReleaseName);
  if (folder === undefined || releases.length < values.release.length) {
    console.error(
      `node setup-repository.ts FOLDER [--release NAME]... [--remote FOLDER] [--watch-for 3m] [--every 1s] [--settle 5s] [--whole-plan]\nreleases: ${releaseNames.join(', ')}`,
    );
    process.exit(64);
  }
  const { remote, every, settle, 'watch-for': watchFor } = values;
  const watch = {
    ...(watchFor === undefined ? {} : { for: watchFor }),
    ...(every === undefined ? {} : { every }),
    ...(settle === undefined ? {} : { settle }),
  };
  const wholePlan = values['whole-plan'];
  const repository = await setupRepository({
    folder,
    releases,
    watch,
    wholePlan,
    ...(remote === undefined ? {} : { remote }),
  });
  console.log(`${repository.folder}: main, staging, ${repository.stable}; origin is ${repository.remote}`);
}
