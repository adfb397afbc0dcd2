import type { LinearExpression } from '../../web/linear-expression.ts';
import { cutFields } from './cut-fields.ts';
import type { Entry } from './entry.ts';
import { type FieldNames, jsonFields, logfmtFields, readFields } from './read-fields.ts';
import { readByPattern, readPlain } from './read-plain.ts';
import { placeOf } from './stack-place.ts';
import { unwrap } from './unwrap.ts';

export const formats = ['auto', 'pino', 'winston', 'bunyan', 'json', 'logfmt', 'plain'] as const;
export type Format = (typeof formats)[number];

const known: FieldNames = {
  level: ['level', 'severity', 'log.level', 'lvl', 'loglevel', 'levelname', '@l'],
  time: ['time', 'timestamp', '@timestamp', 'ts', 'asctime', '@t'],
  message: ['msg', 'message', '@m', '@mt'],
};
const fieldsOf: Readonly<Record<Exclude<Format, 'plain'>, FieldNames>> = {
  auto: known,
  json: known,
  logfmt: known,
  pino: { level: ['level'], time: ['time'], message: ['msg', 'message'] },
  bunyan: { level: ['level'], time: ['time'], message: ['msg'] },
  winston: { level: ['level'], time: ['timestamp', 'time'], message: ['message'] },
};

export interface Form {
  readonly format: Format;
  /** Names of the plan for the fields of `json` and `logfmt`. */
  readonly fields?: { readonly level?: string; readonly time?: string; readonly message?: string };
  /** Of a plain line. */
  readonly pattern?: LinearExpression;
}

export type ReadEntry = (head: string, rest: readonly string[]) => Entry;

/**
 * Reads an event of a log. Whatever the format, a line that does not have it is read as a plain one: a process that
 * dies prints its last words as they come.
 */
export function entryReader({ format, fields: own, pattern }: Form): ReadEntry {
  if (format === 'plain') {
    return (head, rest) => {
      const text = whole(head, rest);
      return (pattern && readByPattern(pattern, head, rest, text)) ?? readPlain(head, rest, text);
    };
  }
  const usual = fieldsOf[format];
  const names: FieldNames = {
    level: own?.level === undefined ? usual.level : [own.level],
    time: own?.time === undefined ? usual.time : [own.time],
    message: own?.message === undefined ? usual.message : [own.message],
  };
  return (line, rest) => {
    const text = whole(line, rest);
    const { head, at } = unwrap(line);
    const values =
      jsonFields(head) ??
      (format === 'auto' || format === 'logfmt' ? logfmtFields(head) : undefined) ??
      cutFields(head);
    const fields = values && readFields(values, names, text);
    const entry = fields === undefined ? readPlain(head, rest, text) : withStack(fields, rest);
    return at === undefined || entry.at !== undefined ? entry : { ...entry, at };
  };
}

const whole = (head: string, rest: readonly string[]): string =>
  rest.length === 0 ? head : [head, ...rest].join('\n');

/** A structured line and, after it, a stack that was printed beside the logger. */
function withStack(entry: Entry, rest: readonly string[]): Entry {
  const { fault } = entry;
  if (rest.length === 0) return entry;
  const place = placeOf(rest);
  return fault === undefined || fault.place !== undefined || place === undefined
    ? entry
    : { ...entry, fault: { ...fault, place } };
}
