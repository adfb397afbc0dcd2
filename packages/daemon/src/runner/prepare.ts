import type { DeploymentView } from '@daywatch/shared/api/views.ts';
import { millis } from '@daywatch/shared/vocabulary/time.ts';
import type { DeployOrder } from './deploy-order.ts';
import { type Ending, endingOf } from './ending.ts';
import { forServices } from './for-services.ts';
import { makePlanKnown } from './make-plan-known.ts';
import { lookAtOwnItems } from './preflight.ts';
import { proposeDeploy, requestOf } from './propose-deploy.ts';
import { openSession, type RunnerTools } from './session.ts';

export interface PrepareOrder
  extends Pick<DeployOrder, 'plan' | 'planText' | 'planFile' | 'environment' | 'services' | 'id'> {
  /** Whether the runner looks at its items of the checklist now. */
  readonly check: boolean;
}

export type Prepared = { readonly prepared: DeploymentView; readonly warnings: readonly string[] } | Ending;

/** What `daywatch prepare` does: plans the deployment of the commit that would be deployed; nothing is deployed. */
export async function prepare(order: PrepareOrder, tools: RunnerTools): Promise<Prepared> {
  const { plan, check, services = plan.services } = order;
  const environment = forServices(order.environment, services);
  const { client } = tools.daemon;
  const proposal = await proposeDeploy(environment, tools);
  if ('type' in proposal) return proposal;
  const { version, registered, lastStable, rolledBack, planned, preview } = proposal;
  const unknown = await makePlanKnown(order, registered, tools);
  if (unknown !== undefined) return unknown;
  const got = await client.prepareDeployment({
    environment: environment.name,
    body: requestOf({ id: planned ?? order.id, plan, proposal, ...(services && { services }) }),
  });
  if (!got.ok) return endingOf(got.failure);
  const { deployment, runnerToken } = got.value;
  if (check) {
    const resume = `daywatch prepare ${environment.name} --check`;
    const session = openSession({ deployment: deployment.id, runnerToken, passed: new Set(), resume, tools });
    const variables = { ...version, ref: environment.deploy?.from ?? version.commit };
    const ending = await session.end(async () => {
      const patience = millis(0);
      await lookAtOwnItems({
        plan: environment,
        version,
        ...(lastStable && { lastStable }),
        ...(rolledBack && { rolledBack }),
        variables,
        patience,
        session,
        tools,
      });
      return undefined;
    });
    if (ending.type !== 'done') return ending;
  }
  const looked = await client.lookAtChecklist({ deployment: deployment.id });
  return looked.ok ? { prepared: looked.value, warnings: preview.warnings } : endingOf(looked.failure);
}
