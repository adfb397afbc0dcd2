import {
  between,
  formatDuration,
  hours,
  type Instant,
  instant,
  type Millis,
  millis,
  minus,
  plus,
  rfc3339,
  seconds,
} from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Following, Shell } from '../../ports/shell.ts';
import type { Feed, FeedState, LineSink } from './feed.ts';
import type { Level } from './level.ts';
import { LineSplitter } from './line-splitter.ts';

/** A line as a process prints it, and what the process says of it. */
export interface PrintedLine {
  readonly text: string;
  readonly at?: Instant;
  readonly level?: Level;
  /** From where a later process is asked to go on. */
  readonly cursor?: string;
}

export interface ProcessOrder {
  /** The unit or the command, for people. */
  readonly origin: string;
  /** The command line that goes on after `cursor`, or from `since`. */
  line(cursor: string | undefined): string;
  /** What a printed line is; `undefined` for one that says nothing. */
  read(printed: string): PrintedLine | undefined;
  readonly shell: Shell;
  readonly clock: Clock;
  /** Bytes that may wait for the next reading; then the process waits. */
  readonly atMost: number;
  readonly earlier?: unknown;
}

const savedPlace = z.strictObject({
  cursor: z.string().exactOptional(),
  since: z.number(),
  /** Nothing was ever printed. */
  unproven: z.literal(true).exactOptional(),
});

/** What is asked for at the very first start, to learn from. */
const learnFrom = hours(24);
const firstPause = seconds(1);
const longestPause = seconds(60);
/** One that has lived so long works, also when there is nothing to print. */
const worksAfter = seconds(1);

/** Follows what a process prints. One that ends is started again, later each time. */
export class ProcessFeed implements Feed {
  private readonly order: ProcessOrder;
  private readonly openedAt: Instant;
  private readonly isResumed: boolean;
  private cursor: string | undefined;
  /** The time of the newest line, by its own account. */
  private since: Instant;
  private following: Extract<Following, { type: 'following' }> | undefined;
  private splitter = new LineSplitter();
  private waiting: string[] = [];
  private waitingBytes = 0;
  private startedAt: Instant | undefined;
  private hasPrinted = false;
  /** Ever, so that there is a log: a unit that is misspelt is followed too. */
  private isProven: boolean;
  /** What was read before the last start may be printed again: lines up to this time, and what follows them. */
  private repeatsUntil: Instant | undefined;
  private isRepeating = false;
  private trouble: { readonly because: string; readonly until: Instant } | undefined;
  private pause: Millis = firstPause;
  private lastLineAt: Instant;
  private closed = false;

  constructor(order: ProcessOrder) {
    this.order = order;
    this.openedAt = order.clock.now();
    this.lastLineAt = this.openedAt;
    const earlier = savedPlace.safeParse(order.earlier);
    this.isResumed = earlier.success;
    this.isProven = earlier.success && earlier.data.unproven === undefined;
    this.cursor = earlier.data?.cursor;
    this.since = (earlier.data?.since ?? minus(this.openedAt, learnFrom)) as Instant;
  }

  async read(sink: LineSink): Promise<FeedState> {
    const { clock } = this.order;
    const now = clock.now();
    if (this.following === undefined && (this.trouble === undefined || now >= this.trouble.until)) this.start();
    const lines = this.waiting;
    this.waiting = [];
    this.waitingBytes = 0;
    this.following?.resume();
    for (const printed of lines) this.tell(printed, sink);
    sink.end();
    if (lines.length > 0) this.lastLineAt = now;
    return this.stateAt(now, lines.length > 0);
  }

  private stateAt(now: Instant, hasLines: boolean): FeedState {
    const works = this.startedAt !== undefined && between(this.startedAt, now) >= worksAfter;
    if (this.following !== undefined && (this.hasPrinted || works)) {
      // What happens next is another trouble.
      this.trouble = undefined;
      this.pause = firstPause;
    }
    if (!hasLines && this.trouble !== undefined) {
      const { because, until } = this.trouble;
      const wait = millis(Math.max(0, between(now, until)));
      const again =
        this.following === undefined ? `; started again in ${formatDuration(wait)}` : '; started again just now';
      return { type: 'failed', because: `${this.order.origin} ${because}${again}` };
    }
    if (!hasLines && !works && !this.hasPrinted)
      return { type: 'starting', because: `${this.order.origin} was started just now` };
    if (!hasLines && !this.isProven)
      return {
        type: 'starting',
        because: `${this.order.origin} has printed nothing so far, not even of what was before`,
      };
    return { type: 'read', lastLineAt: this.lastLineAt, notes: [] };
  }

  position(): unknown {
    return {
      since: this.since,
      ...(this.cursor !== undefined && { cursor: this.cursor }),
      ...(!this.isProven && { unproven: true }),
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    const { following } = this;
    this.following = undefined;
    await following?.end();
  }

  private start(): void {
    if (this.closed) return;
    const { shell } = this.order;
    this.splitter = new LineSplitter();
    this.hasPrinted = false;
    this.isRepeating = false;
    if (this.isResumed || this.startedAt !== undefined) this.repeatsUntil = this.since;
    this.startedAt = this.order.clock.now();
    const following = shell.follow({
      line: this.order.line(this.cursor),
      environment: { SINCE: rfc3339(this.since) },
      onOutput: (piece) => this.take(piece),
    });
    if (following.type === 'failed') {
      this.failed(`cannot be started: ${following.because}`);
      return;
    }
    this.following = following;
    void following.over.then((because) => {
      if (this.following !== following) return;
      this.following = undefined;
      this.failed(because);
    });
  }

  private failed(because: string): void {
    this.trouble = { because, until: plus(this.order.clock.now(), this.pause) };
    this.pause = millis(Math.min(2 * this.pause, longestPause));
  }

  private take(piece: Buffer): void {
    this.hasPrinted = true;
    this.isProven = true;
    this.splitter.push(piece, (line) => this.waiting.push(line));
    this.waitingBytes += piece.length;
    if (this.waitingBytes > this.order.atMost) this.following?.pause();
  }

  private tell(printed: string, sink: LineSink): void {
    const line = this.order.read(printed);
    if (line === undefined) return;
    const { text, at, level, cursor } = line;
    if (at !== undefined && this.cursor === undefined && this.repeatsUntil !== undefined)
      this.isRepeating = at <= this.repeatsUntil;
    if (this.isRepeating) return;
    if (cursor !== undefined) this.cursor = cursor;
    this.since = instant(Math.max(this.since, at ?? this.order.clock.now()));
    const isHistory = !this.isResumed && at !== undefined && at < this.openedAt;
    const facts = { origin: this.order.origin, isHistory, ...(at !== undefined && { at }), ...(level && { level }) };
    sink.line({ text, facts });
  }
}
