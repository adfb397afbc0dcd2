import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Database } from '../database.ts';

interface FindingsQuestion {
  /** Rows of two: what was found, and whether the role may not look into it. */
  readonly sql: string;
  readonly values?: readonly unknown[];
  readonly title: string;
  /** When nothing is found. */
  readonly sound: string;
  readonly found: string;
  /** What the role must be granted to look into everything. */
  readonly needs: string;
}

const mostShown = 5;

/** A look into the catalogue that should find nothing. */
export async function checkFindings(
  database: Database,
  { sql, values, title, sound, found, needs }: FindingsQuestion,
  signal: AbortSignal,
): Promise<Reading> {
  const answer = await database.ask({
    sql: `select what, hidden, count(*) over (partition by hidden) from (${sql}) as finding order by hidden desc, what limit ${mostShown + 1}`,
    ...(values && { values }),
    signal,
  });
  if (answer.type === 'failed') return { type: 'error', because: `${title}: ${answer.because}` };
  const [first] = answer.rows;
  if (first === undefined) return { type: 'check', ok: true, because: `${title}: ${sound}` };
  const [what, hidden, count] = first;
  if (hidden === true)
    return {
      type: 'error',
      because: `${title}: our role may not look into ${count}, for instance ${what}; grant it ${needs}`,
    };
  const listed = answer.rows.slice(0, mostShown).map((row) => String(row[0]));
  return {
    type: 'check',
    ok: false,
    because: `${title}: ${count} ${found}: ${listed.join(', ')}${answer.rows.length > mostShown ? ' …' : ''}`,
  };
}
