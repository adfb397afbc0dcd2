import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { days, type Instant, type Millis, minus, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { runningRecovery } from '../deployments/recovery.ts';

export type ToDo = 'propose-window' | 'open-ticket' | 'write-report';

/** What is older is nobody's news any more: a daemon that starts again does not open tickets for last month. */
const newsFor: Millis = days(7);

type Ended = Pick<Deployment, 'id' | 'phase' | 'endedAt' | 'decisions'>;

/** The file of a report: one at the end of the watch, others after a rollback, and when its GO was taken back. */
export const reportFile = (deployment: Ended): string => {
  const { id, phase } = deployment;
  const after = phase === 'rolled-back' ? '-rolled-back' : foundBadAt(deployment) === undefined ? '' : '-found-bad';
  return `reports/${id}${after}.html`;
};

/** When a person found bad what had had its GO; the end of its watch stays as it was. */
function foundBadAt({ phase, endedAt, decisions }: Ended): Instant | undefined {
  const last = decisions.findLast(({ decision }) => decision !== 'extend');
  const [at, ended] = [parseRfc3339(last?.at), parseRfc3339(endedAt)];
  return phase === 'failed' && last?.decision !== 'go' && at !== undefined && ended !== undefined && at > ended
    ? at
    : undefined;
}

/** What is still to be done for a deployment that has ended, in order; its record says what was. */
export function toDoFor(
  deployment: Deployment,
  plan: Pick<EnvironmentPlan, 'window' | 'rollback'> | undefined,
  now: Instant,
): readonly ToDo[] {
  const { phase, endedAt, aftermath = {} } = deployment;
  const ended = foundBadAt(deployment) ?? parseRfc3339(endedAt);
  if (ended === undefined || ended < minus(now, newsFor)) return [];
  const rolledBack = phase === 'rolled-back';
  const wantsReport = rolledBack || phase === 'succeeded' || phase === 'failed';
  // Whether it has recovered belongs into the report, and so does the ticket.
  const isOver = runningRecovery(deployment) === undefined;
  return [
    ...(rolledBack && plan?.window !== undefined && aftermath.nextWindow === undefined
      ? (['propose-window'] as const)
      : []),
    ...(rolledBack && plan?.rollback?.ticket !== undefined && aftermath.ticket === undefined
      ? (['open-ticket'] as const)
      : []),
    ...(wantsReport && isOver && aftermath.report !== reportFile(deployment) ? (['write-report'] as const) : []),
  ];
}
