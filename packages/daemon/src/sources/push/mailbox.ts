import { type Reading, reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Memory } from '../../ports/memory.ts';
import type { Pushed } from '../../ports/source.ts';

interface Letters {
  /** Not yet read, in order of time. */
  readonly waiting: readonly Pushed[];
  /** The latest that was read. */
  readonly last: Pushed | undefined;
}

const letter = z.object({ at: z.number(), reading, timed: z.boolean() });
const kept = z.object({ waiting: z.array(letter), last: letter.optional() });
const nothing: Letters = { waiting: [], last: undefined };

/** What was pushed for one criterion and not yet read, and the last word. It survives a restart. */
export interface Mailbox {
  /** Resolves when it is kept. A second one with the same time is the first one, sent again. */
  put(pushed: Pushed): Promise<void>;
  /** Empties it. */
  take(): Promise<Letters>;
}

/** Letters that wait; whoever pushes faster than anybody reads would fill the memory. */
const mostWaiting = 1_000;

/** `fold` makes one reading of many: the older half of too many letters becomes one. */
export function openMailbox(name: string, memory: Memory, fold: (readings: readonly Reading[]) => Reading): Mailbox {
  const key = `pushed for ${name}`;
  let letters: Letters | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  /** One after the other, and only what is kept counts. */
  function inTurn<T>(work: (now: Letters) => { readonly next: Letters; readonly answer: T }): Promise<T> {
    const mine = turn.then(async () => {
      letters ??= lettersOf(await memory.read(key));
      const { next, answer } = work(letters);
      if (next !== letters) await memory.write(key, next);
      letters = next;
      return answer;
    });
    turn = mine.catch(() => undefined);
    return mine;
  }

  function bounded(waiting: readonly Pushed[]): readonly Pushed[] {
    if (waiting.length <= mostWaiting) return waiting;
    const older = waiting.slice(0, mostWaiting / 2);
    const newest = older.at(-1);
    if (newest === undefined) return waiting;
    return [{ ...newest, reading: fold(older.map((one) => one.reading)) }, ...waiting.slice(older.length)];
  }

  return {
    put: (pushed) =>
      inTurn((now) => {
        const same = ({ at, timed }: Pushed) => timed && pushed.timed && at === pushed.at;
        const known = now.waiting.some(same) || (now.last !== undefined && same(now.last));
        const waiting = [...now.waiting, pushed].toSorted((one, other) => one.at - other.at);
        return { next: known ? now : { ...now, waiting: bounded(waiting) }, answer: undefined };
      }),
    take: () =>
      inTurn((now) => {
        const newest = now.waiting.at(-1);
        if (newest === undefined) return { next: now, answer: now };
        // What arrives late does not replace a later word.
        const last = now.last !== undefined && now.last.at > newest.at ? now.last : newest;
        return { next: { waiting: [], last }, answer: now };
      }),
  };
}

function lettersOf(value: unknown): Letters {
  const read = kept.safeParse(value);
  if (!read.success) return nothing;
  const { waiting, last } = read.data;
  const pushed = (one: z.infer<typeof letter>): Pushed => ({ ...one, at: instant(one.at) });
  return { waiting: waiting.map(pushed), last: last && pushed(last) };
}
