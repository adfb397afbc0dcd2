import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Refusal } from '../problems.ts';
import { isWindowOverridden } from '../window/closed-window.ts';

/** Nothing is touched while the window is closed; `closed` says why it is. */
export function windowDoor(
  state: Pick<Deployment, 'environment' | 'id' | 'overrides'>,
  closed: string | undefined,
): Refusal | undefined {
  if (closed === undefined || isWindowOverridden(state)) return undefined;
  return {
    code: 'window-closed',
    detail: `It is not the time to deploy to ${state.environment}: ${closed}.`,
    hint: `Wait for it, or let a lead override it: daywatch override window --environment ${state.environment} --reason WHY.`,
  };
}
