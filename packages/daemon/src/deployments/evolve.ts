import type { Deployment, StepState } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent, RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { Phase, PlannedStep, RunnerPhase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import { aftermathWith } from './aftermath.ts';
import { withAnnouncement } from './announced.ts';
import { badDecisionSentence } from './bad-decision.ts';
import { extended } from './extension.ts';
import { backToPlanned, replanned, takenUp } from './planned-state.ts';
import { attemptBegun, attemptEnded, recoveryWatch } from './rollback-state.ts';
import { signedOff, signOffsVoided, without } from './sign-off-state.ts';

/** The deployment after one more event. Its state is a fold of this over its record and nothing else. */
export function evolve(state: Deployment | undefined, recorded: RecordedEvent): Deployment {
  const { event } = recorded;
  if (event.type === 'requested') return requested(recorded, event);
  if (state === undefined) throw new Error(`the record of ${recorded.deployment} does not begin with "requested"`);
  return { ...state, ...change(state, recorded), sequence: recorded.sequence };
}

export const fold = (events: readonly RecordedEvent[]): Deployment | undefined =>
  events.reduce<Deployment | undefined>(evolve, undefined);

function requested(recorded: RecordedEvent, event: Extract<DeploymentEvent, { type: 'requested' }>): Deployment {
  return {
    id: recorded.deployment,
    environment: event.environment,
    service: event.service,
    ...(event.services && { services: event.services }),
    phase: 'planned',
    version: event.version,
    planHash: event.planHash,
    deployedBy: recorded.actor,
    requestedAt: recorded.at,
    ...(event.rollbackTarget && { rollbackTarget: event.rollbackTarget }),
    ...(event.prepared && { prepared: { state: 'waiting', by: recorded.actor, at: recorded.at } }),
    ...(event.override !== undefined && {
      overrides: [{ what: 'everything', reason: event.override, by: recorded.actor, at: recorded.at }],
    }),
    steps: event.steps.map(waiting),
    signOffs: {},
    blindGaps: [],
    decisions: [],
    sequence: recorded.sequence,
  };
}

const waiting = (step: PlannedStep): StepState => ({ ...step, state: 'waiting' });

/** The phase of a deployment whose runner is busy with this. */
export const phaseOf = (runnerPhase: RunnerPhase): Phase =>
  runnerPhase === 'verifying-rollback' ? 'rolling-back' : runnerPhase;

function change(state: Deployment, { event, at, actor }: RecordedEvent): Partial<Deployment> {
  switch (event.type) {
    case 'requested':
    case 'baseline-frozen':
      return {};
    case 'phase-started':
      return {
        phase: phaseOf(event.phase),
        runnerPhase: event.phase,
        ...(event.phase === 'deploying' && state.deployStartedAt === undefined && { deployStartedAt: at }),
      };
    case 'step-started':
      return { steps: withStep(state, event, { state: 'running', startedAt: at }) };
    case 'step-finished': {
      const { outcome, exitCode, seconds, tail } = event;
      return { steps: withStep(state, event, { state: outcome, exitCode, seconds, tail }) };
    }
    case 'phase-finished':
      return phaseFinished(state, event, at);
    case 'signed-off':
      return signedOff(state, event, { by: actor, at });
    case 'sign-off-withdrawn':
      return { signOffs: without(state.signOffs, event.item) };
    case 'sign-offs-voided':
      return signOffsVoided(state, event);
    case 'replanned':
      return replanned(event);
    case 'taken-up':
      return takenUp(state, event, actor);
    case 'checked': {
      const { type: _, item, ...check } = event;
      return { checks: { ...state.checks, [item]: check } };
    }
    case 'overridden': {
      const { what, reason } = event;
      return { overrides: [...(state.overrides ?? []), { what, reason, by: actor, at }] };
    }
    case 'watch-started':
      return { phase: 'watching', watchStartedAt: at };
    case 'verdict-changed': {
      const { evidence: _, ...verdict } = event;
      return { verdict };
    }
    case 'watch-ended':
      return watchEnded(event, at);
    case 'daemon-resumed':
      return { blindGaps: [...state.blindGaps, { from: event.blindFrom, until: event.blindUntil }] };
    case 'silenced':
      return { silences: [...(state.silences ?? []), { id: event.silence, criterion: event.criterion, ended: false }] };
    case 'silence-ended':
      return {
        silences: (state.silences ?? []).map((one) => (one.id === event.silence ? { ...one, ended: true } : one)),
      };
    case 'plan-changed':
      return { planHash: event.to };
    case 'decided':
      return { ...decided(state, event, at, actor), rollbackAsked: undefined };
    case 'rollback-asked':
      return { rollbackAsked: { by: actor, at, reason: event.reason } };
    case 'watch-extended':
      return extended(state, event, at);
    case 'decision-asked': {
      const { type: _, ...asked } = event;
      return { waitsForDecision: { since: at, ...asked } };
    }
    case 'window-overrun':
      return { overruns: [...(state.overruns ?? []), { what: event.what, at, because: event.because }] };
    case 'report-written':
    case 'ticket-opened':
    case 'ticket-failed':
    case 'window-proposed':
      return { aftermath: aftermathWith(state.aftermath, event) };
    case 'rollback-requested':
      return {
        phase: 'rolling-back',
        runnerPhase: 'rolling-back',
        rollbackAsked: undefined,
        rollback: {
          target: event.target,
          requestedBy: actor,
          requestedAt: at,
          ...(event.reason !== undefined && { reason: event.reason }),
          ...(event.failing !== undefined && { failing: event.failing }),
        },
        rollbackAttempts: attemptBegun(state, actor, at),
        // A second attempt begins anew.
        steps: [...state.steps.filter((step) => !belongsToRollback(step.phase)), ...event.steps.map(waiting)],
      };
    case 'automatic-rollback-offered':
      return { automaticRollback: { offeredAt: at, because: event.because } };
    case 'automatic-rollback-started': {
      const { runner, host } = event;
      return {
        automaticRollback: { offeredAt: at, because: [], ...state.automaticRollback, taken: { at, runner, host } },
      };
    }
    case 'rollback-watch-started':
    case 'rollback-watch-ended':
      return recoveryWatch(state, event, at);
    case 'tagged':
      return { tag: { name: event.tag, ...(event.pushedTo !== undefined && { pushedTo: event.pushedTo }) } };
    case 'announcement-sent':
    case 'announcement-failed':
      return { announcements: withAnnouncement(state.announcements ?? [], event, at) };
    case 'interrupted':
      return {
        ...(backToPlanned(state, event.because) ?? { phase: 'interrupted', because: event.because }),
        steps: stopRunning(state.steps),
      };
    case 'resumed':
      return { phase: phaseOf(event.from), runnerPhase: event.from };
    case 'superseded':
      return { phase: 'superseded', because: `${event.by} took over`, endedAt: at };
    case 'cancelled':
      return { phase: 'cancelled', because: event.because, endedAt: at };
  }
}

export const belongsToRollback = (phase: RunnerPhase): boolean =>
  phase === 'rolling-back' || phase === 'verifying-rollback';

function withStep(
  state: Deployment,
  which: { readonly phase: RunnerPhase; readonly step: string; readonly title?: string },
  facts: Omit<StepState, keyof PlannedStep>,
): readonly StepState[] {
  const planned = state.steps.some((step) => step.phase === which.phase && step.id === which.step);
  // A step that no plan foresaw, for instance "restore the checkout".
  if (!planned) {
    return [...state.steps, { phase: which.phase, id: which.step, title: which.title ?? which.step, ...facts }];
  }
  return state.steps.map((step) =>
    step.phase === which.phase && step.id === which.step ? { ...step, ...facts } : step,
  );
}

const stopRunning = (steps: readonly StepState[]): readonly StepState[] =>
  steps.map((step) => (step.state === 'running' ? { ...step, state: 'interrupted' } : step));

function phaseFinished(
  state: Deployment,
  { phase, outcome, because, untouched }: Extract<DeploymentEvent, { type: 'phase-finished' }>,
  at: string,
): Partial<Deployment> {
  if (outcome === 'failed') {
    const reason = because ?? `${phase} failed`;
    const planned = phase === 'preflight' ? backToPlanned(state, reason) : undefined;
    if (planned !== undefined) return planned;
    // Nothing has touched the environment yet.
    if (phase === 'preflight' || untouched === true) return { phase: 'cancelled', because: reason, endedAt: at };
    return { phase: 'failed', because: reason, endedAt: at, ...(belongsToRollback(phase) && attemptEnded(state, at)) };
  }
  switch (phase) {
    case 'preflight':
    case 'verifying':
    case 'rolling-back':
      return {};
    case 'deploying':
      return { finishedAt: at };
    case 'verifying-rollback':
      return {
        phase: 'rolled-back',
        endedAt: at,
        ...attemptEnded(state, at),
        ...(state.rollback && {
          rollback: { ...state.rollback, finishedAt: at },
          because: `rolled back to ${state.rollback.target.version}`,
        }),
      };
  }
}

function watchEnded(event: Extract<DeploymentEvent, { type: 'watch-ended' }>, at: string): Partial<Deployment> {
  const { because } = event;
  switch (event.verdict) {
    case 'go':
      return { phase: 'succeeded', because, endedAt: at };
    case 'no-go':
      return { phase: 'failed', because, endedAt: at };
    case 'undecided':
      // It waits for a person's decision.
      return { because };
  }
}

function decided(
  state: Deployment,
  { decision, reason }: Extract<DeploymentEvent, { type: 'decided' }>,
  at: string,
  by: string,
): Partial<Deployment> {
  const decisions = [...state.decisions, { decision, reason, by, at }];
  if (decision === 'extend') return { decisions };
  if (decision !== 'go') {
    const found = state.phase === 'succeeded' && {
      phase: 'failed' as const,
      because: badDecisionSentence({ decision, reason, by, at }),
    };
    return { decisions, waitsForDecision: undefined, ...found };
  }
  return {
    decisions,
    waitsForDecision: undefined,
    phase: 'succeeded',
    because: `${by} decided GO: ${reason}`,
    endedAt: at,
  };
}
