import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { RunnerReport } from '@daywatch/shared/vocabulary/runner-report.ts';
import { formatDuration, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import { isBusy } from './at-work.ts';
import { type Decision, nothing, refuse, wrongPhase } from './decision.ts';
import { type DoorKeepers, deployDoor } from './deploy-door.ts';
import { belongsToRollback } from './evolve.ts';
import { inTheWay, type Others } from './others.ts';
import { waitsForRunner } from './planned-state.ts';
import { beginRecovery, usualRecoveryWatch } from './recovery.ts';
import { isPassing, newReports, type Passing, saidBefore } from './reports-again.ts';

/** What a runner says, and what the plan in force wants of it. */
export interface Report extends Others, DoorKeepers {
  readonly type: 'report';
  readonly reports: readonly RunnerReport[];
  readonly watchFor: Millis;
  readonly recoveryFor?: Millis;
}

/** What follows from what a runner reports. Pure. */
export function decideReport(command: Report, state: Deployment): Decision {
  if (saidBefore(command.reports, state)) return nothing;
  const news = newReports(command.reports, state);
  const comeBack = state.phase === 'interrupted' && news.some((one) => one.type !== 'interrupted');
  if (!isBusy(state) && !comeBack) return fromNobodyAtWork(command, news, state);
  const taken = comeBack ? inTheWay(command, state, 'go on with it') : undefined;
  if (taken !== undefined) return refuse(taken);
  const stray = strayPhase(news, state);
  if (stray !== undefined) return wrongPhase(state, `report on ${stray}`);
  const shut = deployDoor(command, news, state);
  if (shut !== undefined) return refuse(shut);
  const work = news.slice(0, endOfWork(news));
  if (work.some(isBeginOfWatch) && state.finishedAt === undefined && !work.some(isEndOfDeploy))
    return wrongPhase(state, 'begin the watch', 'The deploy has not finished.');
  const events = work.flatMap((one) => recordedOf(one, command, state));
  return { events: comeBack ? [{ type: 'resumed', from: state.runnerPhase ?? 'preflight' }, ...events] : events };
}

/** Before a runner takes the deployment up, what it finds of the checklist is all that it may tell. */
function fromNobodyAtWork(command: Report, news: readonly RunnerReport[], state: Deployment): Decision {
  if (news.every(isPassing)) return nothing;
  if (!waitsForRunner(state) || !news.every(isLook))
    return wrongPhase(state, 'report steps', 'It ended without this runner. Look at it with `daywatch status`.');
  const foreign = deployDoor(command, news, state);
  if (foreign !== undefined) return refuse(foreign);
  return { events: news.flatMap((one) => (isPassing(one) ? [] : [one])) };
}

type Look = Extract<RunnerReport, { type: 'checked' | 'step-started' | 'step-finished' }>;
const isLook = (one: RunnerReport): one is Look | Passing =>
  isPassing(one) || one.type === 'checked' || one.type === 'step-started' || one.type === 'step-finished';

/** A phase of a deploy while it is rolled back, or the other way round. */
function strayPhase(news: readonly RunnerReport[], { runnerPhase }: Deployment): string | undefined {
  const isRollback = runnerPhase !== undefined && belongsToRollback(runnerPhase);
  return news
    .flatMap((one) => ('phase' in one ? [one.phase] : []))
    .find((phase) => belongsToRollback(phase) !== isRollback);
}

const isEndOf = (one: RunnerReport, phase: 'deploying' | 'verifying' | 'verifying-rollback'): boolean =>
  one.type === 'phase-finished' && one.phase === phase && one.outcome === 'passed';
const isEndOfDeploy = (one: RunnerReport): boolean => isEndOf(one, 'deploying');
const isBeginOfWatch = (one: RunnerReport): boolean => isEndOf(one, 'verifying');

/** Nothing that a runner says behind the end of its work can interrupt it. */
function endOfWork(news: readonly RunnerReport[]): number {
  const place = news.findIndex(
    (one) =>
      one.type === 'phase-finished' &&
      (one.outcome === 'failed' || one.phase === 'verifying' || one.phase === 'verifying-rollback'),
  );
  return place === -1 ? news.length : place + 1;
}

/** What the record keeps of a report, and what begins with it. */
function recordedOf(
  one: RunnerReport,
  { watchFor, recoveryFor = usualRecoveryWatch }: Report,
  state: Deployment,
): readonly DeploymentEvent[] {
  if (isPassing(one)) return [];
  if (isEndOf(one, 'verifying')) return [one, { type: 'watch-started', for: formatDuration(watchFor) }];
  if (isEndOf(one, 'verifying-rollback')) return [one, beginRecovery(recoveryFor, state)];
  return [one];
}
