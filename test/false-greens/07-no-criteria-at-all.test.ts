import { parsePlan } from '@daywatch/daemon/src/plan/parse.ts';
import { planKinds } from '@daywatch/daemon/src/plan-kinds.ts';
import { expect, it } from 'vitest';

const codesOf = (text: string) => {
  const parsed = parsePlan({ text, file: 'daywatch.yaml', ...planKinds });
  return 'problems' in parsed ? parsed.problems.map(({ code }) => code) : [];
};

const preset = 'service: shop\npreset: web-service\nurl: https://shop.example.com\n';
const plan = (production: string) => `service: shop
sources: { site: { type: http, url: https://shop.example.com } }
environments: { production: ${production} }
`;
const one = 'source: site, check: { path: / }';

it.each([
  ['no environment', 'service: shop\n', 'no-environment'],
  ['an empty list of environments', 'service: shop\nenvironments: {}\n', 'no-environment'],
  ['no watch', plan('{}'), 'no-criteria'],
  ['no criteria in the watch', plan('{ watch: { for: 24h } }'), 'no-criteria'],
  ['empty criteria', plan('{ watch: { criteria: {} } }'), 'no-criteria'],
  ['criteria that say nothing', plan('{ watch: { criteria: } }'), 'no-criteria'],
  ['a list of no criteria', plan('{ watch: { criteria: [] } }'), 'wrong-type'],
  ['warnings only', plan(`{ watch: { criteria: { a: { ${one}, severity: warning } } } }`), 'no-deciding-criteria'],
  ['dry runs only', plan(`{ watch: { criteria: { a: { ${one}, dry-run: true } } } }`), 'no-deciding-criteria'],
  [
    'a preset whose criteria are all left out',
    `${preset}environments: { production: { watch: { criteria: { healthy: false, response-time: false } } } }\n`,
    'no-criteria',
  ],
  [
    'a preset of which a warning is left',
    `${preset}environments: { production: { watch: { criteria: { healthy: false } } } }\n`,
    'no-deciding-criteria',
  ],
])('a plan that judges nothing is refused: %s', (_, text, code) => {
  expect(codesOf(text)).toEqual([code]);
});

it('one criterion that decides is enough', () => {
  expect(codesOf(plan(`{ watch: { criteria: { a: { ${one} } } } }`))).toEqual([]);
  expect(codesOf(preset)).toEqual([]);
});
