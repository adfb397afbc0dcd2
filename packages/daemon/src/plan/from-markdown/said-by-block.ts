import { isMapping } from '../read-fields.ts';
import type { Block } from './read-blocks.ts';
import type { Outcome } from './reading.ts';
import type { Section, Statement } from './statement.ts';
import { plainWords } from './topic-of.ts';

/** Titles and names that blocks say, with where they stand. */
export type Titles = ReadonlyMap<string, string>;

export function titlesIn(blocks: readonly Block[]): Titles {
  const titles = new Map<string, string>();
  const walk = (value: unknown, path: readonly string[]): void => {
    if (Array.isArray(value)) for (const one of value) walk(one, path);
    if (!isMapping(value)) return;
    const { title } = value;
    if (typeof title === 'string') titles.set(plainWords(title), path.join('.'));
    for (const [key, inner] of Object.entries(value)) {
      if (isMapping(inner) && !titles.has(plainWords(key))) titles.set(plainWords(key), [...path, key].join('.'));
      walk(inner, [...path, key]);
    }
  };
  for (const { value } of blocks) walk(value, []);
  return titles;
}

/** A sentence about measurements whose words begin with a title of a block is what that block says exactly. */
export function saidByBlock(statement: Statement, section: Section, titles: Titles): Outcome | undefined {
  if (titles.size === 0 || statement.block !== undefined || !measured.has(section.topic)) return undefined;
  const words = plainWords(statement.text);
  const found = [...titles].filter(
    ([title]) => title !== '' && (words === title || words.startsWith(`${title}:`) || words.startsWith(`${title} (`)),
  );
  const [, path] = found.sort(([one], [other]) => other.length - one.length)[0] ?? [];
  return path === undefined ? undefined : { became: `${path}, in the block` };
}

const measured: ReadonlySet<Section['topic']> = new Set([
  'success',
  'monitoring',
  'workflows',
  'sources',
  'environments',
  'appendix',
]);
