import type { DeploymentRequest } from '@daywatch/shared/api/requests.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { between, hours, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { type Decision, wrongPhase } from './decision.ts';
import { replan, replanFor, takeUp } from './plan-deployment.ts';
import { waitsForRunner } from './planned-state.ts';

type Checked = Extract<DeploymentEvent, { type: 'checked' }>;

/** Everything that can be asked before the first step of a deploy. */
export type Preparation =
  /** Prepares it again, for the commit and the plan that there are now. */
  | { type: 'prepare'; request: DeploymentRequest }
  | { type: 'take-up'; request: DeploymentRequest }
  | { type: 'replan'; planHash: string }
  | { type: 'cancel'; reason: string }
  | { type: 'sign-off'; item: string; role: string; note?: string; standIn?: true }
  | { type: 'withdraw-sign-off'; item: string }
  | { type: 'override'; what: string; reason: string }
  | { type: 'note-check'; check: Checked };

/** What follows from it. Pure. */
export function decidePreparation(command: Preparation, state: Deployment): Decision {
  switch (command.type) {
    case 'prepare':
      if (!waitsForRunner(state)) return wrongPhase(state, 'prepare it again');
      return { events: replan(state, command.request) };
    case 'take-up':
      if (!waitsForRunner(state)) return wrongPhase(state, 'take it up');
      return { events: takeUp(state, command.request) };
    case 'replan':
      return { events: waitsForRunner(state) ? replanFor(command.planHash, state) : [] };
    case 'cancel':
      if (!mayBeCancelled(state))
        return wrongPhase(state, 'cancel it', 'Only what has not begun to change anything can be cancelled.');
      return { events: [{ type: 'cancelled', because: command.reason }] };
    case 'sign-off': {
      if (!isOpenToPeople(state)) return wrongPhase(state, 'sign a checklist item');
      const { type: _, ...facts } = command;
      return { events: [{ type: 'signed-off', ...facts, commit: state.version.commit, planHash: state.planHash }] };
    }
    case 'withdraw-sign-off':
      if (!isOpenToPeople(state)) return wrongPhase(state, 'withdraw a sign-off');
      if (!Object.hasOwn(state.signOffs, command.item)) return { events: [] };
      return { events: [{ type: 'sign-off-withdrawn', item: command.item }] };
    case 'override': {
      if (!isOpenToPeople(state)) return wrongPhase(state, 'override anything');
      const { what, reason } = command;
      const isSame = state.overrides?.some((one) => one.what === what && one.reason === reason) === true;
      return { events: isSame ? [] : [{ type: 'overridden', what, reason }] };
    }
    case 'note-check':
      return { events: isOpenToPeople(state) && isNews(command.check, state) ? [command.check] : [] };
  }
}

const isOpenToPeople = ({ phase }: Deployment): boolean => phase === 'planned' || phase === 'preflight';

const mayBeCancelled = ({ phase, runnerPhase }: Deployment): boolean =>
  phase === 'planned' ||
  phase === 'preflight' ||
  (phase === 'interrupted' && (runnerPhase === undefined || runnerPhase === 'preflight'));

/** A look that finds the same again is told once an hour, so that nobody has to believe an old one. */
const toldAgainAfter = hours(1);

function isNews({ item, state: found, because, at }: Checked, { checks }: Deployment): boolean {
  const last = checks !== undefined && Object.hasOwn(checks, item) ? checks[item] : undefined;
  if (last === undefined || last.state !== found || last.because !== because) return true;
  const [before, now] = [parseRfc3339(last.at), parseRfc3339(at)];
  return before === undefined || now === undefined || between(before, now) >= toldAgainAfter;
}
