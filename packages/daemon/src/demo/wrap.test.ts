import { expect, it } from 'vitest';
import { wrap } from './wrap.ts';

it.each([
  ['one line', 20, ['one line']],
  ['breaks between words', 10, ['breaks', 'between', 'words']],
  ['a longerthanallowed word', 8, ['a', 'longerthanallowed', 'word']],
  ['', 8, ['']],
])('wraps "%s" at %d columns', (text, columns, lines) => {
  expect(wrap(text, columns)).toEqual(lines);
});
