import { type Instant, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { Answer, Database } from '../database.ts';
import { ourMark } from '../our-mark.ts';
import { quoteIdentifier } from '../quote-identifier.ts';
import type { Counted, Counters } from './counters.ts';

export type StatementsLook =
  | {
      readonly type: 'seen';
      /** Those of the service, of this database; ours are left out. */
      readonly counted: Counted;
      /** Normalised texts, by queryid. */
      readonly texts: ReadonlyMap<string, string>;
      readonly countsSince: Instant | undefined;
    }
  | { readonly type: 'failed'; readonly because: string };

const longestText = 4_000;
const missing =
  'pg_stat_statements is not there: add it to shared_preload_libraries, restart, and run: create extension pg_stat_statements';
const unseen = 'grant our role pg_read_all_stats or pg_monitor';

/** Where the extension is, and which columns its version has. `alter extension update` may never have been run. */
const shapeSql = `
  select n.nspname, array_agg(a.attname::text), to_regclass(quote_ident(n.nspname) || '.pg_stat_statements_info') is not null
  from pg_extension e
  join pg_namespace n on n.oid = e.extnamespace
  join pg_attribute a on a.attrelid = to_regclass(quote_ident(n.nspname) || '.pg_stat_statements') and a.attnum > 0
  where e.extname = 'pg_stat_statements' group by n.nspname`;

/** Reads the counters of `pg_stat_statements`, and the text of each statement once. */
export function statementsOf(database: Database): (signal: AbortSignal) => Promise<StatementsLook> {
  const texts = new Map<string, string>();
  let under: Promise<StatementsLook> | undefined;

  async function read(signal: AbortSignal): Promise<StatementsLook> {
    const shape = await database.ask({ sql: shapeSql, signal });
    if (shape.type === 'failed') return shape;
    const [schema, columns, hasInfo] = shape.rows[0] ?? [];
    if (typeof schema !== 'string' || !Array.isArray(columns)) return { type: 'failed', because: missing };
    const view = `${quoteIdentifier(schema)}.pg_stat_statements`;
    const answer = await database.ask({ sql: countersSql(view, columns), signal });
    if (answer.type === 'failed') return answer;
    const counted = countedOf(answer);
    if ('because' in counted) return counted;
    const since = hasInfo === true ? await database.ask({ sql: sinceSql(view), signal }) : undefined;
    if (since?.type === 'failed') return since;
    const news = [...counted.keys()].filter((id) => !texts.has(id));
    if (news.length > 0) {
      const told = await database.ask({ sql: textsSql(view), values: [news], signal });
      if (told.type === 'failed') return told;
      for (const [id, text] of told.rows) texts.set(String(id), String(text ?? ''));
    }
    for (const id of texts.keys()) if (!counted.has(id)) texts.delete(id);
    const ofOthers = new Map([...counted].filter(([id]) => !texts.get(id)?.startsWith(ourMark.trim())));
    const began = since?.rows[0]?.[0];
    return {
      type: 'seen',
      counted: ofOthers,
      texts,
      countsSince: typeof began === 'string' ? parseRfc3339(began) : undefined,
    };
  }

  return (signal) => {
    // Criteria that look at the same moment look together.
    under ??= read(signal).finally(() => {
      under = undefined;
    });
    return under;
  };
}

/** PostgreSQL 13 split the time of planning from that of execution; 14 began to count statements inside of functions apart. */
export function countersSql(view: string, columns: readonly string[]): string {
  const has = (name: string) => columns.includes(name);
  const time = has('total_exec_time') ? 'total_exec_time' : 'total_time';
  const deviation = has('stddev_exec_time') ? 'stddev_exec_time' : 'stddev_time';
  return `select queryid::text, count(*)::int, sum(calls)::float8, sum(${time})::float8,
      sum(calls * (${deviation} * ${deviation} + (${time} / calls) * (${time} / calls)))::float8
    from ${view}(false)
    where dbid = (select oid from pg_database where datname = current_database()) and calls > 0${has('toplevel') ? ' and toplevel' : ''}
    group by queryid`;
}

const textsSql = (view: string): string =>
  `select queryid::text, left(min(query), ${longestText}) from ${view} where queryid = any ($1::bigint[]) group by queryid`;
const sinceSql = (view: string): string =>
  `select to_char(stats_reset at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from ${view}_info`;

function countedOf({
  rows,
}: Extract<Answer, { type: 'answered' }>): Counted | { readonly type: 'failed'; readonly because: string } {
  const counted = new Map<string, Counters>();
  for (const [id, entries, calls, time, squares] of rows) {
    // Of statements of others the id is not told either.
    if (id === null)
      return { type: 'failed', because: `our role may not see ${entries} statements of others; ${unseen}` };
    if (typeof calls !== 'number' || typeof time !== 'number' || typeof squares !== 'number')
      return { type: 'failed', because: `pg_stat_statements: no numbers for the statement ${id}` };
    counted.set(String(id), [calls, time, squares]);
  }
  return counted;
}
