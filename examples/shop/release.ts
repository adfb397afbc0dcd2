import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runGit } from './run-git.ts';

export const releaseNames = [
  'good',
  'slow-query',
  'server-errors',
  'pool-exhaustion',
  'broken-import',
  'memory-leak',
  'silent-error',
  'sentry-issue',
  'deadlocks',
  'dropped-index',
  'not-valid',
  'crash-on-start',
] as const;
export type ReleaseName = (typeof releaseNames)[number];

export const isReleaseName = (name: string): name is ReleaseName => releaseNames.some((known) => known === name);

const hour = 3_600_000;
const patchOf = (release: ReleaseName) => join(import.meta.dirname, 'releases', release, 'release.patch');

/**
 * Makes `release` the tip of `staging` and pushes it, as the team would: what went wrong before is reverted first, the
 * change is committed, the version is raised. Whatever is checked out in `folder` stays checked out.
 */
export async function putOnStaging({
  folder,
  release,
}: {
  folder: string;
  release: ReleaseName;
}): Promise<{ version: string; commit: string }> {
  return onStaging(folder, async (tree) => {
    const lastCommit = Date.parse(await runGit(tree, ['log', '-1', '--format=%cI']));
    let commits = 0;
    const commit = (args: readonly string[]) => {
      commits += 1;
      return runGit(tree, args, new Date(lastCommit + commits * hour));
    };

    for (const bad of releaseNames.filter((name) => name !== 'good')) {
      if (await isIn(tree, bad)) await commit(['revert', '--no-edit', await commitOf(tree, bad)]);
    }
    if (!(await isIn(tree, release))) await commit(['am', '--quiet', '--ignore-date', patchOf(release)]);

    const version = await raiseVersion(tree);
    await commit(['commit', '--quiet', '--all', '-m', `Release ${version}`]);
    await runGit(tree, ['push', '--quiet', 'origin', 'staging']);
    return { version, commit: await runGit(tree, ['rev-parse', '--short', 'HEAD']) };
  });
}

async function onStaging<T>(folder: string, work: (tree: string) => Promise<T>): Promise<T> {
  if ((await runGit(folder, ['branch', '--show-current'])) === 'staging') return work(folder);
  const tree = await mkdtemp(join(tmpdir(), 'shop-staging-'));
  try {
    await runGit(folder, ['worktree', 'add', '--quiet', tree, 'staging']);
    return await work(tree);
  } finally {
    await rm(tree, { recursive: true, force: true });
    await runGit(folder, ['worktree', 'prune']);
  }
}

/** A patch is in when it could be taken out. */
async function isIn(tree: string, release: ReleaseName): Promise<boolean> {
  return runGit(tree, ['apply', '--reverse', '--check', patchOf(release)]).then(
    () => true,
    () => false,
  );
}

async function commitOf(tree: string, release: ReleaseName): Promise<string> {
  const subject = /^Subject: \[PATCH\] (.+)$/m.exec(await readFile(patchOf(release), 'utf8'))?.[1];
  const commits = (await runGit(tree, ['log', '--format=%H %s'])).split('\n');
  const found = commits.find((line) => line.slice(line.indexOf(' ') + 1) === subject);
  if (found === undefined) throw new Error(`"${subject}" is in the files of staging, but not in its history`);
  return found.slice(0, found.indexOf(' '));
}

async function raiseVersion(tree: string): Promise<string> {
  const path = join(tree, 'package.json');
  const manifest: { version: string } = JSON.parse(await readFile(path, 'utf8'));
  const [major, minor] = manifest.version.split('.').map(Number);
  const version = `${major}.${(minor ?? 0) + 1}.0`;
  await writeFile(path, `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
  return version;
}

if (import.meta.main) {
  const [folder, release] = process.argv.slice(2);
  if (folder === undefined || release === undefined || !isReleaseName(release)) {
    console.error(`node release.ts FOLDER NAME\nreleases: ${releaseNames.join(', ')}`);
    process.exit(64);
  }
  const { version, commit } = await putOnStaging({ folder, release });
  console.log(`staging is ${version} (${commit})`);
}
