import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import type { Version } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Git } from '../ports/git.ts';
import { type Ending, endingOf, failed } from './ending.ts';
import { forServices } from './for-services.ts';
import { stepsOfRollback } from './planned-steps.ts';
import { changedFilesInTheWay } from './propose-deploy.ts';
import { migrationsBetween } from './rollback-readiness.ts';
import { findRollbackTarget, missingScripts } from './rollback-target.ts';
import type { Target } from './runner-event.ts';
import type { RunnerTools } from './session.ts';

/** What a rollback would do; nothing is done yet. */
export interface RollbackProposal {
  readonly preview: RunnerPreview;
  readonly target: Target;
  readonly deployment: string;
  /** Why the daemon would recommend it, if it does. */
  readonly because: readonly string[];
  /** What the deployment brought, of a release that has several. */
  readonly services?: readonly string[];
}

/** Finds where a rollback goes, and every reason why it cannot. */
export async function proposeRollback(
  environment: EnvironmentPlan,
  tools: Pick<RunnerTools, 'git' | 'daemon' | 'folder'>,
): Promise<RollbackProposal | Ending> {
  const { git } = tools;
  const { rollback } = environment;
  if (rollback === undefined) {
    const hint = 'Add `rollback: { steps: [ … ] }` to the environment.';
    return failed(`The plan does not say how ${environment.name} is rolled back.`, hint);
  }
  const now = await whatRuns(environment, tools);
  if ('type' in now) return now;
  const { deployment: current, lastStable, rolledBack, verdict } = now;
  const target = await findRollbackTarget({
    environment: environment.name,
    rollback,
    current: current.commit,
    git,
    ...(lastStable !== undefined && { lastStable }),
    ...(rolledBack !== undefined && { rolledBack }),
  });
  if ('none' in target) return failed(`There is nothing to roll back to: ${target.none}.`);
  const [script] = await missingScripts(forServices(environment, current.services).rollback ?? rollback, target, git);
  if (script !== undefined) return failed(`${target.ref} has no ${script}, which the rollback would run.`);
  const known = (await git.resolve(current.commit)) !== undefined;
  const commits = known ? await git.commitsBetween(target.commit, current.commit) : [];
  return {
    target,
    deployment: current.id,
    ...(current.services && { services: current.services }),
    because: verdict.because,
    preview: {
      environment: environment.name,
      version: current.version,
      commit: current.commit,
      steps: stepsOfRollback(forServices(environment, current.services), { ...target }),
      target: { ...target },
      commits: commits.map(({ subject }) => subject),
      warnings: known
        ? [...(await migrationWarnings(environment, target, current, git))]
        : [`This checkout does not know ${current.commit.slice(0, 7)}: what is undone cannot be listed.`],
    },
  };
}

/** Nobody is held up on the way back, but whoever goes it should know. */
async function migrationWarnings(
  { rollback }: EnvironmentPlan,
  target: Target,
  current: Version,
  git: Git,
): Promise<readonly string[]> {
  if (rollback?.migrations === undefined) return [];
  const { state, because } = await migrationsBetween(rollback.migrations.folder, target, current, git);
  return state === 'passed' ? [] : [`Migrations since ${target.version}: ${because}.`];
}

/** What is deployed now, in a checkout that is ready for steps. */
export async function whatRuns(
  { name }: EnvironmentPlan,
  { git, daemon, folder }: Pick<RunnerTools, 'git' | 'daemon' | 'folder'>,
): Promise<(EnvironmentView & { readonly deployment: NonNullable<EnvironmentView['deployment']> }) | Ending> {
  if (!(await git.isCheckout())) return failed(`${folder} is not a git checkout.`);
  const changed = await changedFilesInTheWay(git, true);
  if (changed !== undefined) return changed;
  const got = await daemon.client.environment({ environment: name });
  if (!got.ok) return endingOf(got.failure);
  const { deployment } = got.value;
  return deployment === undefined ? failed(`Nothing has been deployed to ${name} yet.`) : { ...got.value, deployment };
}
