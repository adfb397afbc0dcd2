import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Database } from '../database.ts';
import { sequencesByUse } from '../sequences-by-use.ts';
import { checkFindings } from './check-findings.ts';

const ofUsers = (namespace: string): string =>
  `${namespace} not in (select oid from pg_namespace where nspname in ('pg_catalog', 'information_schema', 'pg_toast') or nspname like 'pg\\_temp%')`;

/** A constraint that PostgreSQL 18 calls NOT ENFORCED is never validated, and not meant to be. */
export const notValidConstraints = (
  database: Database,
  except: readonly string[],
  signal: AbortSignal,
): Promise<Reading> =>
  checkFindings(
    database,
    {
      sql: `select format('%s on %s', conname, case when conrelid <> 0 then conrelid::regclass::text else contypid::regtype::text end) as what, false as hidden
        from pg_constraint c
        where not convalidated and ${ofUsers('connamespace')} and conname <> all ($1::text[])
          and coalesce((to_jsonb(c) ->> 'conenforced')::boolean, true)`,
      values: [except],
      title: 'not-valid-constraints',
      sound: 'every constraint is valid',
      found: 'NOT VALID',
      needs: 'nothing',
    },
    signal,
  );

/** One that is being built right now is invalid until it is done. */
export const invalidIndexes = (database: Database, except: readonly string[], signal: AbortSignal): Promise<Reading> =>
  checkFindings(
    database,
    {
      sql: `select format('%s on %s', i.indexrelid::regclass, i.indrelid::regclass) as what,
          exists (select from pg_stat_progress_create_index where index_relid is null) as hidden
        from pg_index i join pg_class c on c.oid = i.indexrelid
        where not (i.indisvalid and i.indisready and i.indislive) and ${ofUsers('c.relnamespace')} and c.relname <> all ($1::text[])
          and not exists (select from pg_stat_progress_create_index p
            where p.index_relid = i.indexrelid and p.datid = (select oid from pg_database where datname = current_database()))`,
      values: [except],
      title: 'invalid-indexes',
      sound: 'every index is valid',
      found: 'invalid',
      needs: 'pg_monitor',
    },
    signal,
  );

export const sequencesNearTheirEnd = (
  database: Database,
  { most, except }: { readonly most: number; readonly except: readonly string[] },
  signal: AbortSignal,
): Promise<Reading> =>
  checkFindings(
    database,
    {
      sql: `select case when hidden then name else format('%s is at %s of %s (%s %%)', name, last, ends, round(used * 100, 1)) end as what, hidden
        from (${sequencesByUse}) as sequences
        where (hidden or used > $1::numeric) and name <> all ($2::text[])`,
      values: [most, except],
      title: 'sequences',
      sound: `none has used more than ${Math.round(most * 1_000) / 10} % of its numbers`,
      found: `over ${Math.round(most * 1_000) / 10} %`,
      needs: 'pg_read_all_data',
    },
    signal,
  );
