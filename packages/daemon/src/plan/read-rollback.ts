import {
  type EnvironmentPlan,
  type RollbackRule,
  rollbackInput,
  rollbackRuleInput,
} from '@daywatch/shared/vocabulary/plan.ts';
import { checkVariables, rollbackVariables } from './check-variables.ts';
import type { Section } from './read-environment.ts';
import { isMapping, readFields } from './read-fields.ts';
import { readNeededSteps } from './read-needed-steps.ts';
import { readTicket } from './read-ticket.ts';

/** When to go back, to what, how, and what proves beforehand and afterwards that it works. */
export function readRollback(section: Section): EnvironmentPlan['rollback'] {
  const { value, path, workflows, stepKinds, report } = section;
  const fields = readFields(rollbackInput, { value, path, report }, ['when', 'steps', 'ticket']);
  if (fields === undefined || !isMapping(value)) return undefined;
  const variables = rollbackVariables;
  const steps = readNeededSteps({ value: value.steps, path, workflows, stepKinds, report }, variables);
  const when = readRule({ value: value.when, path: [...path, 'when'], report });
  const ticket =
    value.ticket === undefined ? undefined : readTicket({ value: value.ticket, path: [...path, 'ticket'], report });
  checkVariables({ value: value['dry-run'], path: [...path, 'dry-run'], known: variables, report });
  const { 'dry-run': dryRun, automatic, migrations, watch, 'cool-down': coolDown } = fields;
  return {
    when,
    to: fields.to ?? 'last-stable',
    tags: fields.tags ?? 'stable/*',
    steps,
    ...(dryRun !== undefined && { dryRun }),
    ...(migrations && { migrations }),
    ...(automatic === true && { automatic }),
    ...(coolDown !== undefined && { coolDown }),
    ...(watch && { watchFor: watch.for }),
    ...(ticket && { ticket }),
  };
}

function readRule({ value, path, report }: Pick<Section, 'value' | 'path' | 'report'>): RollbackRule {
  const rule = value === undefined ? undefined : readFields(rollbackRuleInput, { value, path, report });
  return { blocking: rule?.blocking ?? 1, critical: rule?.critical ?? 2, integrity: rule?.integrity ?? 1 };
}
