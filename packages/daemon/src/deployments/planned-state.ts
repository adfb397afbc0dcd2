import type { Deployment, StepState } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';

type Event<Type extends DeploymentEvent['type']> = Extract<DeploymentEvent, { type: Type }>;

/** It was prepared, and no runner is at work on it: nothing runs. */
export const waitsForRunner = ({ phase, prepared }: Pick<Deployment, 'phase' | 'prepared'>): boolean =>
  phase === 'planned' && prepared?.state === 'waiting';

export function replanned({
  version,
  planHash,
  steps,
  services,
  rollbackTarget,
}: Event<'replanned'>): Partial<Deployment> {
  return {
    planHash,
    // What was found was found of another commit, or asked by another plan.
    checks: {},
    // Asked for as a whole: no services are all of them, and no target is none. Else only the plan is another.
    ...(version && { version, services, rollbackTarget }),
    ...(steps && { steps: steps.map(asWaiting) }),
  };
}

export function takenUp(
  { prepared, requestedAt }: Deployment,
  { steps, rollbackTarget }: Event<'taken-up'>,
  by: string,
): Partial<Deployment> {
  return {
    deployedBy: by,
    prepared: { by, at: requestedAt, ...prepared, state: 'taken-up' },
    // Everything is looked at again, now that it counts.
    checks: {},
    steps: steps.map(asWaiting),
    ...(rollbackTarget && { rollbackTarget }),
  };
}

/** What was prepared is not lost because its checklist was not fulfilled: it waits for the next runner. */
export function backToPlanned(
  { prepared, phase }: Deployment,
  because: string,
): Pick<Deployment, 'phase' | 'prepared'> | undefined {
  if (prepared === undefined || (phase !== 'planned' && phase !== 'preflight')) return undefined;
  return { phase: 'planned', prepared: { ...prepared, state: 'waiting', lastAttempt: because } };
}

const asWaiting = ({ phase, id, title }: Pick<StepState, 'phase' | 'id' | 'title'>): StepState => ({
  phase,
  id,
  title,
  state: 'waiting',
});
