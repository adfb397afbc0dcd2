import type { Plan, StepPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { isMapping } from './read-fields.ts';
import { sourceOfWorkflow } from './read-workflows.ts';

const prefix = sourceOfWorkflow('');

/** Workflows that neither a criterion nor a step runs, by their names: the plan is right, and they do nothing. */
export function unusedWorkflows({ sources, environments }: Plan): readonly string[] {
  const used = new Set(
    Object.values(environments).flatMap(({ watch, deploy, verify, rollback }) => [
      ...watch.criteria.map(({ source }) => source),
      ...[...(deploy?.steps ?? []), ...verify, ...(rollback?.steps ?? [])].map(workflowOf),
    ]),
  );
  return Object.keys(sources)
    .filter((name) => name.startsWith(prefix) && !used.has(name))
    .map((name) => name.slice(prefix.length));
}

const workflowOf = ({ type, options }: StepPlan): string | undefined =>
  type === 'workflow' && isMapping(options) ? sourceOfWorkflow(String(options.workflow)) : undefined;
