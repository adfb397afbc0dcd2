import { expect, it } from 'vitest';
import { escapeIcons } from './escape-icons.ts';

it.each([
  ['failed: $(pass) and $(sync~spin)', 'failed: \\$(pass) and \\$(sync~spin)'],
  ['already \\$(pass)', 'already \\\\$(pass)'],
  // No icon: the editor would show the backslash.
  ['$(date +%s) costs $5', '$(date +%s) costs $5'],
])('keeps what would be an icon as words: %s', (text, escaped) => expect(escapeIcons(text)).toBe(escaped));
