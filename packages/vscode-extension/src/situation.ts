import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { currentView, type Model } from './model.ts';

/** What there is to show; `when` clauses of the manifest know it as `daywatch.situation`. */
export type Situation =
  | 'no-plan'
  | 'connecting'
  | 'offline'
  | 'refused'
  | 'unknown-environment'
  | 'nothing-deployed'
  /** A runner is at it: no other deploy may begin. */
  | 'at-work'
  | 'deployed';

export function situationOf(model: Model): Situation {
  if (model.connection.state !== 'online') return model.connection.state;
  const view = currentView(model);
  if (view === undefined) return 'unknown-environment';
  if (view.deployment === undefined) return 'nothing-deployed';
  return isAtWork(view) ? 'at-work' : 'deployed';
}

const phasesOfWork: ReadonlySet<string> = new Set(['planned', 'preflight', 'deploying', 'verifying', 'rolling-back']);

export const isAtWork = ({ deployment }: EnvironmentView): boolean =>
  deployment !== undefined && phasesOfWork.has(deployment.phase);
