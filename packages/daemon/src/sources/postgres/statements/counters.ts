/** What `pg_stat_statements` has of one statement: calls, their time in ms, and the sum of the squares of the times. */
export type Counters = readonly [calls: number, time: number, squares: number];

/** By queryid. */
export type Counted = ReadonlyMap<string, Counters>;

const none: Counters = [0, 0, 0];

/** What was added since `then`. Statistics that were reset, or a statement that was evicted, count from 0 again. */
export function grown(now: Counters, then: Counters = none): Counters {
  if (now[0] < then[0] || now[1] < then[1]) return now;
  return [now[0] - then[0], now[1] - then[1], Math.max(0, now[2] - then[2])];
}

/** All that were called since. */
export function allGrown(now: Counted, then: Counted): Counted {
  const entries = [...now].map(([id, counters]) => [id, grown(counters, then.get(id))] as const);
  return new Map(entries.filter(([, [calls]]) => calls > 0));
}

export const meanOf = ([calls, time]: Counters): number => time / calls;

/** Of the times, in ms². */
export function varianceOf([calls, time, squares]: Counters): number {
  const mean = time / calls;
  const variance = Math.max(0, squares / calls - mean * mean);
  return calls > 1 ? (variance * calls) / (calls - 1) : variance;
}
