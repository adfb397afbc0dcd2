import { readdirSync, readFileSync } from 'node:fs';

/**
 * The processes below `root`, also those that have left its group with `setsid`. Only where there is a `/proc`
 * (Linux); elsewhere none are known and the group is all that can be ended.
 */
export function descendantsOf(root: number): readonly number[] {
  const children = Map.groupBy(processes(), ({ parent }) => parent);
  const found: number[] = [];
  const queue = [root];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const { id } of children.get(next) ?? []) {
      found.push(id);
      queue.push(id);
    }
  }
  return found;
}

function processes(): { readonly id: number; readonly parent: number }[] {
  let names: string[];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    try {
      // `pid (name) state ppid …`, and the name may hold spaces and parentheses.
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return Number.isInteger(parent) ? [{ id: Number(name), parent }] : [];
    } catch {
      return [];
    }
  });
}
