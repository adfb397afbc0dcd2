import type { Client } from '@daywatch/shared/client/client.ts';
import type { Version } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Begun, DeployOrder } from './deploy.ts';
import { type Ending, endingOf, failed } from './ending.ts';
import type { Git } from './git.ts';
import { stepsOfDeploy } from './planned-steps.ts';
import { findRollbackTarget, missingScripts } from './rollback-target.ts';
import type { Target } from './runner-event.ts';
import type { RunnerTools } from './session.ts';
import { isGitStep } from './step-command.ts';
import { versionAt } from './version-at.ts';

/** Looks at the checkout, makes the plan known, and asks the daemon for the deployment. */
export async function beginDeployment(order: DeployOrder, tools: RunnerTools): Promise<Begun | Ending> {
  const { environment } = order;
  const { git } = tools;
  if (environment.deploy === undefined) {
    return failed(
      `The plan does not say how ${environment.name} is deployed.`,
      'Add `deploy: { steps: [ … ] }` to the environment.',
    );
  }
  const { from, steps } = environment.deploy;
  if (!(await git.isCheckout()))
    return failed(`${tools.folder} is not a git checkout, so nobody can tell what is deployed.`);
  const commit = await git.resolve(from ?? 'HEAD');
  if (commit === undefined) {
    return from === undefined
      ? failed('There is no commit to deploy yet.')
      : failed(`"${from}" is not a branch or a commit of this checkout.`, `Try: git fetch origin ${from}:${from}`);
  }
  if (order.resume) return resumeDeployment(order, commit, tools);
  const changed = await changedFilesInTheWay(git, steps.some(isGitStep));
  if (changed !== undefined) return changed;

  const known = await makePlanKnown(order, tools.daemon.client);
  if ('type' in known) return known;
  const version = await versionAt(commit, git);
  const target = await rehearseRollback(order, version, known.lastStable, tools);
  const variables = { ...version, ref: from ?? commit };
  const got = await tools.daemon.client.beginDeployment({
    environment: environment.name,
    body: {
      id: order.id,
      service: order.plan.service,
      version,
      planHash: order.plan.hash,
      steps: stepsOfDeploy(environment, variables),
      ...(target !== undefined && { rollbackTarget: { version: target.version, commit: target.commit } }),
      ...(order.override !== undefined && { override: order.override }),
    },
  });
  if (!got.ok) return endingOf(got.failure);
  tellBegun(order, version, target, tools);
  return {
    deployment: got.value.deployment,
    runnerToken: got.value.runnerToken,
    version,
    from: 'preflight',
    ...(order.override !== undefined && { override: order.override }),
  };
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

async function makePlanKnown(
  { plan, planText, planFile, environment }: DeployOrder,
  client: Pick<Client, 'environment' | 'registerPlan'>,
): Promise<{ readonly lastStable?: Version } | Ending> {
  const got = await client.environment({ environment: environment.name });
  if (!got.ok && !(got.failure.type === 'refused' && got.failure.problem.code === 'unknown-environment')) {
    return endingOf(got.failure);
  }
  if (!got.ok || got.value.planHash !== plan.hash) {
    const registered = await client.registerPlan({
      environment: environment.name,
      body: { text: planText, file: planFile },
    });
    if (!registered.ok) return endingOf(registered.failure);
  }
  return got.ok && got.value.lastStable !== undefined ? { lastStable: got.value.lastStable } : {};
}

/** A rollback that would not work is told before the push, when it can still be mended. */
async function rehearseRollback(
  { environment: { rollback } }: DeployOrder,
  version: Version,
  lastStable: Version | undefined,
  { git, tell }: RunnerTools,
): Promise<Target | undefined> {
  if (rollback === undefined) return undefined;
  const target = await findRollbackTarget({
    rollback,
    current: version.commit,
    git,
    ...(lastStable !== undefined && { lastStable }),
  });
  if ('none' in target) {
    tell({ type: 'warning', text: `A rollback would not be possible: ${target.none}.` });
    return undefined;
  }
  for (const script of await missingScripts(rollback, target, git)) {
    tell({ type: 'warning', text: `A rollback would fail: ${target.ref} has no ${script}.` });
  }
  return target;
}

async function resumeDeployment(order: DeployOrder, commit: string, tools: RunnerTools): Promise<Begun | Ending> {
  const { id, plan, environment } = order;
  const got = await tools.daemon.client.deployment({ deployment: id });
  if (!got.ok) return endingOf(got.failure);
  const { version, planHash, events, rollbackTarget } = got.value;
  const again = `Deploy anew: daywatch deploy ${environment.name}`;
  if (got.value.environment !== environment.name)
    return failed(`${id} is a deployment of ${got.value.environment}, not of ${environment.name}.`);
  if (planHash !== plan.hash) return failed('The plan is not the one with which this deployment began.', again);
  // Without a branch to deploy, its own steps may have moved the checkout on.
  if (environment.deploy?.from !== undefined && got.value.commit !== commit) {
    return failed(
      `${environment.deploy.from} has moved on since this deployment began (${got.value.commit.slice(0, 7)}).`,
      again,
    );
  }
  const resumed = await tools.daemon.client.resumeDeployment({ deployment: id });
  if (!resumed.ok) return endingOf(resumed.failure);
  const { deployment, runnerToken } = resumed.value;
  const override =
    order.override ?? events.flatMap(({ event }) => (event.type === 'requested' ? [event.override] : []))[0];
  tellBegun(order, { version, commit: got.value.commit }, rollbackTarget, tools);
  return {
    deployment,
    runnerToken,
    version: { version, commit: got.value.commit },
    from: deployment.runnerPhase ?? 'preflight',
    ...(override !== undefined && { override }),
  };
}

function tellBegun(order: DeployOrder, version: Version, target: Version | undefined, { tell }: RunnerTools): void {
  tell({
    type: 'begun',
    what: 'deploy',
    service: order.plan.service,
    environment: order.environment.name,
    version,
    deployment: order.id,
    resumed: order.resume,
    ...(target !== undefined && { target: { version: target.version, commit: target.commit } }),
  });
}
