import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Refusal } from '../problems.ts';

/** Other deployments of the same environment that stand in the way. */
export interface Others {
  /** A runner is at work on it. */
  readonly busy?: Deployment;
  /** It came later and has changed the environment: what this deployment brought is not what runs. */
  readonly newer?: Deployment;
}

/** Why they do not let one `what`: "resume it". */
export function inTheWay({ busy, newer }: Others, state: Deployment, what: string): Refusal | undefined {
  if (busy !== undefined) return environmentBusy(busy);
  if (newer === undefined) return undefined;
  return {
    code: 'wrong-phase',
    detail: `${newer.version.version} came to ${newer.environment} after ${state.version.version}: one cannot ${what} any more.`,
    hint: `Look at deployment ${newer.id}.`,
  };
}

export function environmentBusy(busy: Deployment): Refusal {
  const doing = busy.phase === 'rolling-back' ? 'rolled back' : 'deployed';
  return {
    code: 'environment-busy',
    detail: `${busy.environment} is being ${doing} by ${busy.rollback?.requestedBy ?? busy.deployedBy} (${busy.version.version}).`,
    hint: 'Wait for it, or end its runner with Ctrl-C first.',
  };
}
