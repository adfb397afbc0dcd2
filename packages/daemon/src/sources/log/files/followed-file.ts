import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { LineSink } from '../feed.ts';
import { LineSplitter } from '../line-splitter.ts';
import { beginsWith, type FileHead, headOf, isWhole } from './file-head.ts';
import { type FoundFile, keyOf } from './find-files.ts';

const pieceSize = 256 * 1_024;
const newline = 0x0a;

/** A file that is held open: it can be read to its end after it was renamed or deleted. */
export class FollowedFile {
  path: string;
  /** Device and inode. */
  readonly key: string;
  /** Up to here its lines were told. */
  offset: number;
  head: FileHead;
  /** As it lay there when it was last read under a name. */
  seen: Pick<FoundFile, 'size' | 'changedAt'> | undefined;
  private readonly handle: FileHandle;

  private constructor(handle: FileHandle, at: Pick<FollowedFile, 'path' | 'key' | 'offset' | 'head'>) {
    this.handle = handle;
    this.path = at.path;
    this.key = at.key;
    this.offset = at.offset;
    this.head = at.head;
  }

  static async open(path: string, offset: number): Promise<FollowedFile> {
    const handle = await open(path, 'r');
    // Of the handle: by now another file may have the name.
    const key = keyOf(await handle.stat({ bigint: true }));
    return new FollowedFile(handle, { path, key, offset, head: await headOf(handle) });
  }

  async size(): Promise<number> {
    return (await this.handle.stat()).size;
  }

  /** The file under the handle, for comparing heads. */
  file(): FileHandle {
    return this.handle;
  }

  /** Whether nothing happened to it since it was read. */
  isUntouched(found: FoundFile | undefined): boolean {
    return found !== undefined && found.size === this.seen?.size && found.changedAt === this.seen.changedAt;
  }

  /** Whether it was emptied since it was read, or its inode is another file's. */
  async isAnew(): Promise<boolean> {
    return (await this.size()) < this.offset || !(await beginsWith(this.handle, this.head));
  }

  /** Begins again: the file was emptied, or is another one, of which so much was read elsewhere. */
  async restart(offset: number): Promise<void> {
    this.offset = offset;
    this.head = await headOf(this.handle);
  }

  /** Tells the whole lines from `offset` to the byte `to`; answers how many. `isPartial`: it begins within a line. */
  async tell(
    to: number,
    sink: LineSink,
    { isHistory, isPartial, isOver }: { isHistory: boolean; isPartial: boolean; isOver: () => boolean },
  ): Promise<number> {
    const splitter = new LineSplitter();
    const buffer = Buffer.allocUnsafe(Math.min(pieceSize, Math.max(0, to - this.offset)));
    const facts = { origin: basename(this.path), isHistory };
    let lines = 0;
    let skipping = isPartial;
    let position = this.offset;
    while (position < to && !isOver()) {
      const { bytesRead } = await this.handle.read(buffer, 0, Math.min(buffer.length, to - position), position);
      if (bytesRead === 0) break;
      position += bytesRead;
      let piece = buffer.subarray(0, bytesRead);
      if (skipping) {
        const end = piece.indexOf(newline);
        if (end === -1) continue;
        piece = piece.subarray(end + 1);
        skipping = false;
      }
      splitter.push(piece, (text) => {
        lines += 1;
        sink.line({ text: withoutHole(text), facts });
      });
      this.offset = position - splitter.pending();
    }
    sink.end();
    if (!isWhole(this.head) && this.offset > this.head.bytes) this.head = await headOf(this.handle);
    return lines;
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

/** After a copytruncate, a writer that does not append leaves a hole of zeros before its next line. */
const withoutHole = (text: string): string => (text.startsWith('\0') ? text.replace(/^\0+/, '') : text);
