import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { inSeconds, millis } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue, groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import type { Probe } from '../../../ports/source.ts';
import { spanOf } from '../../../web/duration-text.ts';
import type { Over } from '../../counted-over.ts';
import type { NewQueries, SlowerQueries } from '../postgres-queries.ts';
import { type Counted, type Counters, grown, meanOf } from './counters.ts';
import { isSlower } from './is-slower.ts';
import { findNew, findSlower, type Suspicion } from './slower-statements.ts';
import { folded, picking, tellStatement } from './statement-text.ts';
import type { StatementWatch } from './statement-watch.ts';

const mostTold = 3;
const noBefore = 'the first look came after the deploy had begun, so there is nothing to compare with';

const ms = (time: number): string => formatValue(inSeconds(millis(time)), 's');
const callsOf = ([calls]: Counters): string => (calls === 1 ? '1 call' : `${groupThousands(calls)} calls`);

/** Statements that are slower than before the deploy, each counted once. */
export function askSlower(watch: StatementWatch, query: SlowerQueries): Probe {
  const { factor, calls } = query;
  const bar = { factor, atLeast: spanOf(query['at-least']), calls, span: spanOf(query.for) };
  const excepted = query.except.map(picking);
  let suspicion: Suspicion | undefined;
  return {
    async observe(signal, occasion): Promise<Reading> {
      const seen = await watch.look(signal, occasion);
      if (seen.type === 'failed') return { type: 'error', because: `slower-queries: ${seen.because}` };
      const { history, texts } = seen;
      if (history.era.deployment !== undefined && history.before === undefined)
        return { type: 'absent', because: `slower-queries: ${noBefore}` };
      const look = findSlower(suspicion, history, bar);
      const found = look.found.filter(({ id }) => !excepted.some((is) => is(id, texts.get(id))));
      const words: string[] = [];
      for (const { id, now, before } of found.slice(0, mostTold)) {
        const text = texts.get(id);
        const plan = await watch.plans.tell(id, texts, signal);
        words.push(
          `${tellStatement(id, text)}: ${ms(meanOf(now))} over ${callsOf(now)}, ${ms(meanOf(before))} before (${callsOf(before)}); ${plan}`,
        );
      }
      if (found.length === 0) await watch.plans.learn(history.last, texts, signal);
      suspicion = occasion?.judged === false ? untold(look) : look.suspicion;
      return counted(found.length, words);
    },
  };
}

/** What is not judged is told in vain: it is told again while it is still slower. */
function untold({ suspicion, found }: ReturnType<typeof findSlower>): Suspicion {
  const now = new Set(found.map(({ id }) => id));
  return { ...suspicion, told: new Set([...suspicion.told].filter((id) => !now.has(id))) };
}

/** Slow statements that were never seen before the deploy, each counted once. */
export function askNew(watch: StatementWatch, query: NewQueries): Probe {
  const bar = { atLeast: spanOf(query['at-least']), calls: query.calls };
  const excepted = query.except.map(picking);
  let told = { era: '', ids: new Set<string>() };
  return {
    async observe(signal, occasion): Promise<Reading> {
      const seen = await watch.look(signal, occasion);
      if (seen.type === 'failed') return { type: 'error', because: `new-queries: ${seen.because}` };
      const { history, texts } = seen;
      if (history.era.deployment === undefined) return { type: 'count', count: 0 };
      if (history.before === undefined) return { type: 'absent', because: `new-queries: ${noBefore}` };
      if (told.era !== history.era.key) told = { era: history.era.key, ids: new Set() };
      const news = findNew(told.ids, history, bar);
      // What is not judged is told in vain, and told again.
      if (occasion?.judged !== false) for (const { id } of news) told.ids.add(id);
      const twins = new Map([...history.before.keys()].map((id) => [folded(texts.get(id) ?? id), id]));
      const found = news.filter(({ id, now }) => {
        const text = texts.get(id);
        const twin = history.before?.get(twins.get(folded(text ?? '')) ?? '');
        // The same statement under another id, as with a longer list: new only if it is slower than it was.
        const isOld = twin !== undefined && !isSlower(now, twin, { factor: 2, atLeast: bar.atLeast });
        return !isOld && !excepted.some((is) => is(id, text));
      });
      const words = found
        .slice(0, mostTold)
        .map(
          ({ id, now }) =>
            `${tellStatement(id, texts.get(id))}: ${ms(meanOf(now))} over ${callsOf(now)}, never seen before`,
        );
      return counted(found.length, words);
    },
  };
}

function counted(count: number, words: readonly string[]): Reading {
  if (count === 0) return { type: 'count', count };
  const more = count > words.length ? [`${count - words.length} more`] : [];
  return { type: 'count', count, because: [...words, ...more].join('; ') };
}

/** Mean time of the statements that are picked, over their calls since the reading before. */
export function askStatementTime(watch: StatementWatch, which: string): Probe {
  const since = sinceLastLook(watch, which);
  return {
    async observe(signal, occasion): Promise<Reading> {
      const growth = await since(signal, occasion);
      if ('because' in growth) return growth;
      const [calls] = growth.by;
      return calls > 0
        ? { type: 'latency', values: [inSeconds(millis(meanOf(growth.by)))] }
        : { type: 'absent', because: `query ${which}: not called since the reading before` };
    },
  };
}

export function askCalls(watch: StatementWatch, which: string, looked: (startedOver: boolean) => Over): Probe {
  const since = sinceLastLook(watch, which);
  return {
    async observe(signal, occasion): Promise<Reading> {
      const growth = await since(signal, occasion);
      if ('because' in growth && growth.type === 'error') return growth;
      const over = looked('by' in growth && growth.startedOver);
      return 'because' in growth ? growth : { type: 'count', count: growth.by[0], ...over };
    },
  };
}

type Growth = { readonly by: Counters; readonly startedOver: boolean } | Extract<Reading, { type: 'absent' | 'error' }>;

function sinceLastLook(watch: StatementWatch, which: string) {
  const picks = picking(which);
  let last: Counted | undefined;
  return async (...[signal, occasion]: Parameters<Probe['observe']>): Promise<Growth> => {
    const seen = await watch.look(signal, occasion);
    if (seen.type === 'failed') return { type: 'error', because: `query ${which}: ${seen.because}` };
    const before = last;
    last = seen.history.last;
    const picked = [...last].filter(([id]) => picks(id, seen.texts.get(id)));
    if (picked.length === 0)
      return { type: 'absent', because: `query ${which}: no statement in pg_stat_statements is like it` };
    if (before === undefined)
      return { type: 'absent', because: `query ${which}: first reading: what a counter grew by needs two` };
    const grownBy = picked.map(([id, counters]) => grown(counters, before.get(id)));
    const by = grownBy.reduce<Counters>((sum, one) => [sum[0] + one[0], sum[1] + one[1], sum[2] + one[2]], [0, 0, 0]);
    const startedOver = picked.some(([id, counters]) => counters[0] < (before.get(id)?.[0] ?? 0));
    return { by, startedOver };
  };
}
