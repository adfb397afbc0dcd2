import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { type Instant, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { hasTouched } from '../deployments/at-work.ts';
import type { Occasion } from '../ports/source.ts';

/** By the time until when a deploy must have finished for its readings to be judged. */
export type OccasionAt = (settled: Instant) => Occasion;

/** A deploy that has changed nothing yet is not what runs; one that finished after `settled` is not judged yet. */
export function occasionOf(deployment: Deployment | undefined): OccasionAt {
  if (deployment === undefined || !hasTouched(deployment)) return () => ({});
  const { id, version, steps, requestedAt, rollback } = deployment;
  const finishedAt = parseRfc3339((rollback ?? deployment).finishedAt);
  const [serves, asked, phase] =
    rollback === undefined
      ? [version, requestedAt, 'deploying']
      : [rollback.target, rollback.requestedAt, 'rolling-back'];
  const since = parseRfc3339(steps.find((step) => step.phase === phase)?.startedAt ?? asked);
  if (since === undefined) return () => ({});
  const deployed = { deployment: id, ...serves, since };
  return (settled) => ({ deployed, judged: finishedAt !== undefined && finishedAt <= settled });
}
