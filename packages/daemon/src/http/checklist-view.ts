import type { ChecklistItemView } from '@daywatch/shared/api/views.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { ChecklistItem } from '@daywatch/shared/vocabulary/plan.ts';

/** The plan's checklist as this deployment has ticked it. Items that check themselves are steps of the preflight. */
export const checklistView = (items: readonly ChecklistItem[], deployment: Deployment): ChecklistItemView[] =>
  items.map((item) => (item.type === 'sign-off' ? signOff(item, deployment) : run(item, deployment)));

function signOff(
  { id, title, role }: Extract<ChecklistItem, { type: 'sign-off' }>,
  { signOffs }: Deployment,
): ChecklistItemView {
  // An item may be called `constructor`, which every object has.
  const signed = Object.hasOwn(signOffs, id) ? signOffs[id] : undefined;
  if (signed === undefined) {
    return { id, title, type: 'sign-off', role, state: 'waiting', because: `${role} has not signed` };
  }
  const note = signed.note === undefined ? '' : `: ${signed.note}`;
  return { id, title, type: 'sign-off', role, state: 'passed', because: `signed by ${signed.by}${note}` };
}

function run(
  { id, title, run: command }: Extract<ChecklistItem, { type: 'run' }>,
  { steps }: Deployment,
): ChecklistItemView {
  const step = steps.find((one) => one.phase === 'preflight' && one.id === id);
  switch (step?.state) {
    case 'passed':
      return { id, title, type: 'run', state: 'passed', because: `${command} passed` };
    case 'failed':
    case 'timed-out':
    case 'interrupted':
      return { id, title, type: 'run', state: 'failed', because: `${command} ${step.state.replace('-', ' ')}` };
    case 'running':
      return { id, title, type: 'run', state: 'waiting', because: `${command} is running` };
    case 'waiting':
    case undefined:
      return { id, title, type: 'run', state: 'waiting', because: `${command} has not run` };
  }
}
