import type { ChecklistItem, EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { minutes } from '@daywatch/shared/vocabulary/time.ts';

/** A rollback that can be rehearsed is rehearsed before each deploy, also when no item of the checklist says so. */
export function withRehearsal(
  checklist: readonly ChecklistItem[],
  rollback: EnvironmentPlan['rollback'],
): readonly ChecklistItem[] {
  const canBeRehearsed = rollback?.dryRun !== undefined || rollback?.migrations !== undefined;
  if (!canBeRehearsed || checklist.some(({ type }) => type === 'rollback-ready')) return checklist;
  const isTaken = checklist.some(({ id }) => id === 'rollback-ready');
  const item: ChecklistItem = {
    by: 'runner',
    id: isTaken ? 'rollback-is-ready' : 'rollback-ready',
    title: 'The rollback is ready',
    type: 'rollback-ready',
    options: { 'rollback-ready': true },
    timeout: minutes(10),
  };
  return [...checklist, item];
}
