import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import { jsonFields } from './read-fields.ts';
import { readTime } from './read-time.ts';

/** What a program wrote, and when it did by the account of whoever passed it on. */
export interface Unwrapped {
  readonly head: string;
  readonly at?: Instant;
}

const furthest = 80;
const stamp = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?/;

/**
 * Takes off what was put around a line on its way: the JSON of Docker's files (`{"log":"…","stream":"stderr"}`), the
 * time of `docker logs --timestamps` and the name of `docker compose logs` before a JSON object.
 */
export function unwrap(line: string): Unwrapped {
  if (line.startsWith('{"log":')) {
    const { log, stream, time } = jsonFields(line) ?? {};
    if (typeof log === 'string' && typeof stream === 'string')
      return withTime(log.replace(/\r?\n$/, ''), readTime(time));
  }
  const begins = line.indexOf('{');
  if (begins <= 0 || begins > furthest || !line.endsWith('}')) return { head: line };
  const inner = line.slice(begins);
  if (jsonFields(inner) === undefined) return { head: line };
  return withTime(inner, readTime(stamp.exec(line.slice(0, begins))?.[0]));
}

const withTime = (head: string, at: Instant | undefined): Unwrapped => (at === undefined ? { head } : { head, at });
