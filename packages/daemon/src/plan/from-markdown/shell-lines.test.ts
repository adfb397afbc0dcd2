import { expect, it } from 'vitest';
import { shellLines } from './shell-lines.ts';

it.each([
  ['one a line', 'git checkout main\ngit push', ['git checkout main', 'git push']],
  ['without prompts and comments', '$ npm ci\n# a note\n> npm test', ['npm ci', 'npm test']],
  ['broken for the page', 'deploy \\\n  --now \\\n  --please', ['deploy --now --please']],
  ['with Windows line ends', 'npm ci\r\nnpm test\r\n', ['npm ci', 'npm test']],
  ['in a loop', 'for f in a b; do\n  echo $f\ndone\nls', ['for f in a b; do\n  echo $f\ndone', 'ls']],
  ['in a loop on one line', 'for f in a b; do echo $f; done\nls', ['for f in a b; do echo $f; done', 'ls']],
  ['in a pipe', 'cat x |\n  wc -l', ['cat x |\n  wc -l']],
  ['none', '\n# nothing\n', []],
])('commands %s', (_, text, commands) => expect(shellLines(text)).toEqual(commands));
