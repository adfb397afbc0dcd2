import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Phase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import { waitsForRunner } from './planned-state.ts';

const runnerAtWork: readonly Phase[] = ['planned', 'preflight', 'deploying', 'verifying', 'rolling-back'];
/** Somebody is changing the environment right now. */
export const isBusy = (deployment: Deployment): boolean =>
  runnerAtWork.includes(deployment.phase) && !waitsForRunner(deployment);

/** From the first step to the end of the verification. */
export const isDeploying = ({ phase }: Deployment): boolean => phase === 'deploying' || phase === 'verifying';

/** Whether anything was changed in the environment: from the first step of the deploy on. */
export const hasTouched = ({ phase, runnerPhase }: Pick<Deployment, 'phase' | 'runnerPhase'>): boolean =>
  phase !== 'cancelled' && runnerPhase !== undefined && runnerPhase !== 'preflight';
