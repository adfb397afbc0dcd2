import type { Path } from '../fault.ts';
import { isMapping } from '../read-fields.ts';

/** An entry that a sentence added to a list. */
export interface Added {
  readonly path: Path;
  readonly value: unknown;
}

const watched: ReadonlySet<unknown> = new Set(['checklist', 'steps', 'verify']);

/** Whether an entry is missing in the list as it stands at the end: a block has said the list without it. */
export function isLeftOut({ path, value }: Added, list: unknown): boolean {
  if (!watched.has(path.at(-1))) return false;
  return !(Array.isArray(list) ? list : []).some((one) => isMeant(value, one));
}

/** A block may say of an entry more than its sentence does. */
function isMeant(value: unknown, one: unknown): boolean {
  const [said, there] = [asMapping(value), asMapping(one)];
  return (
    JSON.stringify(said) === JSON.stringify(there) ||
    ['id', 'title', 'run', 'get', 'workflow'].some((key) => said[key] !== undefined && said[key] === there[key])
  );
}

const asMapping = (step: unknown): Readonly<Record<string, unknown>> => (isMapping(step) ? step : { run: step });
