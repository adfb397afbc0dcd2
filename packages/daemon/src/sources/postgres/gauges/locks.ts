import type { NamedGauge } from './named-gauge.ts';

export const lockGauges = {
  'locks.waiting': {
    description: 'Locks that are asked for and not granted, on the whole server.',
    unit: 'none',
    sql: `select count(*), 0, null from pg_locks where not granted`,
  },
  'locks.longest-wait': {
    description: 'How long the longest of them has been waited for.',
    unit: 's',
    sql: `select coalesce(max(extract(epoch from clock_timestamp() - waitstart)), 0)::float8, 0,
        (array_agg(format('pid %s waits for %s on %s, held by pid %s', pid, mode,
          coalesce(relation::regclass::text, locktype), array_to_string(pg_blocking_pids(pid), ', ')) order by waitstart))[1]
      from pg_locks where not granted`,
  },
} satisfies Record<string, NamedGauge>;
