import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { WaitingRunner } from '../feed.ts';
import { openOffer } from './rollback-rules.ts';

/** What becomes of a rollback that the plan wants to happen by itself; nothing where there is none to tell of. */
export function offerSentence(
  deployment: Deployment,
  runners: readonly WaitingRunner[],
  now: Instant,
): string | undefined {
  const { environment, automaticRollback, rollback, decisions, phase } = deployment;
  if (automaticRollback === undefined || rollback !== undefined) return undefined;
  if ((phase !== 'watching' && phase !== 'failed') || decisions.at(-1)?.decision === 'go') return undefined;
  const byHand = `daywatch rollback ${environment}`;
  const [runner] = runners;
  if (openOffer(deployment, now) === undefined) return `nobody took the automatic rollback: roll back with ${byHand}`;
  return runner === undefined
    ? `no runner waits to roll ${environment} back: roll back with ${byHand}, or start daywatch runner ${environment}`
    : `the runner on ${runner.host} is about to roll ${environment} back`;
}
