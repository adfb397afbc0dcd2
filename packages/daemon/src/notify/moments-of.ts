import type { RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { evolve } from '../deployments/evolve.ts';
import { rule } from '../deployments/verdict-of.ts';
import type { Moment, Standing } from './moments.ts';

/** The record step by step, each with the verdict as it stood. */
export function momentsOf(events: readonly RecordedEvent[]): readonly Moment[] {
  const moments: Moment[] = [];
  let before: Standing | undefined;
  for (const recorded of events) {
    const deployment = evolve(before?.deployment, recorded);
    const ruling = rule({ environment: deployment.environment, deployment });
    const after = { deployment, ruling };
    moments.push({ recorded, ...(before && { before }), after });
    before = after;
  }
  return moments;
}
