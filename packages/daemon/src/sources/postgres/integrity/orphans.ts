import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Database } from '../database.ts';
import { quoteIdentifier, quoteTable } from '../quote-identifier.ts';
import { checkRows } from './check-rows.ts';

interface OrphansQuestion {
  readonly table: string;
  readonly column: string;
  readonly of?: string;
  readonly key: string;
  readonly timeout?: Millis;
}

/** The foreign key by which the column points, as pairs of quoted columns. */
const foreignKey = `
  select confrelid::regclass::text, array_agg(quote_ident(a.attname) order by position), array_agg(quote_ident(b.attname) order by position)
  from pg_constraint c
  cross join lateral unnest(conkey, confkey) with ordinality as pair (own, other, position)
  join pg_attribute a on a.attrelid = conrelid and a.attnum = own
  join pg_attribute b on b.attrelid = confrelid and b.attnum = other
  where contype = 'f' and conrelid = $1::regclass
  group by c.oid, confrelid having bool_or(a.attname = $2) order by count(*) limit 1`;

interface Pointer {
  readonly parent: string;
  readonly own: readonly string[];
  readonly other: readonly string[];
}

/** Rows that point to a row that is not there: a foreign key that is missing, not valid, or was switched off. */
export async function checkOrphans(
  database: Database,
  question: OrphansQuestion,
  signal: AbortSignal,
): Promise<Reading> {
  const { table, column, timeout } = question;
  const title = `orphans of ${table}.${column}`;
  const pointer = await pointerOf(database, question, signal);
  if ('because' in pointer) return { type: 'error', because: `${title}: ${pointer.because}` };
  const { parent, own, other } = pointer;
  const same = own.map((name, i) => `parent.${other[i]} = child.${name}`).join(' and ');
  const known = own.map((name) => `child.${name} is not null`).join(' and ');
  const sql = `select child.* from ${quoteTable(table)} as child where ${known} and not exists (select from ${parent} as parent where ${same})`;
  return checkRows(
    database,
    { sql, title, expected: 0, show: 'keys', ...(timeout !== undefined && { timeout }) },
    signal,
  );
}

async function pointerOf(
  database: Database,
  { table, column, of, key }: OrphansQuestion,
  signal: AbortSignal,
): Promise<Pointer | { readonly because: string }> {
  if (of !== undefined)
    return { parent: quoteTable(of), own: [quoteIdentifier(column)], other: [quoteIdentifier(key)] };
  const answer = await database.ask({ sql: foreignKey, values: [quoteTable(table), column], signal });
  if (answer.type === 'failed') return answer;
  const [parent, own, other] = answer.rows[0] ?? [];
  if (typeof parent !== 'string' || !isTexts(own) || !isTexts(other))
    return { because: 'the column has no foreign key; write which table it points to, as `of`' };
  return { parent, own, other };
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
