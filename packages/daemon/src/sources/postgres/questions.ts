import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { inSeconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Probe } from '../../ports/source.ts';
import type { Over } from '../counted-over.ts';
import type { Database } from './database.ts';
import { cacheHitRatio, type GaugeName, namedGauges } from './named-gauges.ts';
import { oneLine } from './one-line.ts';
import { oneNumber } from './one-number.ts';
import {
  type CountedEvent,
  type CountQuery,
  type GaugeQuery,
  type LatencyQuery,
  type RateQuery,
  usualNewQueries,
  usualSlowerQueries,
} from './postgres-queries.ts';
import { askCalls, askNew, askSlower, askStatementTime } from './statements/ask-statements.ts';
import type { StatementWatch } from './statements/statement-watch.ts';
import { type Statistic, statisticsOf } from './statistics.ts';

const counters: Readonly<Record<CountedEvent, readonly Statistic[]>> = {
  deadlocks: ['deadlocks'],
  'temp-files': ['temp_files'],
  'temp-bytes': ['temp_bytes'],
  conflicts: ['conflicts'],
  'checksum-failures': ['checksum_failures'],
  'sessions-killed': ['sessions_fatal', 'sessions_killed'],
};

export const askLatency = (database: Database, query: LatencyQuery, statements: StatementWatch): Probe =>
  'query' in query ? askStatementTime(statements, query.query) : askRoundTrip(database, query.sql);

/** How long one statement takes, over the wire and back. */
const askRoundTrip = (database: Database, sql: string): Probe => ({
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

const askNamedGauge = (database: Database, name: GaugeName): Probe => ({
  async observe(signal): Promise<Reading> {
    const answer = await database.ask({ sql: namedGauges[name].sql, signal });
    if (answer.type === 'failed') return { type: 'error', because: `${name}: ${answer.because}` };
    const [value, hidden, told] = answer.rows[0] ?? [];
    const because = typeof told === 'string' ? told : undefined;
    if (Number(hidden) > 0)
      return {
        type: 'error',
        because: `${name}: our role may not look into ${hidden} of them; grant it ${namedGauges[name].needs}`,
      };
    if (value === null) return { type: 'absent', because: `${name}: ${because ?? 'there is nothing to measure'}` };
    const number = Number(value);
    return (typeof value === 'number' || typeof value === 'string') && Number.isFinite(number)
      ? { type: 'gauge', value: number, ...(because !== undefined && { because: `${name}: ${because}` }) }
      : { type: 'error', because: `${name}: the server answered ${JSON.stringify(answer.rows[0])}` };
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

export const askRate = (database: Database, query: RateQuery): Probe =>
  query === 'rollbacks' ? askRollbacks(database) : askCacheMisses(database);

function askCacheMisses(database: Database): Probe {
  const grown = statisticsOf(database);
  return {
    async observe(signal): Promise<Reading> {
      const growth = await grown(signal);
      if (growth.type === 'failed') return { type: 'error', because: `cache-misses: ${growth.because}` };
      if (growth.type === 'first') return { type: 'absent', because: `cache-misses: ${growth.because}` };
      const { blks_hit: hit, blks_read: read } = growth.by;
      return { type: 'rate', bad: read, total: hit + read };
    },
  };
}

function askRollbacks(database: Database): Probe {
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

/** Told of each look that succeeds, and whether what it counts with has started over. */
export type Looked = (startedOver: boolean) => Over;

export function askCount(database: Database, query: CountQuery, statements: StatementWatch, looked: Looked): Probe {
  if (query === 'slower-queries') return askSlower(statements, usualSlowerQueries);
  if (query === 'new-queries') return askNew(statements, usualNewQueries);
  if (typeof query === 'string') return askEvents(database, query, looked);
  if ('slower-queries' in query) return askSlower(statements, query['slower-queries']);
  return 'new-queries' in query ? askNew(statements, query['new-queries']) : askCalls(statements, query.calls, looked);
}

function askEvents(database: Database, query: CountedEvent, looked: Looked): Probe {
  const grown = statisticsOf(database);
  return {
    async observe(signal): Promise<Reading> {
      const growth = await grown(signal);
      if (growth.type === 'failed') return { type: 'error', because: `${query}: ${growth.because}` };
      const over = looked(growth.type === 'grown' && growth.startedOver);
      if (growth.type === 'first') return { type: 'absent', because: `${query}: ${growth.because}` };
      const { by } = growth;
      const count = counters[query].reduce((sum, counter) => sum + by[counter], 0);
      return Number.isNaN(count)
        ? { type: 'error', because: `${query}: the server does not count them; it runs without data checksums` }
        : { type: 'count', count, ...over };
    },
  };
}
