import type { RollbackRequest } from '@daywatch/shared/api/requests.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { Phase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import {
  between,
  formatDuration,
  type Instant,
  type Millis,
  millis,
  minutes,
  parseRfc3339,
  plus,
  rfc3339,
} from '@daywatch/shared/vocabulary/time.ts';
import type { Refusal } from '../problems.ts';
import { type Decision, wrongPhase } from './decision.ts';

/** What beside the deployment itself decides whether a rollback may begin. */
export interface RollbackCircumstances {
  readonly now: Instant;
  /** Of the plan. */
  readonly coolDown?: Millis;
  /** When the last attempt in this environment was over, or began. */
  readonly lastAttempt?: Instant;
  /** Criteria that are failing now. */
  readonly failing?: readonly string[];
}

const rollbackFrom: readonly Phase[] = ['watching', 'succeeded', 'failed', 'interrupted'];
/** What the daemon may offer to a runner: it knows what runs, and nobody is at work on it. */
const offerFrom: readonly Phase[] = ['watching', 'failed'];
/** A rollback that nobody took for so long is a person's to begin. */
const offerLasts: Millis = minutes(15);
const automaticCoolDown: Millis = minutes(30);

/** The rollback that a waiting runner may take now. */
export function openOffer(deployment: Deployment, now: Instant): { readonly until: Instant } | undefined {
  const { phase, automaticRollback, rollback, decisions } = deployment;
  const offeredAt = parseRfc3339(automaticRollback?.offeredAt);
  if (offeredAt === undefined || automaticRollback?.taken !== undefined || rollback !== undefined) return undefined;
  if (!offerFrom.includes(phase) || decisions.at(-1)?.decision === 'go') return undefined;
  const until = plus(offeredAt, offerLasts);
  return now < until ? { until } : undefined;
}

/** Whether the plan's `automatic: true` has something to offer: once for each deployment. */
export const mayBeOffered = ({ phase, automaticRollback, rollback, runnerPhase }: Deployment): boolean =>
  offerFrom.includes(phase) && automaticRollback === undefined && rollback === undefined && runnerPhase !== 'preflight';

/** The rules of a rollback that are not about what else happens in the environment. */
export function beginRollback(
  request: RollbackRequest,
  state: Deployment,
  circumstances: RollbackCircumstances | undefined,
): Decision {
  const { target, steps, reason, automatic, override } = request;
  if (isTheSameAgain(request, state)) return { events: [] };
  if (state.phase === 'rolled-back') {
    return wrongPhase(
      state,
      'roll it back',
      'It was rolled back already; a rollback is not rolled back. Deploy a version instead.',
    );
  }
  if (!rollbackFrom.includes(state.phase)) return wrongPhase(state, 'roll it back');
  if (
    state.phase === 'interrupted' &&
    (state.runnerPhase === 'rolling-back' || state.runnerPhase === 'verifying-rollback')
  ) {
    const hint = `Go on with it: daywatch rollback ${state.environment} --resume ${state.id}`;
    return wrongPhase(state, 'begin another rollback', hint);
  }
  if (target.commit === state.version.commit) {
    const detail = `${target.version} (${target.commit}) is what this deployment brought: going back to it changes nothing.`;
    return { refused: { code: 'nothing-to-roll-back-to', detail } };
  }
  if (automatic !== undefined) {
    const refused = notOffered(state, circumstances?.now);
    if (refused !== undefined) return { refused };
  }
  const cooling = override === undefined ? tooSoon(state, automatic !== undefined, circumstances) : undefined;
  if (cooling !== undefined) return { refused: cooling };
  const requested: DeploymentEvent = {
    type: 'rollback-requested',
    target,
    steps: [...steps],
    reason,
    ...(circumstances?.failing && circumstances.failing.length > 0 && { failing: [...circumstances.failing] }),
    ...(override !== undefined && { override }),
  };
  return {
    events: automatic === undefined ? [requested] : [{ type: 'automatic-rollback-started', ...automatic }, requested],
  };
}

/** The answer to the runner that took the offer was lost on the way: it has not done anything yet. */
export function isTakenButUnknown({ automaticRollback, phase, steps }: Deployment, runner: string): boolean {
  return (
    automaticRollback?.taken?.runner === runner &&
    phase === 'rolling-back' &&
    steps.every(
      (step) => (step.phase !== 'rolling-back' && step.phase !== 'verifying-rollback') || step.state === 'waiting',
    )
  );
}

const isTheSameAgain = ({ automatic, target }: RollbackRequest, state: Deployment): boolean =>
  automatic !== undefined &&
  isTakenButUnknown(state, automatic.runner) &&
  state.rollback?.target.commit === target.commit;

function notOffered(state: Deployment, now: Instant | undefined): Refusal | undefined {
  if (now !== undefined && openOffer(state, now) !== undefined) return undefined;
  const { environment, automaticRollback, rollback } = state;
  const byHand = `Roll back by hand: daywatch rollback ${environment}`;
  const taken = automaticRollback?.taken;
  const detail =
    automaticRollback === undefined
      ? `No automatic rollback of ${state.version.version} is offered.`
      : taken !== undefined
        ? `The automatic rollback of ${state.version.version} was taken at ${taken.at} by the runner on ${taken.host}; there is no second one.`
        : rollback !== undefined
          ? `A person has begun the rollback of ${state.version.version}.`
          : `The automatic rollback of ${state.version.version} is no longer offered.`;
  return { code: 'no-offer', detail, hint: byHand };
}

function tooSoon(
  { environment }: Deployment,
  automatic: boolean,
  circumstances: RollbackCircumstances | undefined,
): Refusal | undefined {
  const coolDown = circumstances?.coolDown ?? (automatic ? automaticCoolDown : undefined);
  const last = circumstances?.lastAttempt;
  if (circumstances === undefined || coolDown === undefined || last === undefined) return undefined;
  const over = plus(last, coolDown);
  if (circumstances.now >= over) return undefined;
  const ago = formatDuration(millis(Math.max(1_000, between(last, circumstances.now))));
  return {
    code: 'cool-down',
    detail: `The last rollback of ${environment} was ${ago} ago; another one begins ${formatDuration(coolDown)} after it, at ${rfc3339(over)}.`,
    hint: `Wait, or say why not: daywatch rollback ${environment} --override REASON`,
  };
}

/** When the last attempt of any of these was over; the beginning of one that has not ended. */
export function lastAttemptOf(deployments: readonly Deployment[]): Instant | undefined {
  const times = deployments.flatMap(({ rollbackAttempts = [] }) =>
    rollbackAttempts.flatMap(({ at, endedAt }) => parseRfc3339(endedAt ?? at) ?? []),
  );
  return times.length === 0 ? undefined : times.reduce((latest, time) => (time > latest ? time : latest));
}
