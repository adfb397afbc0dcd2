import { linearExpression } from '../../../web/linear-expression.ts';
import { oneLine } from '../one-line.ts';

const manipulates = /^\s*(?:\/\*.*?\*\/\s*|--[^\n]*\n\s*)*(?:select|insert|update|delete|merge|with|values|table)\b/is;

/** Whether it has a plan, and a text without values: of others, as `alter role … password`, the text is not normalised. */
export const isQuery = (text: string): boolean => manipulates.test(text);

/** For a message. */
export function tellStatement(id: string, text: string | undefined): string {
  if (text === undefined || text === '') return `statement ${id}`;
  return isQuery(text) ? oneLine(text) : `${/\w+/.exec(text)?.[0]?.toLowerCase() ?? 'statement'} … (${id})`;
}

/** Statements that differ only in the length of their lists, `in ($1, $2)` and `in ($1, $2, $3)`, are the same when folded. */
export const folded = (text: string): string =>
  text
    .replace(/\$\d+/g, '$')
    // PostgreSQL 18 shortens lists by itself, and says so.
    .replace(/\s*\/\*, \.\.\. \*\//g, '')
    .replace(/\$(?:\s*,\s*\$)+/g, '$')
    .replace(/\(\s*\$\s*\)(?:\s*,\s*\(\s*\$\s*\))+/g, '($)')
    .replace(/\s+/g, ' ')
    .trim();

/** The same for a statement with values and for its normalised text. */
export const fingerprint = (text: string): string =>
  text
    .replace(/\$\d+/g, '$')
    .replace(/\b[eE]?'(?:[^']|'')*'|'(?:[^']|'')*'/g, '$')
    .replace(/(?<![\w$.])\d+(?:\.\d+)?\b/g, '$')
    .replace(/\s+/g, ' ')
    .trim();

/** Picks statements by queryid, or by a regular expression for their text. */
export function picking(which: string): (id: string, text: string | undefined) => boolean {
  if (/^-?\d+$/.test(which)) return (id) => id === which;
  const pattern = linearExpression(which, ['i']);
  return (_, text) => text !== undefined && pattern.test(text.replace(/\s+/g, ' '));
}
