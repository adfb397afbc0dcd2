import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Phase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { Decision } from './decision.ts';

const askFrom: readonly Phase[] = ['watching', 'succeeded', 'failed', 'interrupted'];

/** Somebody who may not begin a rollback, an agent for instance, asks the people for one. Nothing begins. Pure. */
export function askRollback({ reason }: { readonly reason: string }, state: Deployment): Decision {
  const { id, environment, phase, rollback, rollbackAsked } = state;
  if (!askFrom.includes(phase) || rollback !== undefined) {
    const detail = `Deployment ${id} of ${environment} is ${phase}: nobody can be asked to roll it back now.`;
    return { refused: { code: 'wrong-phase', detail } };
  }
  // One question at a time: who asks again with the same words has not been heard yet.
  if (rollbackAsked?.reason === reason) return { events: [] };
  return { events: [{ type: 'rollback-asked', reason }] };
}
