import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import type { RootContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown as writeMarkdown } from 'mdast-util-to-markdown';
import { yamlText } from '../draft/yaml-text.ts';
import type { Path } from '../fault.ts';
import { placeDocument } from '../from-markdown/from-markdown.ts';
import { isMapping, type Mapping } from '../read-fields.ts';
import { type Difference, differences } from './differences.ts';
import { normalPlan } from './normal-plan.ts';
import { block, paragraph } from './phrases.ts';
import { type DocumentSection, sectionsOf } from './sections-of.ts';

export interface PlanToWrite {
  /** The plan as it is written, as data. */
  readonly value: unknown;
  readonly plan: Plan;
  /** The environment that the document is about; production, or the first, when left out. */
  readonly environment?: string;
}

/**
 * A plan as a document for people. What prose cannot say stands in a block at the end of its section, so that reading
 * the document (`fromMarkdown`) gives the same plan.
 */
export function toMarkdown({ value, plan, environment: name }: PlanToWrite): string {
  const environments = Object.values(plan.environments);
  const environment = plan.environments[name ?? 'production'] ?? environments[0];
  if (environment === undefined || !isMapping(value)) throw new Error('a plan that was read has an environment');
  const wanted = normalPlan(value);
  const sections = sectionsOf({ value: wanted, plan, environment });
  // A block may change how the prose beside it is read: what is still missing then goes into blocks too.
  let carried = differences(readBack(documentOf(sections, [], environment)), wanted);
  for (;;) {
    const text = documentOf(sections, carried, environment);
    const missing = differences(readBack(text), wanted).filter(
      ({ path }) => !carried.some((one) => same(one.path, path)),
    );
    if (missing.length === 0) return text;
    carried = [...carried, ...missing];
  }
}

const same = (one: Path, other: Path): boolean => JSON.stringify(one) === JSON.stringify(other);

const nobody = {
  folder: '',
  scripts: [],
  dependencies: [],
  branches: [],
  deployScripts: {},
  metricNames: [],
  routes: [],
};

function readBack(text: string): Mapping {
  const document = placeDocument({ text, file: 'plan', facts: nobody, asWritten: true });
  return 'draft' in document ? normalPlan(document.draft.value()) : {};
}

function documentOf(
  sections: readonly DocumentSection[],
  carried: readonly Difference[],
  environment: EnvironmentPlan,
): string {
  const left = new Set(carried);
  const told = sections.map(({ head, prose, tells }) => {
    const here = [...left].filter(({ path }) => tells(path));
    for (const one of here) left.delete(one);
    return { head, content: [...prose, ...(here.length === 0 ? [] : [block(yamlOf(here, environment))])] };
  });
  const children = told.flatMap(({ head, content }, index): RootContent[] => {
    const depth = depthOf(head);
    const next = told.slice(index + 1);
    const end = next.findIndex((one) => depthOf(one.head) <= depth);
    const inner = end === -1 ? next : next.slice(0, end);
    return [content, ...inner.map((one) => one.content)].some(({ length }) => length > 0) ? [...head, ...content] : [];
  });
  const note = paragraph('Written by `daywatch plan --markdown`, and read back by `daywatch init --from`.');
  const root = { type: 'root' as const, children: [...children.slice(0, 1), note, ...children.slice(1)] };
  return writeMarkdown(root, {
    extensions: [gfmToMarkdown()],
    bullet: '-',
    fences: true,
    listItemIndent: 'one',
    rule: '-',
  });
}

const depthOf = (head: readonly RootContent[]): number => (head[0]?.type === 'heading' ? head[0].depth : 6);

/** Keys of the document's environment stand at the top of a block; others where they stand in the plan. */
function yamlOf(parts: readonly Difference[], { name }: EnvironmentPlan): string {
  const top: { [key: string]: unknown } = {};
  for (const { path, value } of parts) {
    const own = path[0] === 'environments' && path[1] === name && path.length > 2 ? path.slice(2) : path;
    let here = top;
    for (const step of own.slice(0, -1)) {
      const next = here[String(step)];
      const inner = isMapping(next) ? (next as { [key: string]: unknown }) : {};
      here[String(step)] = inner;
      here = inner;
    }
    here[String(own.at(-1))] = value;
  }
  return yamlText(top);
}
