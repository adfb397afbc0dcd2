import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { textsIn, textsOf } from './texts-in.ts';

it('stands in the bundle for translators: npm run l10n', () => {
  const bundle: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'l10n/bundle.l10n.json'), 'utf8'));
  expect(bundle).toEqual(textsIn(join(import.meta.dirname, 'src')));
});

it('finds each text once, wherever it is used', () =>
  expect(textsOf('a.ts', "say(t('Deploy {0}?', version)); const words = [t('Yes'), not.t('No')];")).toEqual([
    'Deploy {0}?',
    'Yes',
  ]));

it('refuses a text that is put together', () =>
  expect(() => textsOf('a.ts', 't(`Deploy ${version}?`)')).toThrow('a.ts: t() is given what no translator can read'));
