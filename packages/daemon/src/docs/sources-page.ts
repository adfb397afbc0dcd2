import { measure as measures } from '@daywatch/shared/vocabulary/observation.ts';
import type { MeasureKind, SourceKind } from '../ports/kind.ts';
import { describeShape, type Told } from './describe-shape.ts';
import type { Proof } from './proved-against.ts';
import { type Field, fieldsOf, type Schema, shapeOf } from './shape.ts';

interface Facts {
  readonly kinds: readonly SourceKind[];
  readonly proofs: Readonly<Record<string, Proof>>;
}

const code = (text: string) => `\`${text}\``;
const cell = (text: string) => text.replaceAll('|', '\\|');
/** Options that so many kinds share are told once. */
const common = 5;

/** The page docs/sources.md, from the kinds themselves. */
export function sourcesPage({ kinds, proofs }: Facts): string {
  const shared = sharedOptions(kinds);
  return [
    '# Sources',
    'Where readings come from. Made by `npm run docs -w packages/daemon` from the kinds; the guide of each has a whole plan and the traps.',
    'A criterion names a source and asks it one of five measures: `rate` (bad out of all), `latency` (times), `count` (events), `gauge` (a level), `check` (yes or no). A source answers with a reading, with *absent*, or with an error; it never makes up a number.',
    overview(kinds),
    ...kinds.map((kind) => section(kind, proofs[kind.type], shared)),
    '## Options that many kinds share',
    optionsTable([...shared.values()]),
    '',
  ].join('\n\n');
}

function overview(kinds: readonly SourceKind[]): string {
  const rows = kinds.map(({ type, measures: known }) => {
    const marks = measures.options.map((one) => (known[one] === undefined ? '' : '●'));
    return `| [${type}](#${type}) | ${marks.join(' | ')} |`;
  });
  const head = measures.options.join(' | ');
  return [`| type | ${head} |`, `| --- |${' :-: |'.repeat(measures.options.length)}`, ...rows].join('\n');
}

function section(
  { type, summary, options, measures: known, writtenUnder }: SourceKind,
  proof: Proof | undefined,
  shared: ReadonlyMap<string, Field>,
): string {
  const fields = fieldsOf(shapeOf(options));
  const isShared = (field: Field) => shared.has(keyOf(field));
  const own = fields.filter((field) => !isShared(field) && field.name !== 'workflow');
  const also = fields.filter(isShared).map(({ name }) => code(name));
  const guides = [type, ...(type === 'postgres' ? ['integrity'] : [])];
  const where =
    writtenUnder === undefined ? '' : ` Not written under \`sources\`: each entry of \`${writtenUnder}\` is one.`;
  return [
    `## ${type}`,
    `${summary}${where}`,
    `Guide: ${guides.map((name) => `[${name}](sources/${name}.md)`).join(', ')}.`,
    ...(own.length === 0 ? [] : [optionsTable(own)]),
    ...(also.length === 0 ? [] : [`And [what many share](#options-that-many-kinds-share): ${also.join(', ')}.`]),
    ...measureParts(known),
    ...(proof === undefined ? [] : [provedAgainst(proof)]),
  ].join('\n\n');
}

/** Measures that are asked in the same way are told together. */
function measureParts(known: SourceKind['measures']): readonly string[] {
  const asked = measures.options.flatMap((name) => {
    const how: MeasureKind | undefined = known[name];
    return how === undefined ? [] : [{ name, summary: how.summary, shape: shapeOf(how.query) }];
  });
  const told: Told = new Set();
  const alike = Map.groupBy(asked, ({ shape }) => JSON.stringify(shape));
  return [...alike.values()].map((same) => {
    const heads = same.map(({ name, summary }) => `**${name}** ${summary}`);
    const shape: Schema = same[0]?.shape ?? {};
    return [heads.join('\\\n'), describeShape(shape, told).join('\n')].join('\n\n');
  });
}

function optionsTable(fields: readonly Field[]): string {
  const rows = fields.map(({ name, required, shape }) => {
    const standard = required ? '*required*' : shape.default === undefined ? '' : code(String(shape.default));
    const parts =
      shape.type === 'object'
        ? fieldsOf(shape).map((field) => `${code(field.name)}: ${field.shape.description ?? ''}`)
        : [];
    const words = [withoutDefault(shape), ...parts].filter((text) => text !== '').join('<br>');
    return `| ${code(name)} | ${standard} | ${cell(words)} |`;
  });
  return ['| option | default | what it is |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The column beside it says what holds when the option is left out. */
const withoutDefault = ({ description = '', default: standard }: Schema): string =>
  description.endsWith(` ${standard} when left out.`)
    ? description.slice(0, -` ${standard} when left out.`.length).replace(/[;,.]?$/, '.')
    : description;

const provedAgainst = ({ part, tests }: Proof): string =>
  `Proved against ${part}: ${tests.map((path) => `[${path.replace(/^.*\/|\.test\.ts$/g, '')}](../${path})`).join(', ')}.`;

const keyOf = ({ name, shape }: Field): string => `${name} ${JSON.stringify(shape)}`;

function sharedOptions(kinds: readonly SourceKind[]): ReadonlyMap<string, Field> {
  const all = kinds.flatMap(({ options }) => fieldsOf(shapeOf(options)));
  const byKey = Map.groupBy(all, keyOf);
  return new Map(
    [...byKey].flatMap(([key, [first, ...others]]) =>
      first !== undefined && others.length + 1 >= common ? [[key, first]] : [],
    ),
  );
}
