import type { Store } from '../ports/store.ts';
import { hasTouched, isBusy } from './at-work.ts';
import type { Deployments } from './handle.ts';

/** Takes up what earlier processes left running: their runners get the usual time to be heard again. */
export async function resumeDeployments(
  store: Store,
  environments: readonly string[],
  deployments: Deployments,
): Promise<void> {
  for (const environment of environments) {
    const newest = await store.deployments({ environment, limit: 20 });
    for (const deployment of newest.filter(isBusy)) deployments.adopt(deployment);
    // An offer that the process before did not come to make.
    const [current] = newest.filter(hasTouched);
    if (current !== undefined) await deployments.offerRollback(current.id);
  }
}
