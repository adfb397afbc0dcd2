import type { RollbackRequest } from '@daywatch/shared/api/requests.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { isBusy } from './at-work.ts';
import { type Decision, nothing, refuse } from './decision.ts';
import { environmentBusy, inTheWay, type Others } from './others.ts';
import { beginRollback, mayBeOffered, type RollbackCircumstances } from './rollback-rules.ts';
import { rule } from './verdict-of.ts';

export interface RollBack extends Others {
  readonly type: 'roll-back';
  readonly request: RollbackRequest;
  readonly circumstances?: RollbackCircumstances;
}

/** A runner asks to roll it back. Pure. */
export function rollBack(command: RollBack, state: Deployment): Decision {
  const decision = beginRollback(command.request, state, command.circumstances);
  // What has to be said of the deployment itself comes first; of a request that came before, nothing else matters.
  if ('events' in decision && decision.events.length === 0) return decision;
  if (isBusy(state)) return refuse(environmentBusy(state));
  const taken = inTheWay(command, state, 'roll it back');
  return taken === undefined ? decision : refuse(taken);
}

/** The daemon offers it to waiting runners when that is what the verdict recommends. Pure. */
export function offerRollback({ busy, newer }: Others, state: Deployment): Decision {
  if (!mayBeOffered(state) || busy !== undefined || newer !== undefined) return nothing;
  const { recommendation, because } = rule({ environment: state.environment, deployment: state });
  return recommendation === 'roll-back'
    ? { events: [{ type: 'automatic-rollback-offered', because: [...because] }] }
    : nothing;
}
