const newline = 0x0a;

/** Bytes in pieces of any size, as they are read, into the lines they hold. A character may be split between pieces. */
export class LineSplitter {
  /** Of a line that is longer, so much is kept. */
  private readonly longest: number;
  private rest: Buffer = Buffer.alloc(0);
  /** Bytes of the unfinished line, also those that are not kept. */
  private unfinishedBytes = 0;

  constructor(longest = 256 * 1_024) {
    this.longest = longest;
  }

  push(piece: Buffer, onLine: (line: string) => void): void {
    let from = 0;
    for (let at = piece.indexOf(newline); at !== -1; at = piece.indexOf(newline, from)) {
      onLine(this.finished(piece.subarray(from, at)));
      from = at + 1;
    }
    const tail = piece.subarray(from);
    this.unfinishedBytes += tail.length;
    const room = this.longest - this.rest.length;
    // Copied: whoever reads may use its buffer again.
    if (tail.length > 0 && room > 0) this.rest = Buffer.concat([this.rest, tail.subarray(0, room)]);
  }

  /** Bytes since the last newline: a line that is not whole yet. */
  pending(): number {
    return this.unfinishedBytes;
  }

  private finished(end: Buffer): string {
    let line = end.subarray(0, this.longest);
    if (this.unfinishedBytes > 0) {
      line = Buffer.concat([this.rest, end.subarray(0, Math.max(0, this.longest - this.rest.length))]);
      this.rest = Buffer.alloc(0);
      this.unfinishedBytes = 0;
    }
    const text = line.toString('utf8');
    return text.endsWith('\r') ? text.slice(0, -1) : text;
  }
}
