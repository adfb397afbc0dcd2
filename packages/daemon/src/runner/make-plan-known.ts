import type { DeployOrder } from './deploy-order.ts';
import { type Ending, endingOf } from './ending.ts';
import type { RunnerTools } from './session.ts';

/** The daemon goes by the plan that stands here: it is told of one that it does not have. */
export async function makePlanKnown(
  { plan, planText, planFile, environment }: Pick<DeployOrder, 'plan' | 'planText' | 'planFile' | 'environment'>,
  registered: string | undefined,
  { daemon }: Pick<RunnerTools, 'daemon'>,
): Promise<Ending | undefined> {
  if (registered === plan.hash) return undefined;
  const body = { text: planText, file: planFile };
  const known = await daemon.client.registerPlan({ environment: environment.name, body });
  return known.ok ? undefined : endingOf(known.failure);
}
