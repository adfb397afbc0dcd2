import { listed } from './closest.ts';
import type { Path, Report } from './fault.ts';
import { isMapping } from './read-fields.ts';
import { isSecretName, variablesIn } from './variables.ts';

/** What Daywatch fills into steps. */
export const deployVariables = ['version', 'commit'] as const;
export const rollbackVariables = ['ref', 'version', 'commit'] as const;

interface Check {
  readonly value: unknown;
  readonly path: Path;
  readonly known: readonly string[];
  readonly report: Report;
}

/** Reports every `${name}`, however deep, that is neither known here nor a secret of the environment. */
export function checkVariables({ value, path, known, report }: Check): void {
  if (typeof value === 'string') {
    for (const name of new Set(variablesIn(value)))
      if (!isSecretName(name) && !known.includes(name) && !setsItself(value, name))
        report({
          code: 'unknown-variable',
          path,
          at: 'value',
          message: `unknown variable \${${name}}`,
          hint: hintFor(name, known),
        });
  } else if (Array.isArray(value)) {
    value.forEach((one, index) => {
      checkVariables({ value: one, path: [...path, index], known, report });
    });
  } else if (isMapping(value)) {
    for (const [key, one] of Object.entries(value)) checkVariables({ value: one, path: [...path, key], known, report });
  }
}

/** A shell variable that the command line gives its value: `for f in *.sql; do psql -f ${f}; done`. */
const setsItself = (line: string, name: string): boolean =>
  new RegExp(`(?:^|[\\s;&|(])(?:${name}=|for\\s+${name}\\s|read\\s+(?:-\\w+\\s+)*${name}\\b)`).test(line);

function hintFor(name: string, known: readonly string[]): string {
  if (name === 'ref') return 'It is the version to go back to, and known to the steps of `rollback` only.';
  const secret = `Variables of the environment are upper-case: \${${name.toUpperCase()}}.`;
  return known.length === 0
    ? secret
    : `Known here: ${listed(
        known.map((one) => `\${${one}}`),
        'and',
      )}. ${secret}`;
}
