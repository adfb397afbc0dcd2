import { type Placeholder, placeholderPattern, placeholders } from '../plan/template-placeholders.ts';

/**
 * Puts values in their places; nothing in a template is executed. A line in which every placeholder has nothing to say
 * is left out.
 */
export function fillTemplate(template: string, values: Readonly<Partial<Record<Placeholder, string>>>): string {
  const valueFor = (name: string) => (Object.hasOwn(placeholders, name) ? (values[name as Placeholder] ?? '') : '');
  return template
    .split('\n')
    .flatMap((line) => {
      const names = [...line.matchAll(placeholderPattern)].map(([, name = '']) => name);
      if (names.length > 0 && names.every((name) => valueFor(name) === '')) return [];
      return [line.replace(placeholderPattern, (_, name: string) => valueFor(name))];
    })
    .join('\n');
}

/** A text that means itself in Markdown: what comes from elsewhere makes no links, no headings and no pictures. */
export const plainInMarkdown = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>#|~&!]/g, '\\$&')
    // At the beginning of a line these would begin a list.
    .replace(/^[-+]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2');
