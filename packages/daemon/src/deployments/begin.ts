import type { DeploymentRequest } from '@daywatch/shared/api/requests.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { isBusy } from './at-work.ts';
import { type Decision, nothing, refuse, wrongPhase } from './decision.ts';
import { environmentBusy, inTheWay, type Others } from './others.ts';
import { overriding } from './plan-deployment.ts';
import { waitsForRunner } from './planned-state.ts';

export interface Request extends Others {
  readonly type: 'request';
  readonly environment: string;
  readonly request: DeploymentRequest;
  /** It is only planned, and waits for a runner. */
  readonly prepared?: true;
}

/** `state`: what has this id already. Pure. */
export function begin({ environment, request, busy, prepared }: Request, state: Deployment | undefined): Decision {
  if (state !== undefined) return beginAgain(environment, request, state);
  if (busy !== undefined) return refuse(environmentBusy(busy));
  const { service, services, version, planHash, steps, rollbackTarget } = request;
  return {
    events: [
      {
        type: 'requested',
        environment,
        service,
        ...(services && { services }),
        version,
        planHash,
        steps,
        ...(rollbackTarget && { rollbackTarget }),
        ...(prepared && { prepared }),
      },
      ...overriding(request),
    ],
  };
}

function beginAgain(environment: string, { id, version }: DeploymentRequest, state: Deployment): Decision {
  const isSame = state.environment === environment && state.version.commit === version.commit;
  if (!isSame) {
    const detail = `The id ${id} belongs to the deployment of ${state.version.version} to ${state.environment}.`;
    return refuse({ code: 'id-taken', detail });
  }
  // Its answer was lost on the way. Later a second ticket would mean a second runner.
  if (state.phase === 'planned') return nothing;
  return isBusy(state) ? refuse(environmentBusy(state)) : wrongPhase(state, 'begin it again', 'Begin another one.');
}

/** Another runner goes on with it. Pure. */
export function resume(others: Others, state: Deployment): Decision {
  if (waitsForRunner(state)) {
    return { events: [{ type: 'taken-up', steps: state.steps.map(({ phase, id, title }) => ({ phase, id, title })) }] };
  }
  if (isBusy(state)) return refuse(environmentBusy(state));
  if (state.phase !== 'interrupted')
    return wrongPhase(state, 'resume it', 'Only an interrupted deployment can be resumed.');
  const taken = inTheWay(others, state, 'resume it');
  if (taken !== undefined) return refuse(taken);
  return { events: [{ type: 'resumed', from: state.runnerPhase ?? 'preflight' }] };
}
