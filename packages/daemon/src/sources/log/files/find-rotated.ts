import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { compressedEnding, type FoundFile, fileAt, plainPath } from './find-files.ts';
import { isRotatedName } from './rotated-name.ts';

/** The old files that lie beside logs, the one that was written to last at the end. */
export interface RotatedFiles {
  readonly plain: readonly FoundFile[];
  readonly packed: readonly FoundFile[];
  /** Beside each of these lies what it holds: it is being compressed, or was unpacked. */
  readonly halfPacked: readonly FoundFile[];
}

/** Of those that are found already, none. */
export async function findRotated(
  logs: Iterable<string>,
  found: ReadonlyMap<string, FoundFile>,
): Promise<RotatedFiles> {
  const folders = Map.groupBy(new Set(logs), (path) => dirname(path));
  const beside = new Map<string, FoundFile>();
  for (const [folder, paths] of folders) {
    const names = paths.map((path) => basename(path));
    for (const other of await readdir(folder).catch((): string[] => [])) {
      const plain = other.replace(compressedEnding, '');
      if (!names.some((name) => isRotatedName(name, plain))) continue;
      const file = await fileAt(join(folder, other)).catch(() => undefined);
      if (file !== undefined && !found.has(file.key)) beside.set(file.key, file);
    }
  }
  const inOrder = [...beside.values()].sort(olderFirst);
  const lying = new Set([...found.values(), ...inOrder].map(({ path }) => path));
  const isPacked = ({ path }: FoundFile): boolean => compressedEnding.test(path);
  const isHalf = (file: FoundFile): boolean => lying.has(plainPath(file));
  return {
    plain: inOrder.filter((file) => !isPacked(file)),
    packed: inOrder.filter((file) => isPacked(file) && !isHalf(file)),
    halfPacked: inOrder.filter((file) => isPacked(file) && isHalf(file)),
  };
}

/** Within one millisecond by name: rotation that numbers moves the older one to the higher number. */
const olderFirst = (one: FoundFile, other: FoundFile): number =>
  one.changedAt - other.changedAt || other.path.localeCompare(one.path, 'en', { numeric: true });
