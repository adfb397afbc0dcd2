import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putOnStaging, releaseNames } from '../release.ts';
import { runGit } from '../run-git.ts';
import { type ShopRepositoryOptions, setupRepository } from '../setup-repository.ts';

let home: string;
let folder: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'shop-repository-'));
  folder = join(home, 'shop');
});
afterEach(() => rm(home, { recursive: true }));

const git = (...args: string[]) => runGit(folder, args);
const subjects = async (range: string) => (await git('log', '--format=%s', range)).split('\n');

describe('the repository', () => {
  it('has two branches, a remote and a stable tag, all on one commit, nothing uncommitted', async () => {
    const { stable, remote } = await setupRepository({ folder });
    expect({ stable, remote }).toEqual({ stable: 'stable/production/1.0.0', remote: join(home, 'shop.git') });
    const commits = await git('rev-parse', 'main', 'staging', 'origin/main', 'origin/staging', `${stable}^{commit}`);
    expect(new Set(commits.split('\n')).size).toBe(1);
    expect(await git('cat-file', '-t', stable)).toBe('tag');
    expect(await runGit(remote, ['for-each-ref', '--format=%(refname:short)'])).toBe(
      'main\nstaging\nstable/production/1.0.0',
    );
    expect(await git('status', '--short')).toBe('');
    expect(new Set((await git('log', '--format=%an <%ae>')).split('\n'))).toEqual(
      new Set(['Shop Team <team@shop.example>']),
    );
  });

  it('is the same each time', async () => {
    await setupRepository({ folder });
    const other = await setupRepository({ folder: join(home, 'other') });
    expect(await runGit(other.folder, ['rev-parse', 'HEAD'])).toBe(await git('rev-parse', 'HEAD'));
  });

  it('holds every file of the service, and the installed packages by a link', async () => {
    await setupRepository({ folder });
    expect(await readdir(join(folder, 'src'))).toEqual(await readdir(join(import.meta.dirname, '../src')));
    expect(await readlink(join(folder, 'node_modules'))).toMatch(/\/node_modules$/);
    expect(await git('ls-files', '--stage', 'deploy-production.sh')).toMatch(/^100755 /);
    expect(await git('ls-files', 'node_modules')).toBe('');
  });

  it('takes other times of watch for a quick tour', async () => {
    await setupRepository({ folder, watch: { for: '3m', every: '1s' } });
    const plan = await readFile(join(folder, 'daywatch.yaml'), 'utf8');
    expect(plan).toMatch(/watch:\n +for: 3m\n +every: 1s\n/);
  });

  it('has a plan without what a tour has not got, or the whole one', async () => {
    const planOf = async (name: string, options: Omit<ShopRepositoryOptions, 'folder'>) => {
      await setupRepository({ folder: join(home, name), ...options });
      return readFile(join(home, name, 'daywatch.yaml'), 'utf8');
    };
    const whole = await readFile(join(import.meta.dirname, '../daywatch.yaml'), 'utf8');
    expect(await planOf('whole', { wholePlan: true })).toBe(whole);
    const short = await planOf('short', {});
    const namesIn = (plan: string): string[] => [...(plan.match(/^(?: {2}| {8})[a-z][\w-]+(?=:$)/gm) ?? [])];
    expect(namesIn(whole).filter((name) => !namesIn(short).includes(name))).toEqual([
      '  logs',
      '  sentry',
      ...['constraints', 'deadlocks', 'slower-queries', 'memory', 'new-errors', 'new-issues'].map(
        (name) => `        ${name}`,
      ),
    ]);
    expect(short).not.toMatch(/LOG|SENTRY|SHOP_HOME/);
    const shorter = await planOf('adjusted', { adjustPlan: (plan) => plan.replace('for: 24h', 'for: 12h') });
    expect(shorter).toContain('for: 12h');
  });
});

describe('a release', () => {
  it('is the change on the stable version, and a new number', async () => {
    await setupRepository({ folder });
    const { version, commit } = await putOnStaging({ folder, release: 'slow-query' });
    expect({ version, commit }).toEqual({ version: '1.1.0', commit: await git('rev-parse', '--short', 'staging') });
    expect(await subjects('main..staging')).toEqual([
      'Release 1.1.0',
      'Show the shipment of each order in the list of orders',
    ]);
    expect(JSON.parse(await git('show', 'staging:package.json'))).toMatchObject({ version });
    expect(await git('rev-parse', 'origin/staging')).toBe(await git('rev-parse', 'staging'));
  });

  it('of any name applies to the stable version', async () => {
    await setupRepository({ folder });
    for (const release of releaseNames) {
      await git('apply', '--check', join(import.meta.dirname, '../releases', release, 'release.patch'));
    }
  });

  it('leaves what is checked out alone', async () => {
    const { stable } = await setupRepository({ folder });
    await git('checkout', '--quiet', stable);
    await putOnStaging({ folder, release: 'slow-query' });
    expect(await git('rev-parse', 'HEAD')).toBe(await git('rev-parse', 'main'));
    expect(await git('status', '--short')).toBe('');
    expect(await git('worktree', 'list')).not.toContain('\n');
  });

  it('comes into the working tree when staging is checked out', async () => {
    await setupRepository({ folder });
    await git('checkout', '--quiet', 'staging');
    await putOnStaging({ folder, release: 'slow-query' });
    expect(await readdir(join(folder, 'migrations'))).toContain('0003_shipments.sql');
    expect(await git('status', '--short')).toBe('');
  });

  it('takes back the bad one before it, keeps the good one, and merges into a main that was never moved back', async () => {
    await setupRepository({ folder, releases: ['good'] });
    for (const release of releaseNames.filter((name) => name !== 'good')) {
      await putOnStaging({ folder, release });
      await git('merge', '--quiet', '--no-edit', 'staging');
    }
    await putOnStaging({ folder, release: 'slow-query' });
    await putOnStaging({ folder, release: 'good' });
    await git('merge', '--quiet', '--no-edit', 'staging');
    expect((await subjects('main')).slice(0, 7)).toEqual([
      'Release 1.14.0',
      'Revert "Show the shipment of each order in the list of orders"',
      'Release 1.13.0',
      'Show the shipment of each order in the list of orders',
      'Revert "Charge payments through the payment provider"',
      'Release 1.12.0',
      'Charge payments through the payment provider',
    ]);
    const changed = await git('diff', '--name-only', 'stable/production/1.0.0', 'main');
    expect(changed.split('\n')).toEqual(['migrations/0002_product_words.sql', 'package.json', 'src/products.ts']);
  });
});
