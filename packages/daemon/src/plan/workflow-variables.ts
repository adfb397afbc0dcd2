import { madeVariables, type Workflow, type WorkflowStep } from '../web/workflow.ts';
import { closest, listed } from './closest.ts';
import type { Path, Report } from './fault.ts';
import { isMapping } from './read-fields.ts';
import { isSecretName, variablesIn } from './variables.ts';

interface Check {
  readonly workflow: Workflow;
  readonly path: Path;
  /** The workflow is written as a list of steps and nothing else. */
  readonly bare: boolean;
  readonly report: Report;
}

/** Reports variables that no step before has kept, and values that are kept under a name they cannot have. */
export function checkWorkflowVariables({ workflow, path, bare, report }: Check): void {
  const known = new Set<string>(madeVariables);
  const all = new Set(workflow.steps.flatMap(({ keep = {} }) => Object.keys(keep)));
  const check = (step: WorkflowStep, at: Path) => {
    const { keep = {}, ...used } = step;
    checkUse({ value: used, path: at, known, later: all, report });
    for (const name of Object.keys(keep)) {
      checkKept(name, [...at, 'keep', name], report);
      known.add(name);
    }
  };
  workflow.steps.forEach((step, index) => {
    check(step, bare ? [...path, index] : [...path, 'steps', index]);
  });
  workflow.finally?.forEach((step, index) => {
    check(step, [...path, 'finally', index]);
  });
}

interface Use {
  readonly value: unknown;
  readonly path: Path;
  readonly known: ReadonlySet<string>;
  /** Kept somewhere in the workflow. */
  readonly later: ReadonlySet<string>;
  readonly report: Report;
}

function checkUse({ value, path, known, later, report }: Use): void {
  if (typeof value === 'string') {
    for (const name of new Set(variablesIn(value))) {
      if (isSecretName(name) || known.has(name)) continue;
      const written = `\${${name}}`;
      const message = later.has(name) ? `${written} is used before it is kept` : `unknown variable ${written}`;
      const near = closest(name, [...known]);
      const names = listed(
        [...known].map((one) => `\${${one}}`),
        'and',
      );
      const hint = later.has(name)
        ? 'Move the step that keeps it up.'
        : near === undefined
          ? `Known here: ${names}. Keep it in a step before: keep: { ${name}: $.${name} }.`
          : `Did you mean \${${near}}?`;
      report({ code: 'unknown-variable', path, at: 'value', message, hint });
    }
  } else if (Array.isArray(value))
    value.forEach((one, index) => {
      checkUse({ value: one, path: [...path, index], known, later, report });
    });
  else if (isMapping(value))
    for (const [key, one] of Object.entries(value))
      checkUse({ value: one, path: [...path, key], known, later, report });
}

function checkKept(name: string, path: Path, report: Report): void {
  const made: readonly string[] = madeVariables;
  if (!isSecretName(name) && !made.includes(name)) return;
  const message = made.includes(name)
    ? `\${${name}} is made for each run, and cannot be kept`
    : `"${name}" is upper-case, as variables of the environment are`;
  report({
    code: 'wrong-name',
    path,
    at: 'key',
    message,
    hint: `Call it ${name.toLowerCase()}${made.includes(name) ? '_kept' : ''}.`,
  });
}
