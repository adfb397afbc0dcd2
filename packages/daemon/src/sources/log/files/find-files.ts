import type { BigIntStats, Dirent } from 'node:fs';
import { glob, readdir, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { closest } from '../../../plan/closest.ts';

/** A file as it lies there now. */
export interface FoundFile {
  readonly path: string;
  readonly key: string;
  readonly size: number;
  readonly changedAt: number;
}

export const hasWildcard = /[*?[{]/;
export const compressedEnding = /\.(?:gz|bz2|xz|zst|lz4|zip)$/;

/** Where a compressed file lay, or would lie if it were unpacked. */
export const plainPath = ({ path }: Pick<FoundFile, 'path'>): string => path.replace(compressedEnding, '');

/** The files of a list of names and globs, each once however many names it has; compressed ones are left out. */
export async function findFiles(globs: readonly string[]): Promise<ReadonlyMap<string, FoundFile>> {
  const found = new Map<string, FoundFile>();
  for (const pattern of globs) {
    const paths = (await pathsOf(pattern)).filter((path) => !compressedEnding.test(path));
    for (const file of await Promise.all(paths.map(fileAt)))
      if (file !== undefined && !found.has(file.key)) found.set(file.key, file);
  }
  return found;
}

async function pathsOf(pattern: string): Promise<readonly string[]> {
  if (!hasWildcard.test(pattern)) return [resolve(pattern)];
  const paths: string[] = [];
  for await (const path of glob(pattern)) paths.push(resolve(path));
  return paths.sort();
}

/** `undefined` when nothing is there any more, or no file. Rejects when it may not be looked at. */
export async function fileAt(path: string): Promise<FoundFile | undefined> {
  try {
    // An inode of NTFS does not fit into a number.
    const seen = await stat(path, { bigint: true });
    if (!seen.isFile()) return undefined;
    return { path, key: keyOf(seen), size: Number(seen.size), changedAt: Number(seen.mtimeMs) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export const keyOf = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** Why there is no file, and what there is instead. */
export async function explainMissing(globs: readonly string[]): Promise<string> {
  return (await Promise.all(globs.map(explainOne))).join('; ');
}

async function explainOne(pattern: string): Promise<string> {
  const path = resolve(pattern);
  const what = hasWildcard.test(pattern) ? `no file matches ${pattern}` : `the file ${pattern} does not exist`;
  let folder = dirname(path);
  while (hasWildcard.test(folder)) folder = dirname(folder);
  const entries = await listed(folder);
  if (entries === undefined) return `${what}: there is no folder ${folder}`;
  const names = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  if (names.length === 0) return `${what}: the folder ${folder} is empty`;
  const nearest = closest(basename(path), names);
  const shown = nearest === undefined ? names.sort().slice(0, 3) : [nearest];
  return `${what}; ${folder} has ${shown.join(', ')}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}`;
}

async function listed(folder: string): Promise<readonly Dirent[] | undefined> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}
