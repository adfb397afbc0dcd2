import { closest, listed, mayMean } from './closest.ts';
import type { Path, Report } from './fault.ts';
import type { Mapping } from './read-fields.ts';
import type { NamedWorkflow } from './read-workflows.ts';

interface Asked {
  readonly mapping: Mapping;
  readonly path: Path;
  readonly workflows: ReadonlyMap<string, NamedWorkflow>;
  readonly report: Report;
}

/** The workflow that a criterion or a step names; `undefined` when there is none of this name, which is reported. */
export function workflowNamed(
  name: unknown,
  { path, workflows, report }: Omit<Asked, 'mapping'>,
): NamedWorkflow | undefined {
  if (typeof name !== 'string') return undefined;
  const found = workflows.get(name);
  if (found !== undefined) return found;
  const names = [...workflows.keys()];
  const near = closest(name, names);
  const choices = names.length === 0 ? 'Write it under `workflows`.' : `The plan has ${listed(names, 'and')}.`;
  const hint = near === undefined ? choices : mayMean(near);
  const message = `there is no workflow "${name}"`;
  report({ code: 'unknown-workflow', path: [...path, 'workflow'], at: 'value', message, hint });
  return undefined;
}

/** What a criterion that runs a workflow cannot say, and a step whose time is asked for and that is not there. */
export function checkWorkflowCriterion({ mapping, path, workflows, report }: Asked): void {
  const refuse = (key: string, message: string, hint: string) =>
    report({ code: 'key-without-effect', path: [...path, key], at: 'key', message, hint });
  if (Object.hasOwn(mapping, 'source'))
    refuse('source', 'a workflow says itself where it is asked', 'Remove "source".');
  if (Object.hasOwn(mapping, 'check')) refuse('check', 'a workflow is a check by itself', 'Remove "check".');
  const workflow = typeof mapping.workflow === 'string' ? workflows.get(mapping.workflow) : undefined;
  const { latency } = mapping;
  if (workflow === undefined || (typeof latency !== 'string' && typeof latency !== 'number')) return;
  const named = String(latency);
  if (named === 'total' || workflow.steps.includes(named) || workflow.steps.length === 0) return;
  report({
    code: 'wrong-value',
    path: [...path, 'latency'],
    at: 'value',
    message: `the workflow "${workflow.name}" has no step "${named}"`,
    hint: `Write total, or one of ${listed(workflow.steps)}.`,
  });
}
