import type { EnvironmentView } from '@daywatch/shared/api/views.ts';

/** Why there is nothing to roll back any more, or not what a notification was about; `undefined` when there is. Pure. */
export function nothingToRollBack({ name, deployment }: EnvironmentView, recommendedFor?: string): string | undefined {
  if (deployment === undefined) return `Nothing has been deployed to ${name} yet.`;
  const { id, phase, version, rollback } = deployment;
  if (recommendedFor !== undefined && recommendedFor !== id)
    return `The recommendation was for an earlier deployment; ${version} is on ${name} by now.`;
  if (phase === 'rolling-back') return `${name} is being rolled back already.`;
  if (phase === 'rolled-back')
    return `${name} was rolled back already, to ${rollback?.target.version ?? 'what was before'}.`;
  return undefined;
}
