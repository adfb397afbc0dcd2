import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { inSeconds } from '@daywatch/shared/vocabulary/time.ts';
import { groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import type { Probe } from '../../ports/source.ts';
import type { Database } from './database.ts';
import { cacheHitRatio, type NamedGauge, namedGauges } from './named-gauges.ts';
import { oneLine } from './one-line.ts';
import { oneNumber } from './one-number.ts';
import type { CheckQuery, CountQuery, GaugeQuery, LatencyQuery } from './postgres-queries.ts';
import { type Statistic, statisticsOf } from './statistics.ts';

const counters: Readonly<Record<CountQuery, Statistic>> = {
  deadlocks: 'deadlocks',
  'temp-files': 'temp_files',
  conflicts: 'conflicts',
};

/** How long one statement takes, over the wire and back. */
export const askLatency = (database: Database, { sql }: LatencyQuery): Probe => ({
  async observe(signal): Promise<Reading> {
    const answer = await database.ask({ sql, signal });
    if (answer.type === 'failed') return { type: 'error', because: `${oneLine(sql)}: ${answer.because}` };
    return { type: 'latency', values: [inSeconds(answer.took)] };
  },
});

export function askGauge(database: Database, query: GaugeQuery): Probe {
  if (query === cacheHitRatio) return askCacheHits(database);
  return typeof query === 'string' ? askNamedGauge(database, query) : askNumber(database, query.sql);
}

const askNumber = (database: Database, sql: string): Probe => ({
  async observe(signal): Promise<Reading> {
    const answer = await database.ask({ sql, signal });
    const reading: Reading = answer.type === 'failed' ? { type: 'error', because: answer.because } : oneNumber(answer);
    if (reading.type !== 'error' && reading.type !== 'absent') return reading;
    return { ...reading, because: `${oneLine(sql)}: ${reading.because}` };
  },
});

const askNamedGauge = (database: Database, name: NamedGauge): Probe => ({
  async observe(signal): Promise<Reading> {
    const answer = await database.ask({ sql: namedGauges[name], signal });
    if (answer.type === 'failed') return { type: 'error', because: `${name}: ${answer.because}` };
    const [value, hidden] = answer.rows[0] ?? [];
    if (Number(hidden) > 0)
      return {
        type: 'error',
        because: `${name}: our role may not look into ${hidden} sessions; grant it pg_read_all_stats or pg_monitor`,
      };
    return typeof value === 'number' || typeof value === 'string'
      ? { type: 'gauge', value: Number(value) }
      : { type: 'absent', because: `${name}: the server answered ${JSON.stringify(answer.rows[0])}` };
  },
});

function askCacheHits(database: Database): Probe {
  const grown = statisticsOf(database);
  return {
    async observe(signal): Promise<Reading> {
      const growth = await grown(signal);
      if (growth.type === 'failed') return { type: 'error', because: `${cacheHitRatio}: ${growth.because}` };
      if (growth.type === 'first') return { type: 'absent', because: `${cacheHitRatio}: ${growth.because}` };
      const { blks_hit: hit, blks_read: read } = growth.by;
      return hit + read > 0
        ? { type: 'gauge', value: hit / (hit + read) }
        : { type: 'absent', because: `${cacheHitRatio}: no block was read since the reading before` };
    },
  };
}

export function askRollbacks(database: Database): Probe {
  const grown = statisticsOf(database);
  const withoutOurRollbacks = withoutOurs();
  const withoutOurCommits = withoutOurs();
  return {
    async observe(signal): Promise<Reading> {
      const growth = await grown(signal);
      if (growth.type === 'failed') return { type: 'error', because: `rollbacks: ${growth.because}` };
      if (growth.type === 'first') return { type: 'absent', because: `rollbacks: ${growth.because}` };
      const bad = withoutOurRollbacks(growth.by.xact_rollback, growth.ownRollbacks);
      const good = withoutOurCommits(growth.by.xact_commit, growth.ownCommits);
      return { type: 'rate', bad, total: bad + good };
    },
  };
}

/**
 * Takes our own transactions out of what the server counted: they are no traffic of the service. The server publishes
 * its counts some seconds late, so those of ours that it has not counted yet are taken out the next time, and only then.
 */
function withoutOurs(): (counted: number, ours: number) => number {
  let late = 0;
  return (counted, ours) => {
    const rest = counted - ours - late;
    late = Math.max(0, ours - counted);
    return Math.max(0, rest);
  };
}

export function askCount(database: Database, query: CountQuery): Probe {
  const grown = statisticsOf(database);
  return {
    async observe(signal): Promise<Reading> {
      const growth = await grown(signal);
      if (growth.type === 'failed') return { type: 'error', because: `${query}: ${growth.because}` };
      if (growth.type === 'first') return { type: 'absent', because: `${query}: ${growth.because}` };
      return { type: 'count', count: growth.by[counters[query]] };
    },
  };
}

/** Integrity: as many rows as expected. They are counted by the server, so that none of their values leaves it. */
export function askCheck(database: Database, { sql, rows: expected }: CheckQuery): Probe {
  const opening = 'select count(*) from (';
  const counting = `${opening}${sql.replace(/[\s;]+$/, '')}\n) as answer`;
  return {
    async observe(signal): Promise<Reading> {
      const answer = await database.ask({ sql: counting, offset: opening.length, signal });
      if (answer.type === 'failed') return { type: 'error', because: `${oneLine(sql)}: ${answer.because}` };
      const count = Number(answer.rows[0]?.[0] ?? Number.NaN);
      if (!Number.isInteger(count)) return { type: 'error', because: `${oneLine(sql)}: the rows could not be counted` };
      const rows = count === 1 ? '1 row' : `${groupThousands(count)} rows`;
      return count === expected
        ? { type: 'check', ok: true, because: `${oneLine(sql)}: returned ${rows}` }
        : { type: 'check', ok: false, because: `${oneLine(sql)}: returned ${rows}, expected ${expected}` };
    },
  };
}
