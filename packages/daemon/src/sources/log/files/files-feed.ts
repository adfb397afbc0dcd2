import { basename } from 'node:path';
import { between, type Instant, instant } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue } from '@daywatch/shared/vocabulary/units.ts';
import * as z from 'zod';
import type { Clock } from '../../../ports/clock.ts';
import type { Feed, FeedState, LineSink } from '../feed.ts';
import { beginsWith, type FileHead, fileHead, isAt, isShort } from './file-head.ts';
import { explainMissing, type FoundFile, findFiles, isMissing } from './find-files.ts';
import { findMoved, isCopyInPlace, originalOf } from './find-moved.ts';
import type { RotatedFiles } from './find-rotated.ts';
import { FollowedFile } from './followed-file.ts';
import { type KnownRotated, knownRotated, remember } from './known-rotated.ts';
import { type Look, lookAround, lostIn } from './look-around.ts';
import { goneAfter, wasOver } from './was-over.ts';

const savedFile = z.strictObject({
  path: z.string(),
  key: z.string(),
  offset: z.number(),
  head: fileHead,
  /** An older daemon did not keep it. */
  changedAt: z.number().optional(),
});
type SavedFile = z.infer<typeof savedFile>;
const savedPosition = z.union([
  z.strictObject({ files: z.array(savedFile), rotated: knownRotated.optional() }),
  // Of a daemon that did not look beside the files.
  z.array(savedFile).transform((files) => ({ files, rotated: undefined })),
]);

export interface FilesOrder {
  readonly globs: readonly string[];
  /** Bytes of one file that are read at once. */
  readonly atMost: number;
  /** Bytes of one file that are learned from at the very first look. */
  readonly learn: number;
  readonly clock: Clock;
  /** What `position` of an earlier process was. */
  readonly earlier?: unknown;
}

/** Follows files by name: rotated, emptied, deleted and new ones. */
export class FilesFeed implements Feed {
  private readonly order: FilesOrder;
  private readonly followed = new Map<string, FollowedFile>();
  /** Since when a file that is still open has had no name. */
  private readonly goneSince = new Map<string, Instant>();
  /** Of an earlier process, until they are found again. */
  private earlier: readonly SavedFile[] | undefined;
  /** What lay beside the files at the last look. */
  private rotated: KnownRotated | undefined;
  /** The same, as it was found; nothing where the next look must search anew. */
  private beside: RotatedFiles | undefined;
  /** Of looks that failed. */
  private unsaid: readonly string[] = [];
  private isFirst: boolean;
  private lastLineAt: Instant | undefined;
  private closed = false;

  constructor(order: FilesOrder) {
    this.order = order;
    const saved = savedPosition.safeParse(order.earlier);
    this.earlier = saved.data?.files;
    this.rotated = saved.data?.rotated;
    this.isFirst = !saved.success;
  }

  async read(sink: LineSink): Promise<FeedState> {
    const notes = [...this.unsaid];
    const state = await this.readAll(sink, notes).catch(
      (error: unknown): FeedState => ({ type: 'failed', because: inWords(error) }),
    );
    this.unsaid = state.type === 'read' ? [] : notes;
    return state;
  }

  position(): unknown {
    const files = [...this.followed.values()].map(({ path, key, offset, head, seen }) => ({
      path,
      key,
      offset,
      head,
      changedAt: seen?.changedAt,
    }));
    return { files: [...files, ...(this.earlier ?? [])], rotated: this.rotated };
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const [key, file] of [...this.followed]) {
      this.followed.delete(key);
      await file.close();
    }
  }

  private async readAll(sink: LineSink, notes: string[]): Promise<FeedState> {
    const { globs, clock } = this.order;
    const found = await findFiles(globs);
    const missed = await this.takeUp(found, notes);
    const look = await lookAround({
      globs,
      found,
      followed: [...this.followed.values()],
      wasGone: (key) => this.goneSince.has(key),
      known: this.rotated,
      beside: this.beside,
      now: clock.now(),
      sink,
      notes,
      missed,
    });
    const { gone, emptied } = look;
    // What was written first is read first: the rest of what was rotated, what came and went since, what lies there now.
    let lines = 0;
    for (const file of gone) if (!emptied.has(file)) lines += await this.readGone(file, look);
    for (const file of emptied) lines += await this.readRest(file, look);
    lines += await this.readPassed(look);
    for (const { key, path } of inOrder(found)) {
      const file = this.followed.get(key);
      if (file === undefined) lines += await this.begin(key, path, look);
      else if (!emptied.has(file)) {
        file.path = path;
        this.goneSince.delete(key);
        if (!file.isUntouched(found.get(key))) lines += await this.readOn(file, look);
      }
    }
    notes.push(...lostIn(look));
    const followed = [...this.followed.values()];
    const copies = new Map<FollowedFile, number>();
    for (const file of emptied) copies.set(file, (await originalOf(file, followed))?.offset ?? 0);
    for (const [file, offset] of copies) {
      await file.restart(offset);
      lines += await this.readOn(file, look);
    }
    for (const { key, size, changedAt } of found.values()) {
      const file = this.followed.get(key);
      if (file !== undefined) file.seen = { size, changedAt };
    }
    this.isFirst = false;
    if (found.size === 0 && this.followed.size === 0) return { type: 'failed', because: await explainMissing(globs) };
    const changedAt = [...found.values()].filter(({ size }) => size > 0).map((file) => file.changedAt);
    if (lines > 0) this.lastLineAt = clock.now();
    this.lastLineAt ??= changedAt.length > 0 ? instant(Math.max(...changedAt)) : clock.now();
    return { type: 'read', lastLineAt: this.lastLineAt, notes };
  }

  /** Finds the files of an earlier process again, wherever they are now; answers how many are gone. */
  private async takeUp(found: ReadonlyMap<string, FoundFile>, notes: string[]): Promise<number> {
    const earlier = this.earlier ?? [];
    let missed = 0;
    for (const saved of earlier) {
      const { path, key, offset, head } = saved;
      const there =
        (await stillThere(found.get(key), path, head)) ?? (await findMoved({ path, key, head, beyond: offset }));
      if (there === undefined) {
        missed += 1;
        if (!wasOver(saved, earlier))
          notes.push(`${basename(path)} is gone, with what was written to it after it was last read`);
        continue;
      }
      const file = await FollowedFile.open(there.path, offset);
      // What it began with then tells whether it is still the same log, or was emptied meanwhile.
      file.head = head;
      // An inode that was free again may be that of another.
      if (this.followed.has(file.key)) await file.close();
      else this.followed.set(file.key, file);
    }
    this.earlier = undefined;
    return missed;
  }

  /** A file that is not under any of the names: renamed, or deleted. */
  private async readGone(file: FollowedFile, look: Look): Promise<number> {
    const { clock } = this.order;
    const lines = await this.readOn(file, look);
    const since = this.goneSince.get(file.key) ?? clock.now();
    this.goneSince.set(file.key, since);
    if (lines === 0 && between(since, clock.now()) >= goneAfter) {
      this.goneSince.delete(file.key);
      this.followed.delete(file.key);
      await file.close();
    }
    return lines;
  }

  /** The rest of a file that was emptied, from the copy that was made before. */
  private async readRest(file: FollowedFile, look: Look): Promise<number> {
    const { path, key, head, offset } = file;
    const copy = await findMoved({ path, key, head, beyond: offset });
    if (copy === undefined || copy.key === key) return 0;
    look.orphans.delete(file);
    // A copy under one of the names is followed by itself.
    if (look.found.has(copy.key) || this.followed.has(copy.key)) return 0;
    const rest = await FollowedFile.open(copy.path, offset);
    try {
      if (rest.key !== copy.key) throw new Error(`${basename(path)} is being rotated; the next look tells`);
      return await this.readOn(rest, look);
    } finally {
      file.offset = rest.offset;
      await rest.close();
    }
  }

  /** Logs that came and were rotated away again between two looks. */
  private async readPassed(look: Look): Promise<number> {
    const missed = new Set<string>();
    let lines = 0;
    for (const { path, key } of look.passed) {
      // It was renamed, and is read to its end.
      if (this.followed.has(key)) continue;
      const file = await FollowedFile.open(path, 0).catch((error: unknown) => {
        if (isMissing(error)) missed.add(key);
        else look.notes.push(inWords(error));
      });
      if (file === undefined) continue;
      if (file.key !== key) missed.add(key);
      if (file.key !== key || (await this.isToldElsewhere(file, look))) await file.close();
      else {
        this.followed.set(key, file);
        this.goneSince.set(key, this.order.clock.now());
        lines += await this.readOn(file, look);
      }
    }
    // What was renamed a moment ago is known again by the next look.
    const plain = look.rotated.plain.filter(({ key }) => !missed.has(key));
    this.beside = missed.size === 0 ? look.rotated : undefined;
    this.rotated = await remember({
      rotated: { ...look.rotated, plain },
      found: look.found.values(),
      before: this.rotated,
      now: this.order.clock.now(),
    });
    return lines;
  }

  /** Whether it is a copy of what lies there, or of what was emptied and is known again. */
  private async isToldElsewhere(file: FollowedFile, look: Look): Promise<boolean> {
    if (await isCopyInPlace(file, this.followed.values())) return true;
    const original = await originalOf(file, this.followed.values());
    if (original !== undefined && !isShort(original.head)) return true;
    await this.skipRead(file, original, look);
    return false;
  }

  /** What was read of the original is not told from a copy. */
  private async skipRead(file: FollowedFile, original: FollowedFile | undefined, { orphans }: Look): Promise<void> {
    // By a short beginning only the oldest is known to be the copy.
    if (original === undefined || (isShort(original.head) && !orphans.has(original))) return;
    orphans.delete(original);
    file.offset = Math.min(original.offset, await file.size());
  }

  /** A file that was not there before. */
  private async begin(key: string, path: string, look: Look): Promise<number> {
    const file = await FollowedFile.open(path, 0);
    // Another took its name a moment ago; or it is a copy whose original is read.
    if (file.key !== key || (await isCopyInPlace(file, this.followed.values()))) {
      await file.close();
      return 0;
    }
    if (!this.isFirst) await this.skipRead(file, await originalOf(file, this.followed.values()), look);
    this.followed.set(key, file);
    if (!this.isFirst) return this.readOn(file, look);
    const { learn } = this.order;
    const size = await file.size();
    file.offset = Math.max(0, size - learn);
    await file.tell(size, look.sink, { isHistory: true, isPartial: file.offset > 0, isOver: () => this.closed });
    return 0;
  }

  private async readOn(file: FollowedFile, { sink, notes }: Look): Promise<number> {
    const size = await file.size();
    const unread = size - file.offset;
    const { atMost } = this.order;
    if (unread > atMost) {
      const skipped = formatValue(unread - atMost, 'bytes');
      notes.push(
        `${skipped} of ${basename(file.path)} were skipped unread: at most ${formatValue(atMost, 'bytes')} are read at once`,
      );
      file.offset = size - atMost;
    }
    return file.tell(size, sink, { isHistory: false, isPartial: unread > atMost, isOver: () => this.closed });
  }
}

/** By its inode; under another name only if it begins as it did, as the inode may be another's by now. */
async function stillThere(file: FoundFile | undefined, path: string, head: FileHead): Promise<FoundFile | undefined> {
  if (file === undefined || file.path === path || (await isAt(file.path, head, beginsWith))) return file;
  return undefined;
}

const inOrder = (found: ReadonlyMap<string, FoundFile>): readonly FoundFile[] =>
  [...found.values()].sort((one, other) => one.changedAt - other.changedAt);

function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error) || !('path' in error)) return error.message;
  if (error.code === 'EACCES' || error.code === 'EPERM')
    return `${String(error.path)} may not be read by the user that the daemon runs as`;
  return `${String(error.path)} cannot be read: ${error.message}`;
}
