import { basename } from 'node:path';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { fileHead, headAt, isAt, isSameHead, isSameLog } from './file-head.ts';
import { type FoundFile, plainPath } from './find-files.ts';
import type { RotatedFiles } from './find-rotated.ts';

const knownFile = z.strictObject({ key: z.string(), size: z.number(), changedAt: z.number(), head: fileHead });

/** Of each kind. It is saved at every look; what is older than all of these is known by that. */
const most = 200;

/** The old files that lay beside a log at a look: what is in them was read, or is from before the first look. */
export const knownRotated = z.strictObject({
  /** The newest, oldest first. */
  plain: z.array(knownFile),
  /** Keys of the newest that are compressed. */
  packed: z.array(z.string()),
  /** By the clock of the file system: nothing written after the look is older. */
  changedAt: z.number(),
});
export type KnownRotated = z.infer<typeof knownRotated>;

/** What a rotation has brought since a look. */
export interface RotatedSince {
  /** Oldest first. One may be the copy of a log that was read in part. */
  readonly plain: readonly FoundFile[];
  /** How many more were compressed than known files are gone: nobody has read them. */
  readonly packedUnread: number;
  /** No more than these can hold what was written since. */
  readonly packedSince: number;
}

export const nothingSince: RotatedSince = { plain: [], packedUnread: 0, packedSince: 0 };

export async function rotatedSince(
  known: KnownRotated,
  { plain, packed, halfPacked }: RotatedFiles,
  now: Instant,
): Promise<RotatedSince> {
  const unknown: FoundFile[] = [];
  for (const file of plain) if (!(await isKnown(file, known))) unknown.push(file);
  const unpacked = new Set(halfPacked.filter(({ key }) => known.packed.includes(key)).map(plainPath));
  const there = new Set(plain.filter((file) => !unknown.includes(file)).map(({ key }) => key));
  // What is unpacked or brought back by hand is as old as it was; where the clock was put back, nothing can be told by it.
  const isNew = ({ path, changedAt }: FoundFile): boolean =>
    (changedAt >= known.changedAt || now < known.changedAt) && !unpacked.has(path);
  const packedUnknown = packed.slice(-most).filter((file) => !known.packed.includes(file.key) && holdsLines(file));
  const gone = known.plain.filter(({ key, size }) => !there.has(key) && size > 0);
  return {
    plain: unknown.filter(isNew),
    packedUnread: packedUnknown.length - gone.length,
    packedSince: packedUnknown.filter(isNew).length,
  };
}

/** What one look knows for the next. */
export async function remember({
  rotated: { plain, packed },
  found,
  before,
  now,
}: {
  readonly rotated: RotatedFiles;
  readonly found: Iterable<FoundFile>;
  readonly before: KnownRotated | undefined;
  readonly now: Instant;
}): Promise<KnownRotated> {
  const byKey = new Map(before?.plain.map((file) => [file.key, file]));
  const known = [];
  for (const { path, key, size, changedAt } of plain.slice(-most)) {
    const was = byKey.get(key);
    const isSame = was?.size === size && was.changedAt === changedAt;
    known.push(isSame ? was : { key, size, changedAt, head: await headAt(path) });
  }
  const times = [...found, ...plain].map(({ changedAt }) => changedAt);
  // A time to come says nothing.
  const newest = times.length === 0 ? now : Math.min(now, Math.max(...times, before?.changedAt ?? 0));
  return { plain: known, packed: packed.slice(-most).map(({ key }) => key), changedAt: newest };
}

/** What is left of an empty file is no more than a frame with its name. */
const holdsLines = ({ path, size }: FoundFile): boolean => size > 20 + basename(path).length;

/** Older than all that are listed; or as it was; or grown; or a copy of a known one. Else its inode belongs to another file now, or another was copied over it. */
async function isKnown({ path, key, size, changedAt }: FoundFile, { plain }: KnownRotated): Promise<boolean> {
  if (plain.length >= most && plain.every((file) => changedAt < file.changedAt)) return true;
  const was = plain.find((file) => file.key === key);
  if (was !== undefined && was.size === size && was.changedAt === changedAt) return true;
  if (was !== undefined && (await isAt(path, was.head, isSameLog))) return true;
  const head = await headAt(path);
  return plain.some((file) => isSameHead(file.head, head));
}
