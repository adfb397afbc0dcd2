import type { Version } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { Begun, DeployOrder } from './deploy-order.ts';
import { type Ending, endingOf, failed } from './ending.ts';
import { forServices } from './for-services.ts';
import { makePlanKnown } from './make-plan-known.ts';
import { otherThanExpected } from './other-than-expected.ts';
import { commitToDeploy, proposeDeploy, requestOf } from './propose-deploy.ts';
import type { RunnerTools } from './session.ts';

/** Asks the person, makes the plan known, and asks the daemon for the deployment. */
export async function beginDeployment(order: DeployOrder, tools: RunnerTools): Promise<Begun | Ending> {
  const { plan, services = plan.services } = order;
  const environment = forServices(order.environment, services);
  const { client } = tools.daemon;
  const proposal = await proposeDeploy(environment, tools);
  if ('type' in proposal) return proposal;
  const { preview, version, target, registered, planned, lastStable, rolledBack } = proposal;
  const other = otherThanExpected(order.expected, version, `daywatch deploy ${environment.name}`);
  if (other !== undefined) return other;
  if (!(await order.confirm(preview))) return failed('Nothing was deployed.');
  const unknown = await makePlanKnown(order, registered, tools);
  if (unknown !== undefined) return unknown;
  const got = await client.beginDeployment({
    environment: environment.name,
    body: {
      // What was prepared is taken up: its id and its record go on.
      ...requestOf({ id: planned ?? order.id, plan, proposal, ...(services && { services }) }),
      ...(order.override !== undefined && { override: order.override }),
    },
  });
  if (!got.ok) return endingOf(got.failure);
  const { deployment, runnerToken } = got.value;
  tellBegun(order, deployment.id, version, target, tools);
  for (const text of preview.warnings) tools.tell({ type: 'warning', text });
  return {
    deployment,
    runnerToken,
    version,
    from: 'preflight',
    ...(lastStable && { lastStable }),
    ...(rolledBack && { rolledBack }),
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
  if (order.override !== undefined) {
    const body = { what: 'everything', reason: order.override };
    const overridden = await client.override({ deployment: id, body });
    if (!overridden.ok) return endingOf(overridden.failure);
  }
  const version = { version: before.version, commit: before.commit };
  const now = await client.environment({ environment: environment.name });
  const { lastStable, rolledBack } = now.ok ? now.value : {};
  tellBegun(order, id, version, before.rollbackTarget, tools);
  return {
    deployment,
    runnerToken,
    version,
    from: deployment.runnerPhase ?? 'preflight',
    ...(lastStable && { lastStable }),
    ...(rolledBack && { rolledBack }),
  };
}

function tellBegun(
  order: DeployOrder,
  deployment: string,
  version: Version,
  target: Version | undefined,
  { tell }: RunnerTools,
): void {
  tell({
    type: 'begun',
    what: 'deploy',
    service: order.plan.service,
    environment: order.environment.name,
    version,
    deployment,
    resumed: order.resume,
    ...(target !== undefined && { target: { version: target.version, commit: target.commit } }),
  });
}
