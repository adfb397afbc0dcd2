import { expect, it } from 'vitest';
import { hideCursor, showCursor } from './live-screen.ts';
import { openRedrawn } from './redrawn.ts';

it('goes back over what it has drawn, and never further than the terminal is high', () => {
  const written: string[] = [];
  const page = openRedrawn({ write: (text) => written.push(text), rows: () => 4 });
  page.draw(['a', 'b']);
  page.draw(['a', 'b', 'c', 'd', 'e']);
  page.draw(['z']);
  page.end();
  expect(written).toEqual([
    `${hideCursor}a\nb\n`,
    '\x1b[2A\r\x1b[Ja\nb\n… and 3 more\n',
    '\x1b[3A\r\x1b[Jz\n',
    showCursor,
  ]);
});
