import type { Version } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Begun, DeployOrder } from './deploy-order.ts';
import { type Ending, endingOf, failed } from './ending.ts';
import { commitToDeploy, proposeDeploy } from './propose-deploy.ts';
import type { RunnerTools } from './session.ts';

/** Asks the person, makes the plan known, and asks the daemon for the deployment. */
export async function beginDeployment(order: DeployOrder, tools: RunnerTools): Promise<Begun | Ending> {
  const { environment, plan } = order;
  const { client } = tools.daemon;
  const proposal = await proposeDeploy(environment, tools);
  if ('type' in proposal) return proposal;
  const { preview, version, target, registered } = proposal;
  if (!(await order.confirm(preview))) return failed('Nothing was deployed.');
  if (registered !== plan.hash) {
    const body = { text: order.planText, file: order.planFile };
    const known = await client.registerPlan({ environment: environment.name, body });
    if (!known.ok) return endingOf(known.failure);
  }
  const got = await client.beginDeployment({
    environment: environment.name,
    body: {
      id: order.id,
      service: plan.service,
      version,
      planHash: plan.hash,
      steps: preview.steps,
      ...(target !== undefined && { rollbackTarget: { version: target.version, commit: target.commit } }),
      ...(order.override !== undefined && { override: order.override }),
    },
  });
  if (!got.ok) return endingOf(got.failure);
  tellBegun(order, version, target, tools);
  for (const text of preview.warnings) tools.tell({ type: 'warning', text });
  return {
    deployment: got.value.deployment,
    runnerToken: got.value.runnerToken,
    version,
    from: 'preflight',
    ...(order.override !== undefined && { override: order.override }),
  };
}

/** Takes over a deployment whose runner was interrupted. */
export async function resumeDeployment(order: DeployOrder, tools: RunnerTools): Promise<Begun | Ending> {
  const { id, plan, environment } = order;
  const { client } = tools.daemon;
  const commit = await commitToDeploy(environment, tools);
  if (typeof commit !== 'string') return commit;
  const got = await client.deployment({ deployment: id });
  if (!got.ok) return endingOf(got.failure);
  const before = got.value;
  const again = `Deploy anew: daywatch deploy ${environment.name}`;
  if (before.environment !== environment.name) {
    return failed(`${id} is a deployment of ${before.environment}, not of ${environment.name}.`);
  }
  if (before.planHash !== plan.hash) return failed('The plan is not the one with which this deployment began.', again);
  // Without a branch to deploy, its own steps may have moved the checkout on.
  if (environment.deploy?.from !== undefined && before.commit !== commit) {
    const began = before.commit.slice(0, 7);
    return failed(`${environment.deploy.from} has moved on since this deployment began (${began}).`, again);
  }
  const resumed = await client.resumeDeployment({ deployment: id });
  if (!resumed.ok) return endingOf(resumed.failure);
  const { deployment, runnerToken } = resumed.value;
  const version = { version: before.version, commit: before.commit };
  const recorded = before.events.find(({ event }) => event.type === 'requested')?.event;
  const override = order.override ?? (recorded?.type === 'requested' ? recorded.override : undefined);
  tellBegun(order, version, before.rollbackTarget, tools);
  return {
    deployment,
    runnerToken,
    version,
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
