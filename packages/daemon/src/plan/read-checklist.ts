import { type ChecklistItem, checklistItemInput } from '@daywatch/shared/vocabulary/plan.ts';
import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import { checkVariables, deployVariables } from './check-variables.ts';
import { closest, listed } from './closest.ts';
import type { Path, Report } from './fault.ts';
import { isMapping, readFields, readList } from './read-fields.ts';

const longestCheck = minutes(10);

interface Written {
  readonly value: unknown;
  readonly path: Path;
  /** The roles of the plan; `undefined` when they could not be read. */
  readonly roles: readonly string[] | undefined;
  readonly report: Report;
}

export function readChecklist(written: Written): readonly ChecklistItem[] {
  const ids = new Set<string>();
  return readList(written).flatMap((value, index) => {
    const path = [...written.path, index];
    const item = readItem({ ...written, value, path });
    if (item === undefined) return [];
    if (ids.has(item.id)) {
      const message = `two items have the id "${item.id}"`;
      written.report({
        code: 'duplicate-id',
        path: [...path, 'id'],
        at: 'value',
        message,
        hint: 'Rename one of them.',
      });
    }
    ids.add(item.id);
    return [item];
  });
}

function readItem({ value, path, roles, report }: Written): ChecklistItem | undefined {
  const fields = readFields(checklistItemInput, { value, path, report });
  if (fields === undefined || !isMapping(value)) return undefined;
  checkVariables({ value: value.run, path: [...path, 'run'], known: deployVariables, report });
  const { id, title, run, 'sign-off': role, timeout } = fields;
  const ways = ['run', 'sign-off'].filter((key) => Object.hasOwn(value, key));
  if (ways.length !== 1)
    report({
      code: 'ambiguous-item',
      path: ways[1] === undefined ? path : [...path, ways[1]],
      at: ways[1] === undefined ? 'value' : 'key',
      message: ways.length === 0 ? 'the item does not say how it is checked' : 'an item is checked in one way only',
      about: ways.length === 0 ? ['run', 'sign-off', 'verdict', 'backup'] : [],
      hint: ways.length === 0 ? 'Add `run` with a command, or `sign-off` with a role.' : 'Make them two items.',
    });
  if (ways.length === 1 && ways[0] === 'sign-off' && Object.hasOwn(value, 'timeout'))
    report({
      code: 'key-without-effect',
      path: [...path, 'timeout'],
      at: 'key',
      message: 'a sign-off has no "timeout"',
      hint: 'Remove it.',
    });
  if (role !== undefined && roles !== undefined && !roles.includes(role)) {
    const near = closest(role, roles);
    const add = roles.length === 0 ? `Add it under \`roles\`.` : `The plan has ${listed(roles, 'and')}.`;
    report({
      code: 'unknown-role',
      path: [...path, 'sign-off'],
      at: 'value',
      message: `there is no role "${role}"`,
      hint: near === undefined ? add : `Did you mean "${near}"?`,
    });
  }
  if (id === undefined || title === undefined) return undefined;
  if (run !== undefined) return { type: 'run', id, title, run, timeout: timeout ?? longestCheck };
  return role === undefined ? undefined : { type: 'sign-off', id, title, role };
}
