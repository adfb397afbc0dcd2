import type { DeploymentView } from '@daywatch/shared/api/views.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';

/** What a deployment waits for, has run over, and left behind. */
export function afterViews({
  phase,
  waitsForDecision,
  overruns,
  aftermath,
}: Deployment): Pick<DeploymentView, 'waitsForDecision' | 'overruns' | 'ticket' | 'nextWindow'> {
  const { ticket, nextWindow } = aftermath ?? {};
  return {
    // A rollback, or a newer version, is an answer too.
    ...(waitsForDecision !== undefined &&
      phase === 'watching' && {
        waitsForDecision: { since: waitsForDecision.since, because: [...waitsForDecision.because] },
      }),
    ...(overruns && { overruns: overruns.map((overrun) => ({ ...overrun })) }),
    ...(ticket && { ticket: { ...ticket } }),
    ...(nextWindow && { nextWindow: { ...nextWindow } }),
  };
}
