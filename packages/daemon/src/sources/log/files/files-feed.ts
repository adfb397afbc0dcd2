import { basename } from 'node:path';
import { between, type Instant, instant, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue } from '@daywatch/shared/vocabulary/units.ts';
import * as z from 'zod';
import type { Clock } from '../../../ports/clock.ts';
import type { Feed, FeedState, LineSink } from '../feed.ts';
import { beginsWith, fileHead } from './file-head.ts';
import { explainMissing, type FoundFile, findFiles } from './find-files.ts';
import { findMoved, originalOf } from './find-moved.ts';
import { FollowedFile } from './followed-file.ts';

const savedFiles = z.array(z.strictObject({ path: z.string(), key: z.string(), offset: z.number(), head: fileHead }));
type SavedFile = z.infer<typeof savedFiles>[number];

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

/** A writer keeps its renamed file for a while before it opens the new one. */
const goneAfter = minutes(2);

/** Follows files by name: rotated, emptied, deleted and new ones. */
export class FilesFeed implements Feed {
  private readonly order: FilesOrder;
  private readonly followed = new Map<string, FollowedFile>();
  /** Since when a file that is still open has had no name. */
  private readonly goneSince = new Map<string, Instant>();
  /** Of an earlier process, until they are found again. */
  private earlier: readonly SavedFile[] | undefined;
  private isFirst: boolean;
  private lastLineAt: Instant | undefined;
  private closed = false;

  constructor(order: FilesOrder) {
    this.order = order;
    const saved = savedFiles.safeParse(order.earlier);
    this.earlier = saved.success ? saved.data : undefined;
    this.isFirst = !saved.success;
  }

  async read(sink: LineSink): Promise<FeedState> {
    try {
      return await this.readAll(sink);
    } catch (error) {
      return { type: 'failed', because: inWords(error) };
    }
  }

  position(): unknown {
    const files = [...this.followed.values()].map(({ path, key, offset, head }) => ({ path, key, offset, head }));
    return [...files, ...(this.earlier ?? [])];
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const [key, file] of [...this.followed]) {
      this.followed.delete(key);
      await file.close();
    }
  }

  private async readAll(sink: LineSink): Promise<FeedState> {
    const { globs, clock } = this.order;
    const notes: string[] = [];
    const found = await findFiles(globs);
    await this.takeUp(found, notes);
    // Before the new ones: what was written to a rotated file came first.
    let lines = 0;
    for (const file of [...this.followed.values()])
      if (!found.has(file.key)) lines += await this.readGone(file, sink, notes);
    const emptied = [];
    for (const [key, { path, size }] of found) {
      const file = this.followed.get(key);
      if (file === undefined) lines += await this.begin(key, path, sink, notes);
      else if (size < file.offset || !(await beginsWith(file.file(), file.head))) emptied.push(file);
      else {
        file.path = path;
        this.goneSince.delete(key);
        lines += await this.readOn(file, sink, notes);
      }
    }
    for (const file of emptied) lines += await this.readAgain(file, sink, notes);
    this.isFirst = false;
    if (found.size === 0 && this.followed.size === 0) return { type: 'failed', because: await explainMissing(globs) };
    const changedAt = [...found.values()].filter(({ size }) => size > 0).map((file) => file.changedAt);
    if (lines > 0) this.lastLineAt = clock.now();
    this.lastLineAt ??= changedAt.length > 0 ? instant(Math.max(...changedAt)) : clock.now();
    return { type: 'read', lastLineAt: this.lastLineAt, notes };
  }

  /** Finds the files of an earlier process again, wherever they are now. */
  private async takeUp(found: ReadonlyMap<string, FoundFile>, notes: string[]): Promise<void> {
    for (const { path, key, offset, head } of this.earlier ?? []) {
      const there = found.get(key) ?? (await findMoved({ path, key, head, beyond: offset }));
      if (there === undefined) {
        notes.push(`${basename(path)} is gone, with what was written to it after it was last read`);
        continue;
      }
      const file = await FollowedFile.open(there.path, there.key, offset);
      // What it began with then tells whether it is still the same log, or was emptied meanwhile.
      file.head = head;
      this.followed.set(there.key, file);
    }
    this.earlier = undefined;
  }

  /** A file that is not under any of the names: renamed, or deleted. */
  private async readGone(file: FollowedFile, sink: LineSink, notes: string[]): Promise<number> {
    const { clock } = this.order;
    const lines = await this.readOn(file, sink, notes);
    const since = this.goneSince.get(file.key) ?? clock.now();
    this.goneSince.set(file.key, since);
    if (lines === 0 && between(since, clock.now()) >= goneAfter) {
      this.goneSince.delete(file.key);
      this.followed.delete(file.key);
      await file.close();
    }
    return lines;
  }

  /** A file that was not there before. */
  private async begin(key: string, path: string, sink: LineSink, notes: string[]): Promise<number> {
    const file = await FollowedFile.open(path, key, 0);
    const original = await originalOf(file, this.followed.values());
    const size = await file.size();
    if (original !== undefined) file.offset = Math.min(original.offset, size);
    this.followed.set(key, file);
    if (!this.isFirst) return this.readOn(file, sink, notes);
    const { learn } = this.order;
    file.offset = Math.max(0, size - learn);
    await file.tell(size, sink, { isHistory: true, isPartial: file.offset > 0, isOver: () => this.closed });
    return 0;
  }

  private async readOn(file: FollowedFile, sink: LineSink, notes: string[]): Promise<number> {
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

  /** A file that was emptied: its rest is told from the copy that was made before, if there is one. */
  private async readAgain(file: FollowedFile, sink: LineSink, notes: string[]): Promise<number> {
    const { path, key, head, offset } = file;
    const copy = await findMoved({ path, key, head, beyond: offset });
    let lines = 0;
    // A copy under one of the names is followed by itself.
    if (copy !== undefined && copy.key !== key && !this.followed.has(copy.key)) {
      const rest = await FollowedFile.open(copy.path, copy.key, offset);
      try {
        lines += await this.readOn(rest, sink, notes);
      } finally {
        await rest.close();
      }
    }
    await file.restart();
    return lines + (await this.readOn(file, sink, notes));
  }
}

function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error) || !('path' in error)) return error.message;
  if (error.code === 'EACCES' || error.code === 'EPERM')
    return `${String(error.path)} may not be read by the user that the daemon runs as`;
  return `${String(error.path)} cannot be read: ${error.message}`;
}
