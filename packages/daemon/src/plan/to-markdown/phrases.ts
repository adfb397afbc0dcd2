import type { BlockContent, Code, Heading, List, ListItem, Paragraph, PhrasingContent } from 'mdast';

/** Small pieces of a Markdown document. A text between backticks in `words` is code, between two stars strong. */
export const words = (text: string): PhrasingContent[] =>
  text.split(/(`[^`\n]+`|\*\*[^*\n]+\*\*)/).flatMap((part): PhrasingContent[] => {
    if (part === '') return [];
    if (part.length > 2 && part.startsWith('`') && part.endsWith('`'))
      return [{ type: 'inlineCode', value: part.slice(1, -1) }];
    if (part.length > 4 && part.startsWith('**') && part.endsWith('**')) return [strong(part.slice(2, -2))];
    return [{ type: 'text', value: part }];
  });

export const plain = (text: string): PhrasingContent => ({ type: 'text', value: text });
export const strong = (text: string): PhrasingContent => ({ type: 'strong', children: [plain(text)] });

/** An address stands as a link: nothing in it is taken for a mark. */
export const address = (text: string): PhrasingContent => {
  const url = /^https?:\/\//.test(text) ? text : `mailto:${text}`;
  return { type: 'link', url, children: [plain(text)] };
};

export const heading = (depth: Heading['depth'], text: string): Heading => ({
  type: 'heading',
  depth,
  children: [plain(text)],
});
export const paragraph = (text: string): Paragraph => ({ type: 'paragraph', children: words(text) });

/** "**Opens**: 2026-12-01 22:00" */
export const labelled = (label: string, rest: readonly PhrasingContent[]): PhrasingContent[] => [
  strong(label),
  plain(': '),
  ...rest,
];

export const item = (children: readonly PhrasingContent[], ...more: BlockContent[]): ListItem => ({
  type: 'listItem',
  spread: false,
  children: [{ type: 'paragraph', children: [...children] }, ...more],
});
export const box = (children: readonly PhrasingContent[]): ListItem => ({ ...item(children), checked: false });

export const bullets = (items: readonly ListItem[]): List[] =>
  items.length === 0 ? [] : [{ type: 'list', ordered: false, spread: false, children: [...items] }];
export const numbered = (items: readonly ListItem[]): List[] =>
  items.length === 0 ? [] : [{ type: 'list', ordered: true, start: 1, spread: false, children: [...items] }];

export const bash = (lines: readonly string[]): Code => ({
  type: 'code',
  lang: 'bash',
  meta: null,
  value: lines.join('\n'),
});
export const block = (yaml: string): Code => ({ type: 'code', lang: 'yaml', meta: 'daywatch', value: yaml });
