import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { ChecklistItem } from '@daywatch/shared/vocabulary/plan.ts';
import type { RunnerReport } from '@daywatch/shared/vocabulary/runner-report.ts';
import type { Refusal } from '../problems.ts';
import { openItems } from './open-items.ts';
import { windowDoor } from './window-door.ts';

export interface DoorKeepers {
  /** What must be fulfilled before the first step. */
  readonly checklist?: readonly ChecklistItem[];
  /** Why the plan's window does not let anybody deploy now. */
  readonly closed?: string;
}

/**
 * Why a runner may not go on from the preflight to the deploy: when it says that the preflight has passed, and again with
 * the first word of the deploy, for a sign-off may have been withdrawn meanwhile. It speaks of what it can see itself;
 * what the daemon sees and what people sign is not for it to say. Pure.
 */
export function deployDoor(
  { checklist = [], closed }: DoorKeepers,
  reports: readonly RunnerReport[],
  state: Deployment,
): Refusal | undefined {
  const foreign = reports.find((one) => one.type === 'checked' && !mayTell(one.item, checklist));
  if (foreign?.type === 'checked') {
    const detail = `${foreign.item} is no item of ${state.environment} that a runner looks at.`;
    return { code: 'unknown-item', detail, hint: 'A lead may override it, with a reason.' };
  }
  const place = reports.findIndex((one) => isThrough(one));
  const isPast = state.runnerPhase !== undefined && state.runnerPhase !== 'preflight';
  if (place === -1 || (isPast && !isPreflight(reports[place]))) return undefined;
  const before = reports.slice(0, place).flatMap((one): DeploymentEvent[] => (isSeen(one) ? [one] : []));
  const open = openItems(checklist, state, before);
  return open.length > 0 ? checklistOpen(state, open) : windowDoor(state, closed);
}

/** An item that the plan in force has no more is nobody's. */
const mayTell = (id: string, checklist: readonly ChecklistItem[]): boolean =>
  checklist.every((item) => item.id !== id || item.by === 'runner');

const isPreflight = (one: RunnerReport | undefined): boolean =>
  one !== undefined && 'phase' in one && one.phase === 'preflight';

/** The end of a preflight that has passed, or anything of the deploy behind it. */
const isThrough = (one: RunnerReport): boolean =>
  isPreflight(one)
    ? one.type === 'phase-finished' && one.outcome === 'passed'
    : 'phase' in one && (one.phase === 'deploying' || one.phase === 'verifying');

const isSeen = (one: RunnerReport): one is Extract<RunnerReport, DeploymentEvent> =>
  one.type !== 'heartbeat' && one.type !== 'step-output';

function checklistOpen({ environment, id }: Deployment, open: readonly string[]): Refusal {
  return {
    code: 'checklist-open',
    detail: `The checklist of ${environment} is not fulfilled: ${open.join('; ')}.`,
    hint: `Mend it, or let a lead override it: daywatch override ITEM --environment ${environment} --reason WHY (deployment ${id}).`,
  };
}
