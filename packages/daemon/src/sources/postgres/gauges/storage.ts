import { sequencesByUse } from '../sequences-by-use.ts';
import type { NamedGauge } from './named-gauge.ts';

export const storageGauges = {
  'database-size': {
    description: 'Size of this database on disk.',
    unit: 'bytes',
    sql: `select pg_database_size(current_database()), 0, null`,
  },
  'bloat.dead-rows': {
    description:
      'Dead rows that no vacuum has taken away yet, as a share of all rows of the table where it is largest. Tables with fewer than 10,000 rows do not count.',
    unit: 'fraction',
    sql: `select coalesce(max(dead), 0)::float8, 0,
        (array_agg(format('%s: %s dead rows beside %s', relid::regclass, n_dead_tup, n_live_tup) order by dead desc))[1]
      from (select relid, n_dead_tup, n_live_tup, n_dead_tup::float8 / (n_live_tup + n_dead_tup) as dead
        from pg_stat_user_tables where n_live_tup + n_dead_tup >= 10000) as tables`,
  },
  wraparound: {
    description:
      'Transaction ids used since the oldest one that is not frozen, as a share of those there are. At 100 % the server stops taking writes; autovacuum usually keeps it under 10 %.',
    unit: 'fraction',
    sql: `select max(used), 0, (array_agg(datname::text order by used desc))[1] from (
        select datname, greatest(age(datfrozenxid), mxid_age(datminmxid))::float8 / 2147483648 as used from pg_database) as ages`,
  },
  'sequences.used': {
    description:
      'Numbers used up, as a share of those that the sequence and its column have, of the sequence nearest its end. Cyclic sequences do not count.',
    unit: 'fraction',
    needs: 'pg_read_all_data',
    sql: `select coalesce(max(used), 0)::float8, count(*) filter (where hidden),
        (array_agg(format('%s is at %s of %s', name, last, ends) order by used desc nulls last) filter (where used is not null))[1]
      from (${sequencesByUse}) as sequences`,
  },
} satisfies Record<string, NamedGauge>;
