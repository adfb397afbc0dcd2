import type { Deployment, RollbackAttempt } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';

/** All attempts with the one that begins now. It is automatic when the runner that asks took the daemon's offer. */
export function attemptBegun(
  { rollbackAttempts = [], automaticRollback }: Deployment,
  by: string,
  at: string,
): readonly RollbackAttempt[] {
  const isAutomatic =
    automaticRollback?.taken !== undefined && !rollbackAttempts.some(({ automatic }) => automatic === true);
  return [...rollbackAttempts, { at, by, ...(isAutomatic && { automatic: true as const }) }];
}

export const attemptEnded = (
  { rollbackAttempts = [] }: Deployment,
  at: string,
): Pick<Deployment, 'rollbackAttempts'> => ({
  rollbackAttempts: rollbackAttempts.map((attempt, place) =>
    place === rollbackAttempts.length - 1 ? { ...attempt, endedAt: at } : attempt,
  ),
});

export function recoveryWatch(
  { rollback }: Deployment,
  event: Extract<DeploymentEvent, { type: 'rollback-watch-started' | 'rollback-watch-ended' }>,
  at: string,
): Pick<Deployment, 'rollback'> {
  if (rollback === undefined) return {};
  if (event.type === 'rollback-watch-started') {
    return { rollback: { ...rollback, watch: { startedAt: at, for: event.for, first: event.first } } };
  }
  if (rollback.watch === undefined) return { rollback };
  const { outcome, because } = event;
  return { rollback: { ...rollback, watch: { ...rollback.watch, ended: { at, outcome, because } } } };
}
