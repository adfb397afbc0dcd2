import { Command } from 'commander';
import { expect, it } from 'vitest';
import { expectOption } from './expect-option.ts';

const parsed = (...words: string[]) =>
  new Command('deploy')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .option('--resume <id>')
    .option('--preview')
    .addOption(expectOption('would be deployed'))
    .parse(words, { from: 'user' })
    .opts();

it.each(['9f8d111', '9F8D111', '9f8d111aaaabbbb9f8d111aaaabbbb9f8d111aaa'])(
  'takes the name of a commit: %s',
  (commit) => expect(parsed('--expect', commit)).toEqual({ expect: commit }),
);

it.each(['staging', '9f8d11', '9f8d111^'])('takes nothing that may mean another commit tomorrow: %s', (written) =>
  expect(() => parsed('--expect', written)).toThrow(`"${written}" is not the name of a commit.`),
);

it.each([
  ['what goes on', ['--resume', '01A'], '--resume <id>'],
  ['a preview', ['--preview'], '--preview'],
])('expects nothing of %s', (_, words, option) =>
  expect(() => parsed('--expect', '9f8d111', ...words)).toThrow(`cannot be used with option '${option}'`),
);
