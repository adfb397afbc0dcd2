import type { Answer } from '../database.ts';

/** Object ids of types whose values say which row it is, and seldom anything of a person. */
const shown: ReadonlySet<number> = new Set([
  16, 20, 21, 23, 26, 700, 701, 1700, 1082, 1083, 1114, 1184, 1186, 1266, 2950,
]);
const texts: ReadonlySet<number> = new Set([18, 19, 25, 1042, 1043]);
const mostColumns = 8;
const mostCharacters = 40;

/**
 * Rows for a message. Numbers, yes and no, times and UUIDs are shown; of a text its first letter and its length; of
 * anything else its length only.
 */
export function showRows({ columns, types, rows }: Extract<Answer, { type: 'answered' }>): string {
  const words = rows.map((row) => {
    const values = columns.slice(0, mostColumns).map((name, i) => `${name} ${showValue(row[i], types[i] ?? 0)}`);
    return `(${values.join(', ')}${columns.length > mostColumns ? ', …' : ''})`;
  });
  return words.join(' ');
}

function showValue(value: unknown, type: number): string {
  if (value === null || value === undefined) return 'null';
  const text = String(value);
  const characters = [...text];
  const length = characters.length === 1 ? '1 character' : `${characters.length} characters`;
  if (texts.has(type)) return characters.length === 0 ? 'empty' : `${characters[0]}… [${length}]`;
  if (!shown.has(type)) return `[${length}]`;
  return characters.length > mostCharacters ? `${characters.slice(0, mostCharacters).join('')}…` : text;
}
