import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withoutLinks } from './without-links.ts';

/** What the editor takes for a link in a notification (its linkedText.ts). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

it.each([
  'new in the log: [press](command:workbench.action.terminal.sendSequence?%7B%7D)',
  '[a](https://evil.example.com) and [b](file:///etc/passwd "c")',
  '[[a](command:b)](command:c)',
])('leaves nothing to press in %s', (text) => {
  expect(text).toMatch(link);
  expect(withoutLinks(text)).not.toMatch(link);
});

it('changes nothing else', () =>
  expect(withoutLinks('p95 [ms] is 412 (limit 800)')).toBe('p95 [ms] is 412 (limit 800)'));

it('is passed by every notification', () => {
  const files = globSync('**/*.ts', { cwd: import.meta.dirname, exclude: ['say.ts', '**/*.test.ts'] });
  const past = files.flatMap((file) => {
    const source = readFileSync(join(import.meta.dirname, file), 'utf8');
    // A dialog, which is modal, shows plain text.
    return [...source.matchAll(/window\.show\w+Message\((?!.*modal: true)/g)].map(() => file);
  });
  expect(past).toEqual([]);
});
