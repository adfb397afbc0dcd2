import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { type Instant, inSeconds, type Millis, millis } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue } from '@daywatch/shared/vocabulary/units.ts';
import * as z from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import type { Memory } from '../../ports/memory.ts';
import type { Occasion } from '../../ports/source.ts';
import type { ReadEntry } from './entry-reader.ts';
import type { Feed, FeedState, LineFacts } from './feed.ts';
import { type FoldedLine, LineFolder } from './fold-lines.ts';
import { isAtLeast } from './level.ts';
import { Signatures, savedSignatures } from './signatures.ts';
import type { Tally } from './tally.ts';

const savedPosition = z.strictObject({ feed: z.unknown(), tallies: z.record(z.string(), z.unknown()) });

/** A line of this level or worse has a signature, whatever is asked of it later. */
const alarming = 'warn';

interface Asked {
  readonly tally: Tally;
  /** What was lost since the last reading, in words. */
  notes: string[];
}

export interface LogOrder {
  /** Opens the feed where an earlier process left it. */
  openFeed(earlier: unknown): Feed;
  readonly readEntry: ReadEntry;
  readonly quiet: Millis;
  readonly clock: Clock;
  readonly memory: Memory;
  readonly log: Logger;
}

/** Reads one log for all questions that are asked of it: each line once, at the first of them. */
export class LogReader {
  private readonly order: LogOrder;
  private readonly asked = new Map<string, Asked>();
  private opened: Promise<void> | undefined;
  private feed: Feed | undefined;
  private signatures = new Signatures();
  /** Of an earlier process, for questions that are not asked yet. */
  private readonly left = new Map<string, unknown>();
  private lines = 0;
  private levelled = 0;
  private looking: Promise<FeedState> | undefined;
  private saving: Promise<void> = Promise.resolve();
  private saved = '';
  private closed = false;

  constructor(order: LogOrder) {
    this.order = order;
  }

  /** A place for a question; `name` is what a later process knows it by. */
  ask(name: string, tally: Tally): (signal: AbortSignal, occasion: Occasion) => Promise<Reading> {
    const place = this.freeName(name);
    const asked: Asked = { tally, notes: [] };
    this.asked.set(place, asked);
    this.restore(place, asked);
    return (signal, occasion) => this.answer(asked, signal, occasion);
  }

  async close(): Promise<void> {
    this.closed = true;
    const feed = this.feed;
    this.feed = undefined;
    await feed?.close();
    await this.looking?.catch(() => undefined);
    await this.saving;
  }

  private async answer(asked: Asked, signal: AbortSignal, occasion: Occasion): Promise<Reading> {
    const start = this.order.clock.elapsed();
    if (signal.aborted) return { type: 'error', because: 'given up before it began' };
    const state = await Promise.race([this.look(), aborted(signal)]);
    if (state === undefined) {
      const after = formatValue(inSeconds(millis(this.order.clock.elapsed() - start)), 's');
      return { type: 'error', because: `given up after ${after}` };
    }
    if (state.type === 'failed') return { type: 'error', because: state.because };
    if (state.type === 'starting') return { type: 'absent', because: state.because };
    const lost = [...new Set(asked.notes)];
    asked.notes = [];
    const reading = asked.tally.take({
      now: this.order.clock.now(),
      lastLineAt: state.lastLineAt,
      quiet: this.order.quiet,
      lines: this.lines,
      levelled: this.levelled,
      signatures: this.signatures,
      occasion,
      hasLost: lost.length > 0,
    });
    await this.save();
    return lost.length === 0 ? reading : withLost(reading, lost.join('; '));
  }

  /** One look at a time: who asks meanwhile gets the same. */
  private look(): Promise<FeedState> {
    this.looking ??= this.lookNow().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async lookNow(): Promise<FeedState> {
    try {
      this.opened ??= this.open();
      await this.opened;
    } catch (error) {
      this.opened = undefined;
      const why = error instanceof Error ? error.message : String(error);
      return { type: 'failed', because: `where it was read last cannot be recalled: ${why}` };
    }
    if (this.closed || this.feed === undefined) return { type: 'failed', because: 'the source is closed' };
    const folder = new LineFolder<LineFacts>((event) => this.note(event));
    const state = await this.feed.read({ line: (line) => folder.push(line), end: () => folder.end() });
    folder.end();
    if (state.type === 'read') for (const asked of this.asked.values()) asked.notes.push(...state.notes);
    return state;
  }

  private async open(): Promise<void> {
    const { memory } = this.order;
    const signatures = savedSignatures.safeParse(await memory.read('signatures'));
    if (signatures.success) this.signatures = new Signatures(signatures.data);
    const position = savedPosition.safeParse(await memory.read('position'));
    this.feed = this.order.openFeed(position.success ? position.data.feed : undefined);
    if (!position.success) return;
    for (const [name, tally] of Object.entries(position.data.tallies)) this.left.set(name, tally);
    for (const [name, asked] of this.asked) this.restore(name, asked);
  }

  private note({ head, rest, facts }: FoldedLine<LineFacts>): void {
    const { origin, isHistory } = facts;
    const read = this.order.readEntry(head, rest);
    const level = read.level ?? facts.level;
    const at = read.at ?? facts.at;
    const entry = level === undefined ? read : { ...read, level };
    const seenAt = at ?? this.order.clock.now();
    this.lines += 1;
    if (level !== undefined) this.levelled += 1;
    this.signatures.lookedAt(seenAt);
    // What has no time and was there before the first look is as old as can be.
    const signature = isAtLeast(level, alarming)
      ? this.signatures.note(entry, isHistory && at === undefined ? (0 as Instant) : seenAt)
      : undefined;
    const seen = { at: seenAt, origin, isHistory, ...(signature !== undefined && { signature }) };
    for (const { tally } of this.asked.values()) tally.note(entry, seen);
  }

  private restore(name: string, { tally }: Asked): void {
    if (!this.left.has(name)) return;
    tally.restore(this.left.get(name));
    this.left.delete(name);
  }

  private freeName(name: string): string {
    for (let number = 1; ; number += 1) {
      const free = number === 1 ? name : `${name} ${number}`;
      if (!this.asked.has(free)) return free;
    }
  }

  /** What was read and not yet told survives the process, together with the place up to which it was read. */
  private save(): Promise<void> {
    this.saving = this.saving.then(() => this.saveNow());
    return this.saving;
  }

  private async saveNow(): Promise<void> {
    const { memory, log } = this.order;
    if (this.feed === undefined) return;
    const tallies = Object.fromEntries([...this.asked].map(([name, { tally }]) => [name, tally.save()]));
    const position = { feed: this.feed.position(), tallies: { ...Object.fromEntries(this.left), ...tallies } };
    const signatures = this.signatures.save();
    const text = JSON.stringify(position);
    try {
      // First: lines that are read again after a crash are known by then.
      if (signatures !== undefined) await memory.write('signatures', signatures);
      if (text !== this.saved) await memory.write('position', position);
      this.saved = text;
    } catch (cause) {
      log.warn(
        { err: cause },
        'how far a log was read could not be kept; after a restart some lines would count twice',
      );
    }
  }
}

/** Bad lines that were found stand; that there are none is not known where lines were never read. */
function withLost(reading: Reading, lost: string): Reading {
  if (reading.type === 'latency' || reading.type === 'histogram') return reading;
  if (foundNothing(reading)) return { type: 'absent', because: `${lost}; in the rest there was nothing bad` };
  return { ...reading, because: reading.because === undefined ? lost : `${reading.because}; ${lost}` };
}

const foundNothing = (reading: Reading): boolean =>
  (reading.type === 'count' && reading.count === 0) ||
  (reading.type === 'rate' && reading.bad === 0) ||
  (reading.type === 'check' && reading.ok);

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
