import { type ChecklistItem, checklistItemCommon } from '@daywatch/shared/vocabulary/plan.ts';
import type { ChecklistKind, Reference } from '../ports/checklist-item.ts';
import { checkVariables, deployVariables } from './check-variables.ts';
import { closest, listed, mayMean } from './closest.ts';
import type { Path, PlanFault, Report } from './fault.ts';
import { type Mapping, readFields, readList, readMapping, readValue } from './read-fields.ts';
import { unknownKey } from './unknown-key.ts';

/** What the items may name. */
export interface Nameable {
  /** `undefined` when the roles could not be read. */
  readonly roles: readonly string[] | undefined;
  readonly environments: readonly string[];
  /** Each source with its type. */
  readonly sources: ReadonlyMap<string, string | undefined>;
}

interface Written {
  readonly value: unknown;
  readonly path: Path;
  readonly checklistKinds: readonly ChecklistKind[];
  readonly nameable: Nameable;
  readonly report: Report;
}

/** What an override may name beside an item. */
const reserved = ['everything', 'window'];

export function readChecklist(written: Written): readonly ChecklistItem[] {
  const ids = new Set<string>();
  return readList(written).flatMap((value, index) => {
    const path = [...written.path, index];
    const item = readItem({ ...written, value, path });
    if (item === undefined) return [];
    const fault = (code: PlanFault['code'], message: string, hint: string) =>
      written.report({ code, path: [...path, 'id'], at: 'value', message, hint });
    if (ids.has(item.id)) fault('duplicate-id', `two items have the id "${item.id}"`, 'Rename one of them.');
    if (reserved.includes(item.id))
      fault('reserved-id', `"${item.id}" is what an override calls something else`, 'Choose another id.');
    ids.add(item.id);
    return [item];
  });
}

function readItem({ value, path, checklistKinds, nameable, report }: Written): ChecklistItem | undefined {
  const mapping = readMapping({ value, path, report });
  if (mapping === undefined) return undefined;
  const { id, title, timeout, ...options } = mapping;
  const common = readFields(checklistItemCommon, { value: withoutAbsent({ id, title, timeout }), path, report });
  const kind = kindOf(mapping, { path, checklistKinds, report });
  if (kind === undefined || common === undefined) return undefined;
  checkVariables({ value: options, path, known: deployVariables, report });
  const read = readValue(kind.options, { value: options, path, report });
  if (read === undefined) return undefined;
  for (const reference of kind.references?.(read) ?? []) checkReference(reference, { path, nameable, report });
  const answerer = kind.answerer(read);
  if (answerer.by === 'people' && timeout !== undefined)
    report({
      code: 'key-without-effect',
      path: [...path, 'timeout'],
      at: 'key',
      message: `a ${kind.type} has no "timeout"`,
      hint: 'Remove it.',
    });
  if (common.id === undefined || common.title === undefined) return undefined;
  const facts = { id: common.id, title: common.title, type: kind.type };
  if (answerer.by === 'people') return { by: 'people', ...facts, role: answerer.role };
  return { by: answerer.by, ...facts, options: read, timeout: common.timeout ?? kind.timeout };
}

const withoutAbsent = (mapping: Mapping): Mapping =>
  Object.fromEntries(Object.entries(mapping).filter(([, value]) => value !== undefined));

function kindOf(
  mapping: Mapping,
  { path, checklistKinds, report }: Pick<Written, 'path' | 'checklistKinds' | 'report'>,
): ChecklistKind | undefined {
  const keys = Object.keys(mapping);
  const known = checklistKinds.map(({ type }) => type);
  const [kind, second] = checklistKinds.filter(({ type }) => keys.includes(type));
  if (kind !== undefined && second === undefined) return kind;
  if (second !== undefined) {
    report({
      code: 'ambiguous-item',
      path: [...path, second.type],
      at: 'key',
      message: 'an item is checked in one way only',
      hint: 'Make them two items.',
    });
    return undefined;
  }
  const common = Object.keys(checklistItemCommon.shape);
  const strange = keys.filter((key) => !common.includes(key));
  const [misspelt] = strange.filter((key) => closest(key, known) !== undefined);
  if (misspelt !== undefined) report(unknownKey({ key: misspelt, path, known }));
  else
    report({
      code: strange.length === 0 ? 'ambiguous-item' : 'unknown-item',
      path: strange[0] === undefined ? path : [...path, strange[0]],
      at: strange[0] === undefined ? 'value' : 'key',
      message: strange[0] === undefined ? 'the item does not say how it is checked' : `unknown key "${strange[0]}"`,
      about: known,
      hint: `An item has one of these: ${listed(known)}.`,
    });
  return undefined;
}

function checkReference(
  { what, name, path: inside, type }: Reference,
  { path, nameable, report }: Pick<Written, 'path' | 'nameable' | 'report'>,
): void {
  const known = namesOf(what, nameable);
  if (known === undefined) return;
  const fault = (message: string, hint: string) =>
    report({ code: faultOf[what], path: [...path, ...inside], at: 'value', message, hint });
  if (!known.includes(name)) {
    const near = closest(name, known);
    const add = known.length === 0 ? `Add it under \`${what}s\`.` : `The plan has ${listed(known, 'and')}.`;
    fault(`there is no ${what} "${name}"`, near === undefined ? add : mayMean(near));
  } else if (type !== undefined && nameable.sources.get(name) !== type)
    fault(`the ${what} "${name}" is not of type ${type}`, `Name one of type ${type}.`);
}

const faultOf = { role: 'unknown-role', environment: 'unknown-environment', source: 'unknown-source' } as const;

function namesOf(what: Reference['what'], { roles, environments, sources }: Nameable): readonly string[] | undefined {
  switch (what) {
    case 'role':
      return roles;
    case 'environment':
      return environments;
    case 'source':
      return [...sources.keys()];
  }
}
