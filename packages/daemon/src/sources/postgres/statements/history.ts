import { between, days, hours, type Instant, instant } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Era } from '../era.ts';
import { allGrown, type Counted, type Counters, meanOf } from './counters.ts';

/** What is remembered of the statements, look by look. */
export interface History {
  readonly era: Era;
  /** Where the present window of "usual" begins; it is one to two days long. */
  readonly older: Counted;
  readonly newer: Counted;
  readonly newerAt: Instant;
  readonly last: Counted;
  readonly lastAt: Instant;
  /** The hour under way, and the worst one of each statement in this window and in the one before. */
  readonly hour: { readonly at: Instant; readonly from: Counted };
  readonly worst: Counted;
  readonly worstBefore: Counted;
  /** The counters as the deploy began: those of the last look before it. */
  readonly start: Counted;
  readonly startAt: Instant;
  /** What was usual before the deploy; not there when nobody looked then. */
  readonly before?: Counted;
  /** The worst hour of each before the deploy: a nightly job is no regression. */
  readonly worstOfBefore: Counted;
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
const hour = hours(1);
/** An hour with fewer calls says little. */
const busyEnough = 20;
/** What the server counted before anybody looked is as good as seen when it is no older. */
const fresh = days(7);
/** With fewer calls in the window, what was usual before it says more. */
const enough = 5;
const mostKnown = 10_000;

export function firstLook({ at, counted, countsSince }: Look, era: Era): History {
  const isFresh = countsSince !== undefined && between(countsSince, at) <= fresh;
  const older: Counted = isFresh ? new Map() : counted;
  const nothing: Counted = new Map();
  const worst = { hour: { at, from: counted }, worst: nothing, worstBefore: nothing, worstOfBefore: nothing };
  const history = {
    era,
    older,
    newer: counted,
    newerAt: at,
    last: counted,
    lastAt: at,
    start: counted,
    startAt: at,
    ...worst,
  };
  return era.deployment === undefined
    ? { ...history, known: new Set(counted.keys()) }
    : { ...history, older: counted, known: new Set() };
}

/** The history with one look more. A new version ends what was usual; a rollback keeps what was usual before its deploy. */
export function nextLook(history: History, { at, counted }: Look, era: Era): History {
  const { last } = history;
  if (era.key === history.era.key) {
    const isOver = between(history.newerAt, at) >= window;
    const hourIsOver = between(history.hour.at, at) >= hour;
    const worst = hourIsOver ? worstOf(history.worst, busyIn(counted, history.hour.from)) : history.worst;
    return {
      ...history,
      last: counted,
      lastAt: at,
      worst,
      ...(hourIsOver && { hour: { at, from: counted } }),
      ...(isOver && { older: history.newer, newer: counted, newerAt: at, worst: new Map(), worstBefore: worst }),
      ...(era.deployment === undefined && { known: knownWith(history.known, counted) }),
    };
  }
  const begun = {
    era,
    older: last,
    newer: last,
    newerAt: at,
    last: counted,
    lastAt: at,
    start: last,
    startAt: history.lastAt,
    ...freshWorst(at, last),
  };
  const isRollback = era.deployment !== undefined && era.deployment === history.era.deployment;
  if (isRollback) return { ...history, ...begun };
  const usual = allGrown(last, history.older);
  const before = new Map<string, Counters>(history.before);
  for (const [id, counters] of usual) if (counters[0] >= enough || !before.has(id)) before.set(id, counters);
  const worstOfBefore = worstOf(history.worst, history.worstBefore);
  return { ...begun, before, worstOfBefore, known: knownWith(history.known, last) };
}

const freshWorst = (at: Instant, from: Counted) => ({
  hour: { at, from },
  worst: new Map<string, Counters>(),
  worstBefore: new Map<string, Counters>(),
});

const busyIn = (now: Counted, then: Counted): Counted =>
  new Map([...allGrown(now, then)].filter(([, [calls]]) => calls >= busyEnough));

/** Of each statement the hour with the higher mean. */
function worstOf(some: Counted, others: Counted): Counted {
  const worst = new Map(some);
  for (const [id, counters] of others) {
    const known = worst.get(id);
    if (known === undefined || meanOf(counters) > meanOf(known)) worst.set(id, counters);
  }
  return worst;
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
  lastAt: z.number(),
  hour: z.object({ at: z.number(), from: counted }),
  worst: counted,
  worstBefore: counted,
  start: counted,
  startAt: z.number(),
  before: counted.optional(),
  worstOfBefore: counted,
  known: z.array(z.string()),
});

/** As JSON. Statements that are hardly called are the first not to be kept. */
export function keepHistory(history: History): unknown {
  const most = 1_000;
  const largest = (of: Counted) => [...of].sort(([, one], [, other]) => other[1] - one[1]).slice(0, most);
  const { older, newer, last, start, before, worst, worstBefore, worstOfBefore, known } = history;
  return {
    ...history,
    older: largest(older),
    newer: largest(newer),
    last: largest(last),
    hour: { at: history.hour.at, from: largest(history.hour.from) },
    worst: largest(worst),
    worstBefore: largest(worstBefore),
    start: largest(start),
    ...(before && { before: largest(before) }),
    worstOfBefore: largest(worstOfBefore),
    known: [...known],
  };
}

/** `undefined` when nothing is kept, or nothing of this shape. */
export function recallHistory(value: unknown): History | undefined {
  const read = kept.safeParse(value);
  if (!read.success) return undefined;
  const { era, newerAt, lastAt, startAt, hour: underWay, known, before, ...rest } = read.data;
  return {
    ...rest,
    era: { key: era.key, deployment: era.deployment },
    newerAt: instant(newerAt),
    lastAt: instant(lastAt),
    startAt: instant(startAt),
    hour: { at: instant(underWay.at), from: underWay.from },
    known: new Set(known),
    ...(before && { before }),
  };
}
