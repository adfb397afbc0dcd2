import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Answer, Database } from '../database.ts';
import { quoteIdentifier } from '../quote-identifier.ts';

interface AmcheckQuestion {
  readonly indexes: 'all' | readonly string[];
  readonly everyRow: boolean;
  readonly timeout: Millis;
}

/** data_corrupted, index_corrupted. */
const corrupted: readonly (string | undefined)[] = ['XX001', 'XX002'];
const mostShown = 5;

const whereItIs = `select nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where extname = 'amcheck'`;

const everyIndex = `select i.indexrelid::regclass::text from pg_index i
  join pg_class c on c.oid = i.indexrelid and c.relkind = 'i' and c.relpersistence = 'p'
  join pg_am m on m.oid = c.relam and m.amname = 'btree'
  join pg_namespace n on n.oid = c.relnamespace and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
  where i.indisvalid and i.indisready order by 1`;

/** Looks through B-tree indexes for damage, one statement for each, so that no lock and no snapshot is held for long. */
export async function checkIndexes(
  database: Database,
  { indexes, everyRow, timeout }: AmcheckQuestion,
  signal: AbortSignal,
): Promise<Reading> {
  const ask = (sql: string, values?: readonly unknown[]): Promise<Answer> =>
    database.ask({ sql, signal, timeout, ...(values && { values }) });
  const failed = (because: string): Reading => ({ type: 'error', because: `amcheck: ${because}` });

  const extension = await ask(whereItIs);
  if (extension.type === 'failed') return failed(extension.because);
  const schema = extension.rows[0]?.[0];
  if (typeof schema !== 'string')
    return failed('the extension is not there; a superuser runs: create extension amcheck');
  const found = indexes === 'all' ? await ask(everyIndex) : undefined;
  if (found?.type === 'failed') return failed(found.because);
  const names = found === undefined ? indexes : found.rows.map((row) => String(row[0]));

  if (names.length === 0) return { type: 'absent', because: 'amcheck: this database has no index to look through' };
  const damaged: string[] = [];
  for (const name of names) {
    const answer = await ask(`select ${quoteIdentifier(schema)}.bt_index_check($1::regclass, ${everyRow})`, [name]);
    if (answer.type === 'answered') continue;
    if (!corrupted.includes(answer.code)) return failed(`${name}: ${answer.because}`);
    damaged.push(`${name}: ${answer.because}`);
  }
  const count = `${names.length} ${names.length === 1 ? 'index' : 'indexes'}`;
  if (damaged.length === 0)
    return { type: 'check', ok: true, because: `amcheck: ${count} looked through, none is damaged` };
  const more = damaged.length > mostShown ? ' …' : '';
  return {
    type: 'check',
    ok: false,
    because: `amcheck: ${damaged.length} of ${count} damaged: ${damaged.slice(0, mostShown).join('; ')}${more}`,
  };
}
