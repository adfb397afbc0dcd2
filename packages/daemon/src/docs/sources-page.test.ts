import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineSourceKind } from '../ports/kind.ts';
import { sourceKinds } from '../sources/registry.ts';
import { proofs } from './proved-against.ts';
import { sourcesPage } from './sources-page.ts';

const root = new URL('../../../../', import.meta.url);
const page = sourcesPage({ kinds: sourceKinds, proofs });

describe('the page of the sources', () => {
  it('is the one in docs', () => {
    const committed = readFileSync(new URL('docs/sources.md', root), 'utf8');
    expect(committed, 'docs/sources.md is stale; run: npm run docs -w packages/daemon').toBe(page);
  });

  it.each(sourceKinds)('says what $type is proved against, by tests that are there', ({ type }) => {
    const { tests = [] } = proofs[type] ?? {};
    expect(tests.length).toBeGreaterThan(0);
    expect(tests.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });

  it('links to pages that are there', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(new URL(link, new URL('docs/', root))))).toEqual([]);
  });

  it.each(['README.md', 'CONTRIBUTING.md'])('and %s name every kind', (file) => {
    const text = readFileSync(new URL(file, root), 'utf8');
    expect(sourceKinds.filter(({ type }) => !text.includes(`\`${type}\``)).map(({ type }) => type)).toEqual([]);
  });

  it('has something to say of every option', () => {
    const rows = page.match(/^\| `.*$/gm) ?? [];
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter((row) => /\|\s*\|$/.test(row))).toEqual([]);
  });
});

it('tells an option with its default, words with their meaning, and parts that are alike together', () => {
  const part = z.string().meta({ description: 'A series.', examples: ['up'] });
  const kind = defineSourceKind({
    type: 'thermometer',
    summary: 'Reads temperatures.',
    options: z.strictObject({
      room: z.string().meta({ description: 'Which one.' }),
      every: z.string().default('1m').meta({ description: 'How often; 1m when left out.' }),
    }),
    measures: {
      rate: { query: z.strictObject({ bad: part, of: part, note: z.string().optional() }), summary: 'A share.' },
      gauge: {
        query: z.enum(['in', 'out']).meta({ description: 'Where.', enumDescriptions: ['Inside.', 'Outside.'] }),
        summary: 'Degrees.',
      },
    },
    open: () => ({
      probe: () => ({ observe: async () => ({ type: 'absent', because: 'none' }) }),
      close: async () => {},
    }),
  });
  const made = sourcesPage({
    kinds: [kind],
    proofs: { thermometer: { part: 'a real one', tests: ['test/warm.test.ts'] } },
  });
  for (const line of [
    '| [thermometer](#thermometer) | ● |  |  | ● |  |',
    '| `room` | *required* | Which one. |',
    '| `every` | `1m` | How often. |',
    '**rate** A share.',
    '- `{ bad, of, note? }`',
    '  - `bad`, `of`: A series. For instance `up`.',
    '- `in`: Inside.',
    'Proved against a real one: [warm](../test/warm.test.ts).',
  ])
    expect(made.split('\n')).toContain(line);
});
