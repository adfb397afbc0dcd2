import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { RunnerReport } from '@daywatch/shared/vocabulary/runner-report.ts';
import { isBusy } from './at-work.ts';
import { waitsForRunner } from './planned-state.ts';

/** Shown live, but nothing to record. */
export const isPassing = (one: RunnerReport): one is Passing => one.type === 'heartbeat' || one.type === 'step-output';
export type Passing = Extract<RunnerReport, { type: 'heartbeat' | 'step-output' }>;

/** A whole batch that came before, up to the end of the runner's work: its answer was lost on the way. */
export function saidBefore(reports: readonly RunnerReport[], state: Deployment): boolean {
  const last = reports.findLast((one) => !isPassing(one));
  return !isBusy(state) && last?.type === 'phase-finished' && isKnown(last, state);
}

/** Without what came before. A step that is said to start again is also heard to end again. */
export function newReports(reports: readonly RunnerReport[], state: Deployment): readonly RunnerReport[] {
  const startedAgain = new Set<string>();
  return reports.filter((one) => {
    if (one.type === 'step-started') startedAgain.add(`${one.phase} ${one.step}`);
    if (one.type === 'step-finished' && startedAgain.has(`${one.phase} ${one.step}`)) return true;
    return !isKnown(one, state);
  });
}

/** A report that came before: its answer was lost on the way, so the runner sends it again. */
function isKnown(one: RunnerReport, state: Deployment): boolean {
  switch (one.type) {
    case 'heartbeat':
    case 'step-output':
    case 'step-started':
      return false;
    case 'phase-started':
      return state.runnerPhase === one.phase && isBusy(state) && state.phase !== 'planned';
    case 'step-finished': {
      const step = state.steps.find((known) => known.phase === one.phase && known.id === one.step);
      return step?.state === one.outcome && step.seconds === one.seconds;
    }
    case 'phase-finished':
      if (one.outcome === 'failed')
        return state.phase === 'failed' || state.phase === 'cancelled' || waitsForRunner(state);
      if (one.phase === 'deploying') return state.finishedAt !== undefined;
      if (one.phase === 'verifying') return state.watchStartedAt !== undefined;
      return one.phase === 'verifying-rollback' && state.phase === 'rolled-back';
    case 'interrupted':
      return state.phase === 'interrupted' || waitsForRunner(state);
    case 'checked':
      return state.checks?.[one.item]?.at === one.at && state.checks[one.item]?.state === one.state;
  }
}
