import { expect, it } from 'vitest';
import { commandOf } from './command-of.ts';
import { createContext } from './context.ts';
import { createProgram } from './program.ts';

const surroundings = { arguments: [], environment: {}, folder: '/', live: false, color: false, canAsk: false };

it.each([
  [[], undefined],
  [['--help'], undefined],
  [['serve'], 'serve'],
  [['serve', '--port', '0'], 'serve'],
  [['--json', 'status'], 'status'],
  [['--plan', 'serve', 'status'], 'status'],
  [['--plan=serve', 'status'], 'status'],
  [['help', 'serve'], 'help'],
])('of %j is %s', (words, command) => expect(commandOf(words)).toBe(command));

it('knows which of the options before a command are followed by a value', () => {
  const { options } = createProgram(
    createContext(surroundings, () => undefined),
    [],
  );
  for (const { long, required } of options)
    expect([long, commandOf([long ?? '', 'serve'])]).toEqual([long, required ? undefined : 'serve']);
});
