/**
 * One row for each sequence: name, last, ends, used (a share of 1; null when it was never used), hidden. A sequence
 * ends where it says, or earlier where the column that it fills cannot hold more.
 */
export const sequencesByUse = `
  select name, last, ends, hidden,
    case when last is null then null
      when increment > 0 then (last - least(begins, last) + 1) / nullif(ends - least(begins, last) + 1, 0)
      else (begins - last + 1) / nullif(begins - ends + 1, 0) end as used
  from (
    select c.oid::regclass::text as name, s.seqincrement as increment,
      case when s.seqincrement > 0 then s.seqmin else s.seqmax end::numeric as begins,
      case when s.seqincrement > 0 then least(s.seqmax, holds.most) else s.seqmin end::numeric as ends,
      not visible as hidden,
      case when visible then pg_sequence_last_value(c.oid)::numeric end as last
    from pg_sequence s
    join pg_class c on c.oid = s.seqrelid and c.relpersistence = 'p'
    cross join lateral (select has_sequence_privilege(c.oid, 'select, usage') as visible) as privilege
    left join lateral (
      select min(case a.atttypid when 'int2'::regtype then 32767 when 'int4'::regtype then 2147483647 end) as most
      from pg_attribute a
      where (a.attrelid, a.attnum) in (
        select d.refobjid, d.refobjsubid from pg_depend d
        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
        union all
        select f.adrelid, f.adnum from pg_depend d join pg_attrdef f on d.classid = 'pg_attrdef'::regclass and d.objid = f.oid
        where d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid)
    ) as holds on true
    where not s.seqcycle
  ) as sequence`;
