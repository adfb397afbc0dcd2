// Sessions of others that our role may not look into have no state and no type: counting on would find none active.
const hidden = `count(*) filter (where query = '<insufficient privilege>')`;
const clients = `(backend_type = 'client backend' or query = '<insufficient privilege>')`;
const others = `application_name <> 'daywatch'`;

const sessions = (condition: string): string =>
  `select count(*) filter (where ${condition}), ${hidden} from pg_stat_activity
   where datname = current_database() and ${clients} and ${others}`;

/** Levels of a database: SQL that returns the value, and how many sessions the role could not look into. */
export const namedGauges = {
  'connections.active': sessions(`state = 'active'`),
  'connections.idle': sessions(`state = 'idle'`),
  'connections.idle-in-transaction': sessions(`state like 'idle in transaction%'`),
  'connections.waiting': sessions(`wait_event_type = 'Lock'`),
  'connections.total': `select count(*), 0 from pg_stat_activity
    where datname = current_database() and ${clients} and ${others}`,
  'connections.used': `select count(*)::float8 / current_setting('max_connections')::float8, 0
    from pg_stat_activity where ${clients}`,
  'locks.waiting': `select count(*), 0 from pg_locks where not granted`,
  'locks.longest-wait': `select coalesce(max(extract(epoch from clock_timestamp() - waitstart)), 0)::float8, 0
    from pg_locks where not granted`,
  'transactions.longest': `select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8, ${hidden}
    from pg_stat_activity where datname = current_database() and ${clients} and ${others}`,
  'database-size': `select pg_database_size(current_database()), 0`,
} as const;
export type NamedGauge = keyof typeof namedGauges;

/** Share of the blocks read since the reading before that were in the server's cache. */
export const cacheHitRatio = 'cache-hit-ratio';
export const gaugeNames = [...(Object.keys(namedGauges) as NamedGauge[]), cacheHitRatio] as const;
