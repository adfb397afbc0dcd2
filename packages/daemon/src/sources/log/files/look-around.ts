import { basename, resolve } from 'node:path';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { LineSink } from '../feed.ts';
import { isShort } from './file-head.ts';
import { type FoundFile, hasWildcard } from './find-files.ts';
import { isOldOf } from './find-moved.ts';
import { findRotated, listRotated, type RotatedFiles } from './find-rotated.ts';
import type { FollowedFile } from './followed-file.ts';
import { type KnownRotated, nothingSince, rotatedSince } from './known-rotated.ts';

/** What lies there at one look, and what is found out about it. */
export interface Look {
  readonly sink: LineSink;
  readonly notes: string[];
  readonly found: ReadonlyMap<string, FoundFile>;
  /** Followed, and not under any of the names any more. */
  readonly gone: readonly FollowedFile[];
  /** In the order in which they were written to. */
  readonly emptied: ReadonlySet<FollowedFile>;
  /** Those of the emptied of which no copy was found yet; an old file that was copied over was read. */
  readonly orphans: Set<FollowedFile>;
  /** Old files beside those that are found. */
  readonly rotated: RotatedFiles;
  /** Those that were not there at the last look, oldest first. */
  readonly passed: readonly FoundFile[];
  /** So many more were compressed than files are gone that were read. */
  readonly packedUnread: number;
}

export async function lookAround(order: {
  readonly globs: readonly string[];
  readonly found: ReadonlyMap<string, FoundFile>;
  readonly followed: readonly FollowedFile[];
  wasGone(key: string): boolean;
  readonly known: KnownRotated | undefined;
  /** What lay there at the last look. */
  readonly beside: RotatedFiles | undefined;
  readonly now: Instant;
  readonly sink: LineSink;
  readonly notes: string[];
  /** So many files of an earlier process are gone. */
  readonly missed: number;
}): Promise<Look> {
  const { globs, found, followed, wasGone, known, beside, now, sink, notes, missed } = order;
  const emptied = new Set<FollowedFile>();
  const changedAt = ({ key }: FollowedFile): number => found.get(key)?.changedAt ?? 0;
  for (const file of followed.toSorted((one, other) => changedAt(one) - changedAt(other)))
    if (!file.isUntouched(found.get(file.key)) && (await file.isAnew())) emptied.add(file);
  const named = globs.filter((glob) => !hasWildcard.test(glob)).map((path) => resolve(path));
  const paths = [...found.values(), ...followed].map(({ path }) => path);
  const gone = followed.filter(({ key }) => !found.has(key));
  const followedLast = followed.filter(({ key }) => !wasGone(key));
  // A log that lies there as it did was not rotated: what was compressed beside it is a copy.
  const isAsItWas = (file: FollowedFile): boolean =>
    found.get(file.key)?.path === file.path && !emptied.has(file) && file.head.bytes > 0;
  const wasRotated = followedLast.length === 0 || !followedLast.every(isAsItWas);
  const old = await listRotated([...named, ...paths]);
  // Thousands of old files are not looked at again at each look.
  const isAsBefore = !wasRotated && !followedLast.some(({ head }) => isShort(head)) && isSameList(old, beside?.paths);
  const rotated = isAsBefore && beside !== undefined ? beside : await findRotated(old, found);
  const since = known === undefined || rotated === beside ? nothingSince : await rotatedSince(known, rotated, now);
  let deleted = 0;
  for (const file of followedLast)
    if (!found.has(file.key) && !rotated.plain.some(({ key }) => key === file.key) && (await file.size()) > 0)
      deleted += 1;
  return {
    sink,
    notes,
    found,
    gone,
    emptied,
    orphans: new Set([...emptied].filter((file) => !followed.some((log) => isOldOf(log, file)))),
    rotated,
    passed: since.plain,
    packedUnread: wasRotated ? Math.min(since.packedSince, since.packedUnread - deleted - missed) : 0,
  };
}

/** What was surely written and cannot be read, or may have been and cannot be known. */
export function lostIn({ orphans, packedUnread }: Look): readonly string[] {
  const lost = [...orphans].map(
    ({ path }) => `${basename(path)} was emptied, with what was written to it after it was last read`,
  );
  // The copy of one that was emptied may be among the compressed.
  const packed = packedUnread - orphans.size;
  if (packed === 1) lost.push('a rotated file was compressed before it was read');
  if (packed > 1) lost.push(`${packed} rotated files were compressed before they were read`);
  return lost;
}

const isSameList = (one: readonly string[], other: readonly string[] | undefined): boolean =>
  one.length === other?.length && one.every((path, at) => path === other[at]);
