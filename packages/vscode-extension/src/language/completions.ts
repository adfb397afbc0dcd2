import { type Gap, gapsAt, keysBeside } from './gap.ts';
import { choicesOf } from './hover.ts';
import { valueAt } from './plan-text.ts';
import { type Schema, schemasAt } from './schema.ts';

export interface Completion {
  readonly label: string;
  /** As a snippet: `$0` is where the cursor goes. */
  readonly insert: string;
  readonly kind: 'key' | 'value';
  readonly description?: string;
  /** Keys that must be there come first. */
  readonly needed: boolean;
  /** Offsets of what it takes the place of, the end excluded. */
  readonly start: number;
  readonly end: number;
}

/** What may be written at the cursor. */
export function completionsAt(root: Schema, text: string, offset: number): readonly Completion[] {
  return gapsAt(text, offset).flatMap((gap) => (gap.kind === 'key' ? keys(root, text, gap) : values(root, gap)));
}

function keys(root: Schema, text: string, gap: Gap): readonly Completion[] {
  const there = new Set(keysBeside(gap));
  const schemas = schemasAt(root, gap.plan, gap.path);
  const needed = new Set(schemas.flatMap(({ required = [] }) => required));
  const hasColon = /^\s*:/.test(text.slice(gap.end));
  const found = new Map<string, Completion>();
  for (const schema of schemas) {
    for (const [label, child] of Object.entries(schema.properties ?? {})) {
      if (there.has(label) || found.has(label)) continue;
      const description = child.description ?? descriptionBelow(child);
      found.set(label, {
        label,
        insert: hasColon ? label : `${label}:${opening(child, gap.inFlow)}`,
        kind: 'key',
        ...(description !== undefined && { description }),
        needed: needed.has(label),
        start: gap.start,
        end: gap.end,
      });
    }
  }
  return [...found.values()];
}

/** What follows a key: the next line of a mapping or a list, else a value. */
function opening(schema: Schema, inFlow: boolean): string {
  const types = [schema, ...(schema.anyOf ?? [])].flatMap(({ type }) => type ?? []);
  const only = types.every((type) => type === types[0]) ? types[0] : undefined;
  if (only === 'object') return inFlow ? ' { $0 }' : '\n  $0';
  if (only === 'array') return inFlow ? ' [ $0 ]' : '\n  - $0';
  return ' $0';
}

const descriptionBelow = ({ anyOf = [] }: Schema): string | undefined =>
  anyOf.find(({ description }) => description !== undefined)?.description;

function values(root: Schema, gap: Gap): readonly Completion[] {
  const choices = choicesOf(schemasAt(root, gap.plan, gap.path));
  const named: typeof choices = namesFor(gap).map((value) => ({ value }));
  return [...choices, ...named].map(({ value, description }) => ({
    label: value,
    insert: asSnippet(value),
    kind: 'value',
    ...(description !== undefined && { description }),
    needed: false,
    start: gap.start,
    end: gap.end,
  }));
}

/** In a snippet these have a meaning of their own. */
const asSnippet = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

/** Keys whose value is a name that the plan itself has given. */
const sections: Readonly<Record<string, string>> = {
  source: 'sources',
  workflow: 'workflows',
  'sign-off': 'roles',
  announced: 'roles',
  environment: 'environments',
};

function namesFor({ plan, path }: Gap): readonly string[] {
  const key = path.findLast((one) => typeof one === 'string');
  const section = key === undefined || !Object.hasOwn(sections, key) ? undefined : sections[key];
  const value = section === undefined ? undefined : valueAt(plan, [section]);
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
