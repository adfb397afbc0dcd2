import { between, days, hours, type Instant } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Era } from '../era.ts';
import { allGrown, type Counted, type Counters } from './counters.ts';

/** What is remembered of the statements, look by look. */
export interface History {
  readonly era: Era;
  /** Where the present window of "usual" begins; it is one to two days long. */
  readonly older: Counted;
  readonly newer: Counted;
  readonly newerAt: Instant;
  readonly last: Counted;
  /** The counters as the deploy began. */
  readonly start: Counted;
  /** What was usual before the deploy; not there when nobody looked then. */
  readonly before?: Counted;
  /** Seen before the deploy, however seldom. */
  readonly known: ReadonlySet<string>;
}

/** One look at the counters. */
export interface Look {
  readonly at: Instant;
  readonly counted: Counted;
  /** When the server began to count, where it says so. */
  readonly countsSince: Instant | undefined;
}

const window = hours(24);
/** What the server counted before anybody looked is as good as seen when it is no older. */
const fresh = days(7);
/** With fewer calls in the window, what was usual before it says more. */
const enough = 5;
const mostKnown = 10_000;

export function firstLook({ at, counted, countsSince }: Look, era: Era): History {
  const isFresh = countsSince !== undefined && between(countsSince, at) <= fresh;
  const older: Counted = isFresh ? new Map() : counted;
  const history = { era, older, newer: counted, newerAt: at, last: counted, start: counted };
  return era.deployment === undefined
    ? { ...history, known: new Set(counted.keys()) }
    : { ...history, older: counted, known: new Set() };
}

/** The history with one look more. A new version ends what was usual; a rollback keeps what was usual before its deploy. */
export function nextLook(history: History, { at, counted }: Look, era: Era): History {
  const { last } = history;
  if (era.key === history.era.key) {
    const isOver = between(history.newerAt, at) >= window;
    return {
      ...history,
      last: counted,
      ...(isOver && { older: history.newer, newer: counted, newerAt: at }),
      ...(era.deployment === undefined && { known: knownWith(history.known, counted) }),
    };
  }
  const begun = { era, older: last, newer: last, newerAt: at, last: counted, start: last };
  const isRollback = era.deployment !== undefined && era.deployment === history.era.deployment;
  if (isRollback) return { ...history, ...begun };
  const usual = allGrown(last, history.older);
  const before = new Map<string, Counters>(history.before);
  for (const [id, counters] of usual) if (counters[0] >= enough || !before.has(id)) before.set(id, counters);
  return { ...begun, before, known: knownWith(history.known, last) };
}

/** The newest of the known ones stay. */
const knownWith = (known: ReadonlySet<string>, seen: Counted): ReadonlySet<string> =>
  new Set([...[...known].filter((id) => !seen.has(id)), ...seen.keys()].slice(-mostKnown));

const counters = z.tuple([z.number(), z.number(), z.number()]);
const counted = z.array(z.tuple([z.string(), counters])).transform((entries): Counted => new Map(entries));
const kept = z.object({
  era: z.object({ key: z.string(), deployment: z.string().optional() }),
  older: counted,
  newer: counted,
  newerAt: z.number(),
  last: counted,
  start: counted,
  before: counted.optional(),
  known: z.array(z.string()),
});

/** As JSON. Statements that are hardly called are the first not to be kept. */
export function keepHistory(history: History): unknown {
  const most = 2_000;
  const largest = (of: Counted) => [...of].sort(([, one], [, other]) => other[1] - one[1]).slice(0, most);
  const { older, newer, last, start, before, known } = history;
  return {
    ...history,
    older: largest(older),
    newer: largest(newer),
    last: largest(last),
    start: largest(start),
    ...(before && { before: largest(before) }),
    known: [...known],
  };
}

/** `undefined` when nothing is kept, or nothing of this shape. */
export function recallHistory(value: unknown): History | undefined {
  const read = kept.safeParse(value);
  if (!read.success) return undefined;
  const { era, newerAt, known, before, ...rest } = read.data;
  return {
    ...rest,
    era: { key: era.key, deployment: era.deployment },
    newerAt: newerAt as Instant,
    known: new Set(known),
    ...(before && { before }),
  };
}
