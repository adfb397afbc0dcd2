import type { NamedGauge } from './named-gauge.ts';

const receives = 'exists (select from pg_stat_wal_receiver)';
const sinceLastReplayed = 'extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8';
const onStandby = `case when not ${receives} then 'the standby receives nothing: no WAL receiver runs'
  when pg_last_wal_receive_lsn() <> pg_last_wal_replay_lsn() and pg_last_xact_replay_timestamp() is null
  then 'the standby has replayed no transaction yet' end`;
/** Those that only fetch (pg_basebackup, pg_receivewal) replay nothing. */
const standbys = `pg_stat_replication where state is null or (state <> 'backup' and replay_lsn is not null)`;
const hidden = 'count(*) filter (where state is null)';

export const replicationGauges = {
  'replication.lag': {
    description:
      'How far behind the slowest standby is, in time; asked of a standby, how far behind it is itself. Absent on a server without standbys.',
    unit: 's',
    needs: 'pg_monitor',
    sql: `select case
        when not pg_is_in_recovery() then behind
        when ${receives} and pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
        else ${sinceLastReplayed} end, hidden,
      case when pg_is_in_recovery() then ${onStandby}
        when behind is null then 'no standby is connected' else slowest end
      from (select max(lag) as behind, ${hidden} as hidden, (array_agg(application_name order by lag desc))[1] as slowest
        from (select *, case when not pg_is_in_recovery() and replay_lsn >= pg_current_wal_lsn() then 0
            else extract(epoch from replay_lag)::float8 end as lag from ${standbys}) as one) as every_standby`,
  },
  'replication.lag-bytes': {
    description:
      'Write-ahead log that the slowest standby has not replayed; asked of a standby, what it received and has not replayed. Absent without standbys, or when the standby receives nothing.',
    unit: 'bytes',
    needs: 'pg_monitor',
    sql: `select case when not pg_is_in_recovery() then behind
        when ${receives} then pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())::float8 end, hidden,
      case when pg_is_in_recovery() then ${onStandby}
        when behind is null then 'no standby is connected' else slowest end
      from (select max(lag) as behind, ${hidden} as hidden, (array_agg(application_name order by lag desc))[1] as slowest
        from (select *, case when not pg_is_in_recovery() then
            greatest(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn), 0)::float8 end as lag from ${standbys}) as one) as every_standby`,
  },
  'replication.standbys': {
    description: 'Standbys that stream from this server. Fewer is worse: write worse: lower.',
    unit: 'none',
    needs: 'pg_monitor',
    sql: `select count(*) filter (where state = 'streaming'), ${hidden}, string_agg(application_name, ', ') from ${standbys}`,
  },
  'slots.retained-wal': {
    description: 'Write-ahead log that the server keeps for the replication slot furthest behind; 0 without slots.',
    unit: 'bytes',
    sql: `select coalesce(max(kept), 0)::float8, 0, (array_agg(slot_name order by kept desc nulls last))[1] from (
        select slot_name, pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_replay_lsn()
          else pg_current_wal_lsn() end, restart_lsn) as kept from pg_replication_slots) as slots`,
  },
  'slots.lost': {
    description: 'Replication slots that fell so far behind that what they need is gone.',
    unit: 'none',
    sql: `select count(*), 0, string_agg(slot_name, ', ') from pg_replication_slots where wal_status = 'lost'`,
  },
} satisfies Record<string, NamedGauge>;
