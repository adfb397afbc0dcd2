import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { Refusal } from '../problems.ts';

/** What follows from a command: events, or why not. */
export type Decision = { readonly events: readonly DeploymentEvent[] } | { readonly refused: Refusal };

export const nothing: Decision = { events: [] };
export const refuse = (refused: Refusal): Decision => ({ refused });

/** `what`: "resume it", "decide about it". */
export const wrongPhase = (
  { id, environment, phase }: Pick<Deployment, 'id' | 'environment' | 'phase'>,
  what: string,
  hint?: string,
): Decision =>
  refuse({
    code: 'wrong-phase',
    detail: `Deployment ${id} of ${environment} is ${phase}: one cannot ${what} now.`,
    ...(hint !== undefined && { hint }),
  });
