import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent, RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { ChecklistItem } from '@daywatch/shared/vocabulary/plan.ts';
import { checklistState, isOpen } from './checklist-state.ts';
import { evolve } from './evolve.ts';

/** What still stands in the way, item by item, once `events` have happened. */
export function openItems(
  checklist: readonly ChecklistItem[],
  state: Deployment,
  events: readonly DeploymentEvent[],
): readonly string[] {
  const after = events.reduce<Deployment>((before, event) => evolve(before, recorded(before, event)), state);
  return checklistState(checklist, after)
    .filter(isOpen)
    .map(({ item, because }) => `${item.title}: ${because}`);
}

const recorded = ({ id, sequence, requestedAt }: Deployment, event: DeploymentEvent): RecordedEvent => ({
  deployment: id,
  sequence: sequence + 1,
  at: requestedAt,
  actor: 'runner',
  event,
  previous: '',
  hash: '',
});
