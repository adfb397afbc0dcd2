import type { LinearExpression } from '../../web/linear-expression.ts';
import type { Entry } from './entry.ts';
import { type Level, levelOf } from './level.ts';
import { faultOfStack } from './read-fault.ts';
import { readTime } from './read-time.ts';

const time = /^\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)\]?[\s:|-]*/;
/** Capitals stand out wherever they are near the beginning; small letters only with a mark around or after them. */
const loud =
  /(?<![\w.])(TRACE|DEBUG|VERBOSE|INFO|NOTICE|WARN(?:ING)?|ERR(?:OR)?|SEVERE|CRIT(?:ICAL)?|ALERT|EMERG|FATAL|PANIC)(?![\w.])/;
const marked = /[[(<](trace|debug|info|notice|warn(?:ing)?|err(?:or)?|crit(?:ical)?|alert|emerg|fatal|panic)[\])>]/i;
const leading = /^(trace|debug|info|notice|warn(?:ing)?|error|critical|fatal|panic)(?=:|\s+[-–|])/i;
/** How far into a line its level is looked for: further on it is a word of the message. */
const headLength = 100;

/** A line of a log for people: its time and its level where they usually stand. */
export function readPlain(head: string, rest: readonly string[], text: string): Entry {
  const [stamp = '', written] = time.exec(head) ?? [];
  const at = readTime(written);
  const said = head.slice(stamp.length);
  const found = levelIn(said.slice(0, headLength));
  const message = found === undefined ? said : withoutLevel(said, found);
  const fault = faultOfStack([message, ...rest]) ?? (rest.length > 0 ? faultOfStack(fromError(rest)) : undefined);
  // A stack that somebody printed is an error, also where nobody wrote the word.
  const level = found?.level ?? (fault === undefined ? undefined : 'error');
  return {
    message: message.trim(),
    text,
    ...(level && { level }),
    ...(at !== undefined && { at }),
    ...(fault && { fault }),
  };
}

/** The level that a plain line says at its head, read quickly. */
export const levelAtHead = (line: string): Level | undefined => levelIn(line.slice(0, headLength))?.level;

interface Found {
  readonly level: Level;
  readonly at: number;
  readonly length: number;
}

function levelIn(head: string): Found | undefined {
  for (const form of [leading, marked, loud]) {
    const match = form.exec(head);
    const level = levelOf(match?.[1]);
    if (match !== null && level !== undefined) return { level, at: match.index, length: match[0].length };
  }
  return undefined;
}

function withoutLevel(said: string, { at, length }: Found): string {
  return `${said.slice(0, at)} ${said.slice(at + length).replace(/^[\s:|\]-]+/, '')}`.trim();
}

/** The continuation, from where an error is named. */
function fromError(rest: readonly string[]): readonly string[] {
  const begins = rest.findIndex((line) => faultOfStack([line.trim()]) !== undefined);
  return begins === -1 ? rest : rest.slice(begins);
}

/** A line of a log whose form the plan gives: a regular expression with groups named `level`, `time`, `message`. */
export function readByPattern(
  pattern: LinearExpression,
  head: string,
  rest: readonly string[],
  text: string,
): Entry | undefined {
  const groups = pattern.exec(head)?.groups;
  if (groups === undefined) return undefined;
  const level = levelOf(groups.level);
  const at = readTime(groups.time);
  const message = groups.message ?? head;
  const fault = faultOfStack([message, ...rest]) ?? (rest.length > 0 ? faultOfStack(fromError(rest)) : undefined);
  return {
    message,
    text,
    ...(level && { level }),
    ...(at !== undefined && { at }),
    ...(fault && { fault }),
  };
}
