import { readFileSync } from 'node:fs';
import { fromMarkdown } from '@daywatch/daemon/src/plan/from-markdown/from-markdown.ts';
import { readDocument } from '@daywatch/daemon/src/plan/from-markdown/read-document.ts';
import { noFacts } from '@daywatch/daemon/src/plan/from-repository/no-facts.fixture.ts';
import { describe, expect, it } from 'vitest';

const pageUrl = new URL('../../docs/plan-coverage.md', import.meta.url);
const page = readFileSync(pageUrl, 'utf8');
const text = readFileSync(
  new URL('../../packages/daemon/src/plan/from-markdown/documents/production-deployment-plan.md', import.meta.url),
  'utf8',
);
const schema = JSON.parse(
  readFileSync(new URL('../../packages/shared/plan.schema.json', import.meta.url), 'utf8'),
) as Schema;

interface Row {
  readonly line: number;
  readonly sentence: string;
  readonly keys: readonly string[];
  readonly does: string;
  readonly tests: readonly { readonly title: string; readonly file: string }[];
}

const rows: readonly Row[] = page.split('\n').flatMap((one) => {
  const [, line = '', sentence = '', keys = '', does = '', tests = ''] = one.split(/ ?\| ?/);
  if (!/^\d+$/.test(line)) return [];
  return {
    line: Number(line),
    sentence,
    keys: [...keys.matchAll(/`([^`]+)`/g)].map(([, key = '']) => key),
    does,
    tests: [...tests.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, title = '', file = '']) => ({ title, file })),
  };
});

/** The large headings are those of the page; smaller ones, and steps in bold, are sentences in its tables. */
const isLarge = (line: number) => /^##? /.test(text.split('\n')[line - 1] ?? '');
const said = readDocument(text).flatMap((section) => [
  ...(!isLarge(section.line) ? [`${section.line} ${section.heading}`] : []),
  ...section.statements.map(({ line, text: words, commands }) =>
    [`${line} ${words}`, ...commands.map((command) => `\`${command}\``)].join(' '),
  ),
]);

function planOf(document: Parameters<typeof fromMarkdown>[0]) {
  const made = fromMarkdown(document);
  if ('problems' in made) throw new Error(made.problems.map(({ message }) => message).join('\n'));
  return made;
}
const plan = planOf({
  text,
  file: 'PLAN.md',
  facts: {
    ...noFacts,
    scripts: ['test', 'test:production'],
    dependencies: ['drizzle-orm'],
    metrics: { value: '/metrics', from: 'src/app.ts line 3' },
    migrations: { value: 'drizzle', from: 'drizzle.config.ts' },
    github: { value: 'acme/shop', from: 'the remote of git' },
  },
});

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** `checklist[].run` of an environment, `roles.devops-lead` of the plan. */
const pathOf = (key: string): readonly string[] => {
  const path = key.replaceAll('[]', '.[]').split('.');
  return schema.properties?.[path[0] ?? ''] === undefined ? ['environments', 'production', ...path] : path;
};

function isInSchema(at: Schema, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return true;
  const { additionalProperties: others, anyOf = [] } = at;
  const next = step === '[]' ? at.items : (at.properties?.[step] ?? (typeof others === 'object' ? others : undefined));
  return (next !== undefined && isInSchema(next, rest)) || anyOf.some((one) => isInSchema(one, [step, ...rest]));
}

function isInPlan(at: unknown, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return at !== undefined;
  if (step === '[]') return Array.isArray(at) && at.some((one) => isInPlan(one, rest));
  return typeof at === 'object' && at !== null && isInPlan((at as Record<string, unknown>)[step], rest);
}

describe('docs/plan-coverage.md', () => {
  it('has every sentence of the document once, in its order, under its headings', () => {
    expect(rows.map(({ line, sentence }) => `${line} ${sentence}`)).toEqual(said);
    const headings = (markdown: string) => [...markdown.matchAll(/^#{1,2} (.+)$/gm)].map(([, heading]) => heading);
    expect(headings(page).slice(1)).toEqual(headings(text));
  });

  it('counts them', () => {
    const partly = rows.filter(({ does }) => does.includes('**Partly:**')).length;
    const people = rows.filter(({ does }) => does.includes('**For people.**')).length;
    const covered = rows.length - partly - people;
    expect(page.replace(/\s+/g, ' ')).toContain(
      `${rows.length} sentences, ${covered} covered, ${partly} partly, ${people} for people alone`,
    );
  });

  it('knows a key that is none', () => {
    expect(isInSchema(schema, pathOf('window.open'))).toBe(false);
    expect(isInSchema(schema, pathOf('checklist[].running'))).toBe(false);
    expect(isInPlan(plan.value, pathOf('rollback.dry-run'))).toBe(false);
  });

  it.each(rows.filter(({ keys }) => keys.length > 0))('line $line: $keys are in the plan that is made of it', (row) => {
    expect(row.keys.filter((key) => !isInSchema(schema, pathOf(key)))).toEqual([]);
    expect(row.keys.filter((key) => !isInPlan(plan.value, pathOf(key)))).toEqual([]);
  });

  it('what became no key stands in the plan as a comment', () => {
    const comments = plan.yaml
      .split('\n')
      .filter((line) => line.trimStart().startsWith('#'))
      .join('\n');
    const keyless = rows.filter(({ keys }) => keys.length === 0);
    expect(keyless.filter(({ sentence }) => !comments.includes(sentence))).toEqual([]);
  });

  it('gives a key to each sentence that became one, and to no other', () => {
    const outcomes = new Map(
      plan.sections.flatMap(({ statements }) =>
        statements.map(({ line, text: words, outcome }) => [`${line} ${words}`, outcome]),
      ),
    );
    const became = rows.map((row) => {
      const outcome = outcomes.get(`${row.line} ${row.sentence.replace(/ `.*/, '')}`);
      return {
        ...row,
        hasKey: outcome === undefined || ('became' in outcome && !outcome.became.startsWith('a comment')),
      };
    });
    expect(became.filter(({ keys, hasKey }) => keys.length > 0 !== hasKey)).toEqual([]);
  });

  it('names for each a test that there is', () => {
    const textOf = new Map<string, string>();
    const read = (file: string): string => {
      const known = textOf.get(file) ?? readFileSync(new URL(file, pageUrl), 'utf8');
      textOf.set(file, known);
      return known;
    };
    const titled = (file: string, title: string) =>
      [`'${title}'`, `"${title}"`, `\`${title}\``, `'%s: ${title}'`].some((one) => read(file).includes(one));
    expect(rows.filter(({ tests }) => tests.length === 0)).toEqual([]);
    expect(
      rows.flatMap(({ tests }) => tests.filter(({ file, title }) => !/\.test\.ts$/.test(file) || !titled(file, title))),
    ).toEqual([]);
  });
});
