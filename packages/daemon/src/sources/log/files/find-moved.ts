import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { beginsWith, type FileHead, isAt, isSameLog, isShort } from './file-head.ts';
import { type FoundFile, fileAt } from './find-files.ts';
import type { FollowedFile } from './followed-file.ts';
import { logsOf } from './rotated-name.ts';

interface Wanted {
  readonly path: string;
  readonly key: string;
  readonly head: FileHead;
  /** Only a file that holds more than this. */
  readonly beyond: number;
}

/** Where a log has gone that is no longer at its path: renamed (`shop.log.1`), or copied there before it was emptied. */
export async function findMoved({ path, key, head, beyond }: Wanted): Promise<FoundFile | undefined> {
  const folder = dirname(path);
  const name = basename(path);
  const names = await readdir(folder).catch((): string[] => []);
  const copies: FoundFile[] = [];
  for (const other of names) {
    const isLike = mayBeOf(name, other);
    // shop.1.log becomes shop.2.log: the inode says it, where the beginning says that it is not another's.
    if (!isLike && isShort(head)) continue;
    const found = await fileAt(join(folder, other)).catch(() => undefined);
    if (found === undefined || found.size < beyond) continue;
    // The same inode may be another file by now; of a copy there is nothing but its beginning.
    if (found.key === key && (await isAt(found.path, head, beginsWith))) return found;
    if (isLike && other !== name && (await isAt(found.path, head, isSameLog))) copies.push(found);
  }
  // A copy that somebody made earlier holds less.
  return copies.sort((one, other) => other.size - one.size)[0];
}

/** Rotation puts something behind the name, or before its ending: shop.log.1, shop-20261201.log. */
const mayBeOf = (name: string, other: string): boolean => other.startsWith(name.replace(/\.[^.]*$/, ''));

/** The followed file of which `file` is a copy, made before the original was emptied. */
export async function originalOf(
  file: FollowedFile,
  followed: Iterable<FollowedFile>,
): Promise<FollowedFile | undefined> {
  const size = await file.size();
  const name = basename(file.path);
  const logs = logPaths(file);
  for (const other of followed) {
    const isOld = logs.has(other.path);
    if (!isOld && (size < other.offset || !mayBeOf(basename(other.path), name))) continue;
    if (await isSameLog(file.file(), other.head)) return other;
    // Of so little, its name and that the original was emptied must say the rest.
    if (!isShort(other.head) || !isOld || !(await other.isAnew())) continue;
    if (await beginsWith(file.file(), other.head)) return other;
  }
  return undefined;
}

/** Whether all that a file began with stands in a followed one: it is a copy that is being made, or one after which nothing was emptied. */
export async function isCopyInPlace(file: FollowedFile, followed: Iterable<FollowedFile>): Promise<boolean> {
  const logs = logPaths(file);
  if (logs.size === 0) return false;
  for (const other of followed) if (logs.has(other.path) && (await beginsWith(other.file(), file.head))) return true;
  return false;
}

/** By their names. */
export const isOldOf = (log: FollowedFile, file: FollowedFile): boolean => logPaths(file).has(log.path);

/** Where the logs lie of which it may be an old file. */
const logPaths = ({ path }: FollowedFile): ReadonlySet<string> =>
  new Set(logsOf(basename(path)).map((name) => join(dirname(path), name)));
