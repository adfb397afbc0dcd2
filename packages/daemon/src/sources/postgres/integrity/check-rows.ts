import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Millis } from '@daywatch/shared/vocabulary/time.ts';
import { groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import type { Database } from '../database.ts';
import { oneLine } from '../one-line.ts';
import { showRows } from './show-rows.ts';

interface RowsQuestion {
  readonly sql: string;
  /** How it is called in messages; the SQL itself when left out. */
  readonly title?: string;
  readonly expected: number;
  readonly show: 'keys' | 'nothing';
  readonly timeout?: Millis;
}

const mostShown = 5;

/** As many rows as expected. They are counted by the server; only when they are too many, the first five leave it. */
export async function checkRows(
  database: Database,
  { sql, title = oneLine(sql), expected, show, timeout }: RowsQuestion,
  signal: AbortSignal,
): Promise<Reading> {
  const asked = sql.replace(/[\s;]+$/, '');
  const question = { signal, ...(timeout !== undefined && { timeout }) };
  const counting = 'select count(*) from (';
  const counted = await database.ask({ sql: `${counting}${asked}\n) as answer`, offset: counting.length, ...question });
  if (counted.type === 'failed') return { type: 'error', because: `${title}: ${counted.because}` };
  const count = Number(counted.rows[0]?.[0] ?? Number.NaN);
  if (!Number.isInteger(count)) return { type: 'error', because: `${title}: the rows could not be counted` };
  const rows = count === 1 ? '1 row' : `${groupThousands(count)} rows`;
  if (count === expected) return { type: 'check', ok: true, because: `${title}: returned ${rows}` };
  const because = `${title}: returned ${rows}, expected ${expected}`;
  if (count < expected || show === 'nothing') return { type: 'check', ok: false, because };
  const seen = await database.ask({
    sql: `select * from (${asked}\n) as answer limit ${mostShown}`,
    asText: true,
    ...question,
  });
  // The count is what was asked; that nothing can be shown of the rows does not change it.
  if (seen.type === 'failed') return { type: 'check', ok: false, because };
  return { type: 'check', ok: false, because: `${because}: ${showRows(seen)}${count > mostShown ? ' …' : ''}` };
}
