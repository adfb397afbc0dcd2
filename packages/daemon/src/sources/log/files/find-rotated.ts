import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { compressedEnding, type FoundFile, fileAt, plainPath } from './find-files.ts';
import { logsOf } from './rotated-name.ts';

/** The old files that lie beside logs, the one that was written to last at the end. */
export interface RotatedFiles {
  /** Of all that follow, and what lay there too. */
  readonly paths: readonly string[];
  readonly plain: readonly FoundFile[];
  readonly packed: readonly FoundFile[];
  /** Beside each of these lies what it holds: it is being compressed, or was unpacked. */
  readonly halfPacked: readonly FoundFile[];
}

/** The paths of all that has the name of an old file of one of the logs. */
export async function listRotated(logs: Iterable<string>): Promise<readonly string[]> {
  const folders = Map.groupBy(new Set(logs), (path) => dirname(path));
  const old: string[] = [];
  for (const [folder, paths] of folders) {
    const names = new Set(paths.map((path) => basename(path)));
    for (const other of await readdir(folder).catch((): string[] => []))
      if (logsOf(other.replace(compressedEnding, '')).some((name) => names.has(name))) old.push(join(folder, other));
  }
  return old;
}

/** What lies at these paths; of what is found already, nothing. */
export async function findRotated(
  paths: readonly string[],
  found: ReadonlyMap<string, FoundFile>,
): Promise<RotatedFiles> {
  const beside = new Map<string, FoundFile>();
  for (const file of await Promise.all(paths.map((path) => fileAt(path).catch(() => undefined))))
    if (file !== undefined && !found.has(file.key)) beside.set(file.key, file);
  const inOrder = [...beside.values()].sort(olderFirst);
  const lying = new Set([...found.values(), ...inOrder].map(({ path }) => path));
  const isPacked = ({ path }: FoundFile): boolean => compressedEnding.test(path);
  const isHalf = (file: FoundFile): boolean => lying.has(plainPath(file));
  return {
    paths,
    plain: inOrder.filter((file) => !isPacked(file)),
    packed: inOrder.filter((file) => isPacked(file) && !isHalf(file)),
    halfPacked: inOrder.filter((file) => isPacked(file) && isHalf(file)),
  };
}

/** Within one millisecond by name: rotation that numbers moves the older one to the higher number. */
const olderFirst = (one: FoundFile, other: FoundFile): number =>
  one.changedAt - other.changedAt || other.path.localeCompare(one.path, 'en', { numeric: true });
