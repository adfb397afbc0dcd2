import type { MailPlan } from '@daywatch/shared/vocabulary/announce.ts';
import { deployInput, type EnvironmentPlan, environmentInput } from '@daywatch/shared/vocabulary/plan.ts';
import type { ChecklistKind } from '../ports/checklist-item.ts';
import type { NotifierShape } from '../ports/notifier.ts';
import type { StepKind } from '../ports/step.ts';
import { deployVariables } from './check-variables.ts';
import type { Path, Report } from './fault.ts';
import { readAnnounce } from './read-announce.ts';
import { type Nameable, readChecklist } from './read-checklist.ts';
import { isMapping, readFields } from './read-fields.ts';
import { readNeededSteps } from './read-needed-steps.ts';
import { readRollback } from './read-rollback.ts';
import type { NamedSource } from './read-sources.ts';
import { readSteps } from './read-steps.ts';
import { readWatch } from './read-watch.ts';
import { readWindow } from './read-window.ts';
import type { NamedWorkflow } from './read-workflows.ts';
import { withRehearsal } from './with-rehearsal.ts';

interface Written {
  readonly name: string;
  readonly value: unknown;
  readonly path: Path;
  readonly sources: ReadonlyMap<string, NamedSource>;
  readonly workflows: ReadonlyMap<string, NamedWorkflow>;
  readonly nameable: Nameable;
  readonly checklistKinds: readonly ChecklistKind[];
  readonly notifierKinds: readonly NotifierShape[];
  /** `undefined` when the roles could not be read. */
  readonly people: Readonly<Record<string, readonly string[]>> | undefined;
  readonly mail: MailPlan | undefined;
  readonly hasMail: boolean;
  readonly stepKinds: readonly StepKind[];
  readonly report: Report;
}
export type Section = Pick<Written, 'value' | 'path' | 'workflows' | 'stepKinds' | 'report'>;

/** One environment. What is faulty is reported; the answer counts only if nothing was. */
export function readEnvironment(written: Written): EnvironmentPlan | undefined {
  const { name, value, path, sources, workflows, nameable, stepKinds, checklistKinds, report } = written;
  const own = ['window', 'checklist', 'deploy', 'verify', 'watch', 'rollback', 'announce'] as const;
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
  const window = value.window === undefined ? undefined : readWindow(section('window'));
  const watch = value.watch === undefined ? undefined : readWatch({ ...section('watch'), sources });
  const deploy = value.deploy === undefined ? undefined : readDeploy(section('deploy'));
  const rollback = value.rollback === undefined ? undefined : readRollback(section('rollback'));
  const checklist = readChecklist({ ...section('checklist'), nameable, checklistKinds });
  const verify = readSteps({ ...section('verify'), variables: deployVariables });
  const { notifierKinds, people, mail, hasMail } = written;
  const announce = readAnnounce({ ...section('announce'), notifierKinds, people, mail, hasMail });
  if (watch === undefined) return undefined;
  return {
    name,
    ...(window === undefined ? {} : { window }),
    checklist: withRehearsal(checklist, rollback),
    ...(deploy === undefined ? {} : { deploy }),
    verify,
    watch,
    ...(rollback === undefined ? {} : { rollback }),
    ...(announce.length > 0 && { announce }),
    dashboards: fields.dashboards ?? {},
  };
}

function readDeploy({ value, path, workflows, stepKinds, report }: Section): EnvironmentPlan['deploy'] {
  const fields = readFields(deployInput, { value, path, report }, ['steps']);
  if (fields === undefined || !isMapping(value)) return undefined;
  const { from, to } = fields;
  const steps = readNeededSteps({ value: value.steps, path, workflows, stepKinds, report }, deployVariables);
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), steps };
}
