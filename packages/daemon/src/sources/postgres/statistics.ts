import type { Answer, Database } from './database.ts';
import { oneLine } from './one-line.ts';

const columns = [
  'xact_commit',
  'xact_rollback',
  'deadlocks',
  'temp_files',
  'temp_bytes',
  'conflicts',
  'blks_hit',
  'blks_read',
  'sessions_fatal',
  'sessions_killed',
  'checksum_failures',
] as const;
export type Statistic = (typeof columns)[number];
/** NaN for what the server does not count: without data checksums there is no `checksum_failures`. */
type Values = Readonly<Record<Statistic, number>>;

const sql = `select ${columns.map((column) => `coalesce(${column}::float8, 'NaN')`).join(', ')}, coalesce(stats_reset::text, '')
  from pg_stat_database where datname = current_database()`;

export type Growth =
  | {
      readonly type: 'grown';
      readonly by: Values;
      /** All of them count from 0, and nobody says since when. */
      readonly startedOver: boolean;
      readonly ownCommits: number;
      readonly ownRollbacks: number;
    }
  | { readonly type: 'first'; readonly because: string }
  | { readonly type: 'failed'; readonly because: string };

interface Look {
  readonly values: Values;
  readonly reset: string;
  readonly own: { readonly committed: number; readonly rolledBack: number };
}

/** What the server's counters for this database grew by since one criterion last looked. */
export function statisticsOf(database: Database): (signal: AbortSignal) => Promise<Growth> {
  let last: Look | undefined;
  return async (signal) => {
    // Before the question: our own transaction is counted by the server only after it.
    const own = { ...database.own };
    const answer = await database.ask({ sql, signal });
    if (answer.type === 'failed') return answer;
    const look = lookOf(answer, own);
    if (look === undefined)
      return {
        type: 'failed',
        because: `${oneLine(sql)}: returned ${answer.rows.length} rows, expected one of numbers`,
      };
    const before = last;
    last = look;
    if (before === undefined) return { type: 'first', because: 'first reading: what a counter grew by needs two' };
    const startedOver = hasStartedOver(before, look);
    return {
      type: 'grown',
      by: startedOver ? look.values : difference(before, look),
      startedOver,
      ownCommits: own.committed - before.own.committed,
      ownRollbacks: own.rolledBack - before.own.rolledBack,
    };
  };
}

function lookOf({ rows }: Extract<Answer, { type: 'answered' }>, own: Look['own']): Look | undefined {
  const [row, second] = rows;
  const reset = row?.[columns.length];
  if (row === undefined || second !== undefined || typeof reset !== 'string') return undefined;
  const numbers = row.slice(0, columns.length);
  if (!numbers.every((number) => typeof number === 'number')) return undefined;
  const values = Object.fromEntries(columns.map((column, i) => [column, numbers[i]])) as Record<Statistic, number>;
  return { values, reset, own };
}

/** As at a reset, and after a crash of the server. */
const hasStartedOver = (before: Look, now: Look): boolean =>
  before.reset !== now.reset || columns.some((column) => now.values[column] < before.values[column]);

const difference = (before: Look, now: Look): Values =>
  Object.fromEntries(columns.map((column) => [column, now.values[column] - before.values[column]])) as Record<
    Statistic,
    number
  >;
