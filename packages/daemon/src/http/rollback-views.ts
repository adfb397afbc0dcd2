import type { DeploymentView } from '@daywatch/shared/api/views.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { type Instant, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { openOffer } from '../deployments/rollback-rules.ts';

/** All that is shown of a deployment's way back: offered, taken, watched. */
export function rollbackViews(
  deployment: Deployment,
  now: Instant,
): Pick<DeploymentView, 'rollback' | 'rollbackAsked' | 'automaticRollback' | 'tag'> {
  const { rollback, rollbackAsked, automaticRollback, tag } = deployment;
  const open = openOffer(deployment, now);
  return {
    ...(rollback && { rollback: rollbackView(rollback) }),
    ...(rollbackAsked && { rollbackAsked: { ...rollbackAsked } }),
    ...(automaticRollback && {
      automaticRollback: {
        offeredAt: automaticRollback.offeredAt,
        because: [...automaticRollback.because],
        ...(open && { openUntil: rfc3339(open.until) }),
        ...(automaticRollback.taken && { taken: { ...automaticRollback.taken } }),
      },
    }),
    ...(tag && { tag: { ...tag } }),
  };
}

function rollbackView({
  failing: _,
  watch,
  ...facts
}: NonNullable<Deployment['rollback']>): NonNullable<DeploymentView['rollback']> {
  if (watch === undefined) return facts;
  const { ended, first, ...begun } = watch;
  return {
    ...facts,
    watch: { ...begun, first: [...first], ...(ended && { ended: { ...ended, because: [...ended.because] } }) },
  };
}
