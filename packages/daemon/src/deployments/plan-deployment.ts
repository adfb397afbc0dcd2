import type { DeploymentRequest } from '@daywatch/shared/api/requests.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';

/** What changes when a prepared deployment is asked for again: another commit or plan is told, and voids what was signed. */
export function replan(state: Deployment, request: DeploymentRequest): readonly DeploymentEvent[] {
  const { version, planHash, steps, rollbackTarget, services } = request;
  const isMoved = version.commit !== state.version.commit;
  const others = list(services) !== list(state.services);
  if (!isMoved && !others && planHash === state.planHash) return [];
  const because = isMoved
    ? `${short(version.commit)} is to be deployed instead of ${short(state.version.commit)}`
    : others
      ? `${list(services)} instead of ${list(state.services)}`
      : anotherPlan;
  return [
    {
      type: 'replanned',
      because,
      planHash,
      version,
      steps,
      ...(services && { services }),
      ...(rollbackTarget && { rollbackTarget }),
    },
    ...voided(state, because),
  ];
}

/** Another plan is in force: what was signed was signed for the one before. */
export function replanFor(planHash: string, state: Deployment): readonly DeploymentEvent[] {
  if (planHash === state.planHash) return [];
  return [{ type: 'replanned', because: anotherPlan, planHash }, ...voided(state, anotherPlan)];
}

/** A runner begins with it. */
export function takeUp(state: Deployment, request: DeploymentRequest): readonly DeploymentEvent[] {
  const { steps, rollbackTarget } = request;
  return [
    ...replan(state, request),
    { type: 'taken-up', steps, ...(rollbackTarget && { rollbackTarget }) },
    ...overriding(request),
  ];
}

/** What a deployment is asked for with a reason to go on whatever its checklist says. */
export const overriding = ({ override }: Pick<DeploymentRequest, 'override'>): readonly DeploymentEvent[] =>
  override === undefined ? [] : [{ type: 'overridden', what: 'everything', reason: override }];

/** An override of the window speaks of the time, not of the commit. */
function voided({ signOffs, overrides = [] }: Deployment, because: string): readonly DeploymentEvent[] {
  const items = Object.keys(signOffs);
  const whats = [...new Set(overrides.map(({ what }) => what))].filter((what) => what !== 'window');
  if (items.length === 0 && whats.length === 0) return [];
  return [{ type: 'sign-offs-voided', items, overrides: whats, because }];
}

const list = (services: readonly string[] | undefined): string => services?.join(', ') ?? 'everything';
const anotherPlan = 'another plan is in force';
const short = (commit: string): string => commit.slice(0, 7);
