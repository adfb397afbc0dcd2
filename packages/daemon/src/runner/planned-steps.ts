import type { DeploymentView } from '@daywatch/shared/api/views.ts';
import type { PlannedStep, RunnerPhase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { stepKey } from './session.ts';
import { fillIn } from './step-command.ts';

type Titled = { readonly id: string; readonly title: string };
type Variables = Readonly<Record<string, string>>;

const planned = (phase: RunnerPhase, items: readonly Titled[], variables: Variables): PlannedStep[] =>
  items.map(({ id, title }) => ({ phase, id, title: fillIn(title, variables) }));

/** Everything that a deployment's runner will do, for the record and for whoever looks on. */
export const stepsOfDeploy = ({ checklist, deploy, verify }: EnvironmentPlan, variables: Variables): PlannedStep[] => [
  ...planned(
    'preflight',
    checklist.filter(({ by }) => by === 'runner'),
    variables,
  ),
  ...planned('deploying', deploy?.steps ?? [], variables),
  ...planned('verifying', verify, variables),
];

/** The same of a rollback. */
export const stepsOfRollback = ({ rollback, verify }: EnvironmentPlan, variables: Variables): PlannedStep[] => [
  ...planned('rolling-back', rollback?.steps ?? [], variables),
  ...planned('verifying-rollback', verify, variables),
];

/** What an earlier attempt has done. */
export const passedSteps = ({ steps }: Pick<DeploymentView, 'steps'>): ReadonlySet<string> =>
  new Set(steps.filter(({ state }) => state === 'passed').map(({ phase, id }) => stepKey(phase, id)));
