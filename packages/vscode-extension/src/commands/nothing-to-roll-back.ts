import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { t } from '@vscode/l10n';

/** Why there is nothing to roll back any more, or not what a notification was about; `undefined` when there is. Pure. */
export function nothingToRollBack({ name, deployment }: EnvironmentView, recommendedFor?: string): string | undefined {
  if (deployment === undefined) return t('Nothing has been deployed to {0} yet.', name);
  const { id, phase, version, rollback } = deployment;
  if (recommendedFor !== undefined && recommendedFor !== id)
    return t('The recommendation was for an earlier deployment; {0} is on {1} by now.', version, name);
  if (phase === 'rolling-back') return t('{0} is being rolled back already.', name);
  if (phase === 'rolled-back')
    return t('{0} was rolled back already, to {1}.', name, rollback?.target.version ?? t('what was before'));
  return undefined;
}
