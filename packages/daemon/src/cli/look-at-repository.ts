import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Repository, RepositoryFile } from '../plan/from-repository/facts-of.ts';

const mostFiles = 4_000;
const largestFile = 200_000;
const deepest = 6;
const left = new Set([
  'node_modules',
  'dist',
  'build',
  'coverage',
  'vendor',
  'target',
  '.git',
  '.daywatch',
  '.turbo',
  '.next',
]);
const read = /(?:\.(?:[cm]?[jt]sx?|json|ya?ml|sh|sql)|(?:^|\/)\.env\.(?:example|sample|template|dist))$/;

interface Looked {
  readonly folder: string;
  /** Answers lines of what git prints, none when it fails. */
  git(words: readonly string[]): Promise<readonly string[]>;
}

/** The files of a repository that say something of its service, and what git knows. Links are not followed. */
export async function lookAtRepository({ folder, git }: Looked): Promise<Repository> {
  const [files, branches, tags, [remote]] = await Promise.all([
    filesBelow(folder, ''),
    git(['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/remotes/origin']),
    git(['tag', '--sort=-creatordate']),
    git(['remote', 'get-url', 'origin']),
  ]);
  const named = branches
    .map((ref) => ref.replace(/^refs\/(?:heads|remotes\/origin)\//, ''))
    .filter((name) => name !== 'HEAD');
  return { folder: basename(folder), files, branches: [...new Set(named)], tags, remote };
}

async function filesBelow(folder: string, path: string, depth = 0): Promise<readonly RepositoryFile[]> {
  const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => []);
  const files: RepositoryFile[] = [];
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const inner = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory() && depth < deepest && !left.has(entry.name))
      files.push(...(await filesBelow(folder, inner, depth + 1)));
    else if (entry.isFile()) files.push({ path: inner, text: await textOf(join(folder, inner), inner) });
    if (files.length > mostFiles) break;
  }
  return files;
}

/** What is kept in a real `.env` is nobody's business. */
async function textOf(file: string, path: string): Promise<string> {
  if (!read.test(path)) return '';
  const size = await stat(file).then(
    (found) => found.size,
    () => largestFile + 1,
  );
  return size > largestFile ? '' : readFile(file, 'utf8').catch(() => '');
}
