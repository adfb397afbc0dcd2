import type { NamedGauge } from './named-gauge.ts';

// Sessions of others that our role may not look into have no state and no type: counting on would find none active.
const hidden = `count(*) filter (where query = '<insufficient privilege>')`;
const clients = `(backend_type = 'client backend' or query = '<insufficient privilege>')`;
const others = `application_name <> 'daywatch'`;
const ofTheService = `datname = current_database() and ${clients} and ${others}`;

const sessions = (condition: string): string =>
  `select count(*) filter (where ${condition}), ${hidden}, null from pg_stat_activity where ${ofTheService}`;

/** How long ago the oldest of `moment` was, and whose. */
const oldest = (moment: string, condition: string): string =>
  `select coalesce(max(extract(epoch from clock_timestamp() - ${moment})) filter (where ${condition}), 0)::float8, ${hidden},
     (array_agg(format('pid %s of %s, %s', pid, coalesce(nullif(application_name, ''), usename), state) order by ${moment})
       filter (where ${condition}))[1]
   from pg_stat_activity where ${ofTheService}`;

export const sessionGauges = {
  'connections.active': {
    description: 'Sessions of this database that run a statement.',
    unit: 'none',
    needs: 'pg_monitor',
    sql: sessions(`state = 'active'`),
  },
  'connections.idle': {
    description: 'Sessions of this database that wait for their client, outside of a transaction.',
    unit: 'none',
    needs: 'pg_monitor',
    sql: sessions(`state = 'idle'`),
  },
  'connections.idle-in-transaction': {
    description: 'Sessions of this database that wait for their client inside of a transaction.',
    unit: 'none',
    needs: 'pg_monitor',
    sql: sessions(`state like 'idle in transaction%'`),
  },
  'connections.waiting': {
    description: 'Sessions of this database that wait for a lock.',
    unit: 'none',
    needs: 'pg_monitor',
    sql: sessions(`wait_event_type = 'Lock'`),
  },
  'connections.total': {
    description: 'Sessions of this database.',
    unit: 'none',
    sql: `select count(*), 0, null from pg_stat_activity where ${ofTheService}`,
  },
  'connections.used': {
    description: 'Sessions of the whole server, as a share of max_connections.',
    unit: 'fraction',
    sql: `select count(*)::float8 / current_setting('max_connections')::float8, 0,
        format('%s of %s', count(*), current_setting('max_connections'))
      from pg_stat_activity where ${clients}`,
  },
  'transactions.longest': {
    description: 'Age of the oldest open transaction of this database.',
    unit: 's',
    needs: 'pg_monitor',
    sql: oldest('xact_start', 'xact_start is not null'),
  },
  'transactions.longest-idle': {
    description: 'How long the oldest session has been idle inside of a transaction.',
    unit: 's',
    needs: 'pg_monitor',
    sql: oldest('state_change', `state like 'idle in transaction%'`),
  },
  'transactions.longest-prepared': {
    description: 'Age of the oldest transaction that was prepared (two-phase commit) and never ended.',
    unit: 's',
    sql: `select coalesce(max(extract(epoch from clock_timestamp() - prepared)), 0)::float8, 0,
        (array_agg(gid order by prepared))[1]
      from pg_prepared_xacts where database = current_database()`,
  },
} satisfies Record<string, NamedGauge>;
