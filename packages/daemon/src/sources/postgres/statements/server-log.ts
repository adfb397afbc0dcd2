import type { Answer, Database } from '../database.ts';
import { type LoggedPlans, loggedPlans } from './logged-plans.ts';

export type LogLook =
  | { readonly type: 'read'; readonly plans: LoggedPlans['plans'] }
  /** The server does not write plans into its log. */
  | { readonly type: 'silent' }
  /** It does, and they cannot be read. */
  | { readonly type: 'closed'; readonly because: string };

const mostBytes = 1_000_000;

/** Settings of `auto_explain` are null where it is not loaded. */
const settings = `select current_setting('auto_explain.log_min_duration', true), current_setting('auto_explain.log_format', true)`;

/** Follows the log of the server, through SQL, for what `auto_explain` writes there. */
export function serverLog(database: Database): (signal: AbortSignal) => Promise<LogLook> {
  let file = '';
  let offset = 0;
  let rest = '';

  return async (signal) => {
    const set = await database.ask({ sql: settings, signal });
    if (set.type === 'failed') return closed(set.because);
    const [shortest, format] = set.rows[0] ?? [];
    if (typeof shortest !== 'string' || shortest === '-1') return { type: 'silent' };
    if (format !== 'json') return closed('it needs auto_explain.log_format = json');
    const found = await database.ask({
      sql: `select name, (pg_stat_file(name)).size::float8 from pg_current_logfile('stderr') as name where name is not null`,
      signal,
    });
    if (found.type === 'failed') return closed(found.because);
    const [name, size] = found.rows[0] ?? [];
    if (typeof name !== 'string' || typeof size !== 'number')
      return closed('it needs logging_collector = on and log_destination = stderr');
    if (name !== file || size < offset) {
      offset = file === '' ? Math.max(0, size - mostBytes) : 0;
      file = name;
      rest = '';
    }
    const sql = `select pg_read_binary_file($1, $2, $3)`;
    const piece = await database.ask({ sql, values: [name, offset, mostBytes], signal });
    if (piece.type === 'failed') return closed(piece.because);
    const bytes = bytesOf(piece);
    offset += bytes.length;
    const read = loggedPlans(rest + bytes.toString('utf8'));
    rest = read.rest;
    return { type: 'read', plans: read.plans };
  };
}

const closed = (because: string): LogLook => ({ type: 'closed', because });

function bytesOf({ rows }: Extract<Answer, { type: 'answered' }>): Buffer {
  const bytes = rows[0]?.[0];
  return Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0);
}
