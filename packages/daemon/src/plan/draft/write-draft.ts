import { isMapping, type Mapping } from '../read-fields.ts';
import type { Draft } from './draft.ts';
import { printable, yamlText } from './yaml-text.ts';

interface Written {
  readonly draft: Draft;
  /** Comment lines above everything, and below. */
  readonly above: readonly string[];
  readonly below: readonly string[];
}

/** A draft as the text of a `daywatch.yaml`: every value is followed, every list entry preceded by where it comes from. */
export function writeDraft({ draft, above, below }: Written): string {
  const text = yamlText(inOrder(draft.value()), draft.originOf);
  return [...comment(above), ...(above.length > 0 ? [''] : []), text, ...(below.length > 0 ? [''] : [])]
    .concat(comment(below))
    .join('\n')
    .concat('\n');
}

const comment = (lines: readonly string[]): readonly string[] => lines.map((line) => `# ${printable(line)}`.trimEnd());

const topOrder = ['$schema', 'service', 'preset', 'url', 'metrics', 'database', 'mail', 'sources', 'roles'].concat([
  'environments',
  'workflows',
]);
const watchOrder = ['for', 'every', 'settle', 'earliest-go', 'at-most', 'recover', 'criteria'];
const rollbackOrder = [
  'when',
  'to',
  'tags',
  'steps',
  'dry-run',
  'migrations',
  'automatic',
  'cool-down',
  'watch',
  'ticket',
];
const inside: Readonly<Record<string, readonly string[]>> = {
  window: ['opens', 'for', 'time-zone', 'expected', 'freezes'],
  deploy: ['from', 'to', 'steps'],
  watch: watchOrder,
  rollback: rollbackOrder,
};
const environmentOrder = ['window', 'checklist', 'deploy', 'verify', 'watch', 'rollback', 'announce', 'dashboards'];

/** The keys of a plan in the order in which people read them. */
function inOrder(value: Mapping): Mapping {
  const { environments } = value;
  if (!isMapping(environments)) return sorted(value, topOrder);
  const ordered = Object.entries(environments).map(([name, environment]) => {
    if (!isMapping(environment)) return [name, environment];
    const sections = Object.entries(environment).map(([key, section]) => {
      const order = inside[key];
      return [key, isMapping(section) && order !== undefined ? sorted(section, order) : section];
    });
    return [name, sorted(Object.fromEntries(sections), environmentOrder)];
  });
  return sorted({ ...value, environments: Object.fromEntries(ordered) }, topOrder);
}

function sorted(value: Mapping, order: readonly string[]): Mapping {
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => rank(one) - rank(other)));
}
