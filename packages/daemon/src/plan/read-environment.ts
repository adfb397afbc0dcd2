import {
  deployInput,
  type EnvironmentPlan,
  environmentInput,
  type RollbackRule,
  rollbackInput,
  rollbackRuleInput,
} from '@daywatch/shared/vocabulary/plan.ts';
import type { StepKind } from '../ports/step.ts';
import { deployVariables, rollbackVariables } from './check-variables.ts';
import type { Path, Report } from './fault.ts';
import { readChecklist } from './read-checklist.ts';
import { isMapping, readFields } from './read-fields.ts';
import type { NamedSource } from './read-sources.ts';
import { readSteps } from './read-steps.ts';
import { readWatch } from './read-watch.ts';
import type { NamedWorkflow } from './read-workflows.ts';

interface Written {
  readonly name: string;
  readonly value: unknown;
  readonly path: Path;
  readonly sources: ReadonlyMap<string, NamedSource>;
  readonly workflows: ReadonlyMap<string, NamedWorkflow>;
  readonly roles: readonly string[] | undefined;
  readonly stepKinds: readonly StepKind[];
  readonly report: Report;
}
type Section = Omit<Written, 'name' | 'sources' | 'roles'>;

/** One environment. What is faulty is reported; the answer counts only if nothing was. */
export function readEnvironment(written: Written): EnvironmentPlan | undefined {
  const { name, value, path, sources, workflows, roles, stepKinds, report } = written;
  const own = ['checklist', 'deploy', 'verify', 'watch', 'rollback'] as const;
  const fields = readFields(environmentInput, { value, path, report }, own);
  if (fields === undefined || !isMapping(value)) return undefined;
  const section = (key: (typeof own)[number]): Section => ({
    value: value[key],
    path: [...path, key],
    workflows,
    stepKinds,
    report,
  });

  if (value.watch === undefined)
    report({
      code: 'no-criteria',
      path,
      at: 'key',
      message: `without "watch" nothing would be judged in ${name}`,
      hint: 'Add `watch` with its `criteria`.',
      about: ['watch'],
    });
  const watch = value.watch === undefined ? undefined : readWatch({ ...section('watch'), sources });
  const deploy = value.deploy === undefined ? undefined : readDeploy(section('deploy'));
  const rollback = value.rollback === undefined ? undefined : readRollback(section('rollback'));
  const checklist = readChecklist({ ...section('checklist'), roles });
  const verify = readSteps({ ...section('verify'), variables: deployVariables });
  if (watch === undefined) return undefined;
  return {
    name,
    checklist,
    ...(deploy === undefined ? {} : { deploy }),
    verify,
    watch,
    ...(rollback === undefined ? {} : { rollback }),
    dashboards: fields.dashboards ?? {},
  };
}

function readDeploy({ value, path, workflows, stepKinds, report }: Section): EnvironmentPlan['deploy'] {
  const fields = readFields(deployInput, { value, path, report }, ['steps']);
  if (fields === undefined || !isMapping(value)) return undefined;
  const { from, to } = fields;
  const steps = neededSteps({ value: value.steps, path, workflows, stepKinds, report }, deployVariables);
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), steps };
}

function readRollback({ value, path, workflows, stepKinds, report }: Section): EnvironmentPlan['rollback'] {
  const fields = readFields(rollbackInput, { value, path, report }, ['when', 'steps']);
  if (fields === undefined || !isMapping(value)) return undefined;
  const steps = neededSteps({ value: value.steps, path, workflows, stepKinds, report }, rollbackVariables);
  const when = readRule({ value: value.when, path: [...path, 'when'], report });
  return { when, to: fields.to ?? 'last-stable', tags: fields.tags ?? 'stable/*', steps };
}

function neededSteps({ value, path, workflows, stepKinds, report }: Section, variables: readonly string[]) {
  if (value === undefined) {
    const hint = 'Write `steps`, a list of command lines.';
    report({ code: 'missing-key', path, at: 'key', message: '"steps" is missing', hint, about: ['steps'] });
  } else if (Array.isArray(value) && value.length === 0)
    report({ code: 'wrong-value', path: [...path, 'steps'], at: 'value', message: '"steps" needs at least 1 entry' });
  return readSteps({ value, path: [...path, 'steps'], variables, workflows, stepKinds, report });
}

function readRule({ value, path, report }: Omit<Section, 'stepKinds' | 'workflows'>): RollbackRule {
  const rule = value === undefined ? undefined : readFields(rollbackRuleInput, { value, path, report });
  return { blocking: rule?.blocking ?? 1, critical: rule?.critical ?? 2, integrity: rule?.integrity ?? 1 };
}
