import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';

interface Facts {
  readonly deployment: Pick<Deployment, 'planHash'>;
  /** Of the plan that is in force now. */
  readonly planHash: string | undefined;
  readonly events: readonly RecordedEvent[];
}

/**
 * The limits that a deployment was judged by. Where another plan is in force by now they are in its record, of each
 * criterion that its verdicts rested on; of others none is told. Pure.
 */
export function limitsOf({ deployment, planHash, events }: Facts): (criterion: Criterion) => number | undefined {
  if (planHash === deployment.planHash) return ({ limit }) => limit;
  const recorded = new Map<string, number | undefined>();
  for (const { event } of events) {
    if (event.type !== 'verdict-changed') continue;
    for (const { name, limit } of event.evidence ?? []) recorded.set(name, limit);
  }
  return ({ name }) => recorded.get(name);
}
