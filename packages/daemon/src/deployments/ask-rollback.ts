import type { Deployment, DeploymentEvent, Phase } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Refusal } from '../problems.ts';

const askFrom: readonly Phase[] = ['watching', 'succeeded', 'failed', 'interrupted'];

/** Somebody who may not begin a rollback, an agent for instance, asks the people for one. Nothing begins. Pure. */
export function askRollback(
  { reason }: { readonly reason: string },
  state: Deployment,
): { readonly events: readonly DeploymentEvent[] } | { readonly refused: Refusal } {
  const { id, environment, phase, rollback, rollbackAsked } = state;
  if (!askFrom.includes(phase) || rollback !== undefined) {
    const detail = `Deployment ${id} of ${environment} is ${phase}: nobody can be asked to roll it back now.`;
    return { refused: { code: 'wrong-phase', detail } };
  }
  // One question at a time: who asks again with the same words has not been heard yet.
  if (rollbackAsked?.reason === reason) return { events: [] };
  return { events: [{ type: 'rollback-asked', reason }] };
}
