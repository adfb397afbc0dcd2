import type { Entry } from './entry.ts';
import { levelOf } from './level.ts';
import { faultOfFields, isFields } from './read-fault.ts';
import { readTime } from './read-time.ts';

/** Names under which a structured line may hold its parts; the first that is there counts. */
export interface FieldNames {
  readonly level: readonly string[];
  readonly time: readonly string[];
  readonly message: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** `log.level` as one name, or as a way into objects. */
function valueAt(fields: Fields, name: string): unknown {
  if (fields[name] !== undefined && Object.hasOwn(fields, name)) return fields[name];
  if (!name.includes('.')) return undefined;
  let value: unknown = fields;
  for (const step of name.split('.')) {
    if (!isFields(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

function first(fields: Fields, names: readonly string[]): unknown {
  for (const name of names) {
    const value = valueAt(fields, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** What a structured line says. `undefined` when none of its names is known: it is something else. */
export function readFields(fields: Fields, names: FieldNames, text: string): Entry | undefined {
  const level = levelOf(first(fields, names.level));
  const message = first(fields, names.message);
  const at = readTime(first(fields, names.time));
  if (level === undefined && message === undefined) return undefined;
  const fault = faultOfFields(fields);
  return {
    message: typeof message === 'string' ? message : '',
    text,
    ...(level && { level }),
    ...(at !== undefined && { at }),
    ...(fault && { fault }),
  };
}

/** `{"level":50,…}`. `undefined` for a line that is no JSON object. */
export function jsonFields(line: string): Fields | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const pair = /([\w.@/-]+)=("(?:[^"\\]|\\.)*"|\S*)(?:\s+|$)/y;

/** `level=error msg="no stock" id=7`. `undefined` for a line that is not made of pairs alone. */
export function logfmtFields(line: string): Fields | undefined {
  const fields: Record<string, unknown> = {};
  pair.lastIndex = 0;
  let read = 0;
  for (let match = pair.exec(line); match !== null; match = pair.exec(line)) {
    const [, name = '', value = ''] = match;
    fields[name] = value.startsWith('"') ? unquoted(value) : value;
    read = pair.lastIndex;
  }
  return read > 0 && read === line.length ? fields : undefined;
}

function unquoted(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
}
