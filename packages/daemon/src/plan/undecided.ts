import type { Path, PlanFault } from './fault.ts';
import { isMapping } from './read-fields.ts';

const inBrackets = /\[\s*(?:TBD|TBC|TBA|TODO)\b[^\w\]]*([^\]]*)\]/i;
const alone = /^\s*(?:TBD|TBC|TBA|TODO|\?{2,})\s*(?:[-:–—]\s*(.*))?$/i;
/** `[TBD - ask Anna]` without quotes is a list for YAML. */
const asEntry = /^\s*(?:TBD|TBC|TBA|TODO)\b[^\w]*(.*)$/i;

/** Everything in a plan that is still to be decided, however deep: `[TBD …]`, `TODO`, `???`. */
export function undecidedIn(value: unknown, path: Path = []): readonly PlanFault[] {
  if (typeof value === 'string') {
    const found = inBrackets.exec(value) ?? alone.exec(value);
    return found === null ? [] : [faultOf(found[1] ?? '', path)];
  }
  if (Array.isArray(value)) {
    const [only, ...others] = value;
    const bare = typeof only === 'string' && others.every((one) => typeof one === 'string') ? asEntry.exec(only) : null;
    if (bare !== null) return [faultOf([bare[1] ?? '', ...others].join(', '), path)];
    return value.flatMap((one, index) => undecidedIn(one, [...path, index]));
  }
  return isMapping(value) ? Object.entries(value).flatMap(([key, one]) => undecidedIn(one, [...path, key])) : [];
}

function faultOf(what: string, path: Path): PlanFault {
  const about = what.trim();
  return {
    code: 'to-be-decided',
    path,
    at: 'value',
    message: about === '' ? `"${path.at(-1)}" is still to be decided` : `still to be decided: ${about}`,
    hint: 'Write the value here once it is known, or remove the entry.',
  };
}

/** What else is wrong with a placeholder, or only because of it, is not worth telling. */
export function beside(undecided: readonly PlanFault[], faults: readonly PlanFault[]): readonly PlanFault[] {
  const places = new Set(undecided.map(({ path }) => JSON.stringify(path)));
  const roles = undecided.flatMap(({ path: [section, role] }) => (section === 'roles' ? [`"${role}"`] : []));
  return faults.filter(
    ({ code, message, path }) =>
      !path.some((_, index) => places.has(JSON.stringify(path.slice(0, index + 1)))) &&
      !(code === 'role-without-address' && roles.some((role) => message.includes(role))),
  );
}
