import type { DeploymentRequest } from '@daywatch/shared/api/requests.ts';
import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { overrideWords } from '@daywatch/shared/present/override-words.ts';
import type { Version } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Git } from '../ports/git.ts';
import { closedWindow, isWindowOverridden } from '../window/closed-window.ts';
import { type Ending, endingOf, failed } from './ending.ts';
import { stepsOfDeploy } from './planned-steps.ts';
import { type ReadinessCheck, rollbackReadiness } from './rollback-readiness.ts';
import type { Target } from './runner-event.ts';
import type { RunnerTools } from './session.ts';
import { isGitStep } from './step-command.ts';
import { versionAt } from './version-at.ts';

/** What a deployment would do; nothing is done yet. */
export interface DeployProposal {
  readonly preview: RunnerPreview;
  readonly version: Version;
  readonly target?: Target;
  /** The plan that the daemon goes by. */
  readonly registered?: string;
  /** The deployment that was prepared and waits to be taken up. */
  readonly planned?: string;
  readonly lastStable?: Version;
  /** Commits that were rolled back: nothing goes back to them. */
  readonly rolledBack?: readonly string[];
}

/** A lead may have said beforehand why it is right all the same. */
function notTheTime(closed: string, planned: EnvironmentView['planned']): string {
  const override = planned?.overrides?.find((one) => isWindowOverridden({ overrides: [one] }));
  if (override === undefined) return `It is not the time to deploy: ${closed}.`;
  return `It is not the time to deploy (${closed}), but ${overrideWords(override)}.`;
}

/** Looks at the checkout and asks the daemon what is there now. */
export async function proposeDeploy(
  environment: EnvironmentPlan,
  tools: Pick<RunnerTools, 'git' | 'daemon' | 'folder' | 'clock'>,
): Promise<DeployProposal | Ending> {
  const { git, daemon } = tools;
  const found = await commitToDeploy(environment, tools);
  if (typeof found !== 'string') return found;
  const { deploy, name } = environment;
  const changed = await changedFilesInTheWay(git, deploy?.steps.some(isGitStep) === true);
  if (changed !== undefined) return changed;
  const got = await daemon.client.environment({ environment: name });
  // The first deployment of an environment makes it known.
  if (!got.ok && !(got.failure.type === 'refused' && got.failure.problem.code === 'unknown-environment')) {
    return endingOf(got.failure);
  }
  const now = got.ok ? got.value : undefined;
  const version = await versionAt(found, git);
  const { target, warnings } = await rehearseRollback(environment, version, now, git);
  const left = await leftOut(environment, git);
  const closed = closedWindow(environment.window, tools.clock.now());
  const before = deploy?.to ?? now?.deployment?.commit;
  const commits = before === undefined ? [] : await git.commitsBetween(before, found);
  return {
    version,
    ...(target !== undefined && { target }),
    ...(now !== undefined && { registered: now.planHash }),
    ...(now?.planned && { planned: now.planned.id }),
    ...(now?.lastStable && { lastStable: { version: now.lastStable.version, commit: now.lastStable.commit } }),
    ...(now?.rolledBack && { rolledBack: now.rolledBack }),
    preview: {
      environment: name,
      ...version,
      steps: stepsOfDeploy(environment, { ...version, ref: deploy?.from ?? found }),
      ...(target !== undefined && { target }),
      commits: commits.map(({ subject }) => subject),
      warnings: [
        ...(closed === undefined ? [] : [notTheTime(closed, now?.planned)]),
        ...wouldVoid(now?.planned, found),
        ...left,
        ...warnings,
      ],
    },
  };
}

/** Another commit than the one that people have signed for. */
function wouldVoid(planned: EnvironmentView['planned'], commit: string): readonly string[] {
  const signed = planned?.checklist.filter((item) => item.signed !== undefined).length ?? 0;
  if (planned === undefined || planned.commit === commit || signed === 0) return [];
  const [before, now] = [planned.commit, commit].map((one) => one.slice(0, 7));
  return [
    `${before} was planned, and this is ${now}: ${signed === 1 ? 'its sign-off' : `its ${signed} sign-offs`} will be void.`,
  ];
}

/** What the daemon is asked for. */
export const requestOf = ({
  id,
  plan,
  services,
  proposal: { version, preview, target },
}: {
  readonly id: string;
  readonly plan: Plan;
  /** Those that are deployed, of a release that has several. */
  readonly services?: readonly string[];
  readonly proposal: DeployProposal;
}): DeploymentRequest => ({
  id,
  service: plan.service,
  ...(services !== undefined && { services: [...services] }),
  version,
  planHash: plan.hash,
  steps: preview.steps,
  ...(target !== undefined && { rollbackTarget: { version: target.version, commit: target.commit } }),
});

/** What a person may believe to be in the version although it is not. */
async function leftOut({ deploy }: EnvironmentPlan, git: Git): Promise<readonly string[]> {
  const { from, to } = deploy ?? {};
  if (from === undefined) return [];
  const upstream = `${from}@{upstream}`;
  const behind = (await git.resolve(upstream)) === undefined ? [] : await git.commitsBetween(from, upstream);
  const ahead = to === undefined ? [] : await git.commitsBetween(from, to, { merges: false });
  return [
    ...(behind.length === 0
      ? []
      : [`${from} is behind its upstream by ${counted(behind)}: to deploy that too, git pull there first.`]),
    // The version is the commit of `from`: going back to it later would lose them.
    ...(ahead.length === 0
      ? []
      : [`${to} has ${counted(ahead)} that ${from} has not: nobody has tried the two together. Merge ${to} into it.`]),
  ];
}

const counted = (commits: readonly { readonly subject: string }[]): string =>
  `${commits.length} ${commits.length === 1 ? 'commit' : 'commits'} (${commits[0]?.subject}${commits.length > 1 ? ', …' : ''})`;

/** The commit that the plan deploys, in full. */
export async function commitToDeploy(
  { deploy, name }: EnvironmentPlan,
  { git, folder }: Pick<RunnerTools, 'git' | 'folder'>,
): Promise<string | Ending> {
  if (deploy === undefined) {
    return failed(
      `The plan does not say how ${name} is deployed.`,
      'Add `deploy: { steps: [ … ] }` to the environment.',
    );
  }
  if (!(await git.isCheckout())) return failed(`${folder} is not a git checkout, so nobody can tell what is deployed.`);
  const { from } = deploy;
  const commit = await git.resolve(from ?? 'HEAD');
  if (commit !== undefined) return commit;
  return from === undefined
    ? failed('There is no commit to deploy yet.')
    : failed(`"${from}" is not a branch or a commit of this checkout.`, `Try: git fetch origin ${from}:${from}`);
}

/** Changes that nobody has committed would travel with a merge or stop it. */
export async function changedFilesInTheWay(git: Git, matters: boolean): Promise<Ending | undefined> {
  const changed = matters ? await git.changedFiles() : [];
  if (changed.length === 0) return undefined;
  const some = changed.slice(0, 5).join(', ');
  const more = changed.length > 5 ? ` and ${changed.length - 5} more` : '';
  return failed(
    `The checkout has changes that are not committed: ${some}${more}.`,
    'Commit them, or put them aside: git stash',
  );
}

/** A rollback that would not work is told before the push, when it can still be mended. */
async function rehearseRollback(
  environment: EnvironmentPlan,
  version: Version,
  now: Pick<EnvironmentView, 'lastStable' | 'rolledBack'> | undefined,
  git: Git,
): Promise<{ readonly target?: Target; readonly warnings: readonly string[] }> {
  if (environment.rollback === undefined) return { warnings: [] };
  const { target, checks } = await rollbackReadiness({
    plan: environment,
    version,
    git,
    ...(now?.lastStable && { lastStable: now.lastStable }),
    ...(now?.rolledBack && { rolledBack: now.rolledBack }),
  });
  const warnings = checks.flatMap(({ check, state, because }) =>
    state === 'passed' ? [] : [`${warningOf(check, state)}: ${because}.`],
  );
  return { warnings, ...(target !== undefined && { target }) };
}

function warningOf(check: ReadinessCheck['check'], state: ReadinessCheck['state']): string {
  if (check === 'target') return 'A rollback would not be possible';
  if (check === 'migrations')
    return state === 'failed' ? 'A rollback would break things' : 'A rollback may break things';
  return 'A rollback would fail';
}
