import type {
  Deployment,
  DeploymentEvent,
  Phase,
  PlannedStep,
  RecordedEvent,
  RunnerPhase,
  StepState,
} from '@daywatch/shared/vocabulary/deployment.ts';

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
    phase: 'planned',
    version: event.version,
    planHash: event.planHash,
    deployedBy: recorded.actor,
    requestedAt: recorded.at,
    ...(event.rollbackTarget && { rollbackTarget: event.rollbackTarget }),
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
      return { phase: phaseOf(event.phase), runnerPhase: event.phase };
    case 'step-started':
      return { steps: withStep(state, event, { state: 'running', startedAt: at }) };
    case 'step-finished': {
      const { outcome, exitCode, seconds, tail } = event;
      return { steps: withStep(state, event, { state: outcome, exitCode, seconds, tail }) };
    }
    case 'phase-finished':
      return phaseFinished(state, event, at);
    case 'signed-off': {
      const { item, role, note } = event;
      return { signOffs: { ...state.signOffs, [item]: { by: actor, role, at, ...(note !== undefined && { note }) } } };
    }
    case 'sign-off-withdrawn': {
      const { [event.item]: _, ...signOffs } = state.signOffs;
      return { signOffs };
    }
    case 'watch-started':
      return { phase: 'watching', watchStartedAt: at };
    case 'verdict-changed':
      return { verdict: event };
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
      return decided(state, event, at, actor);
    case 'rollback-requested':
      return {
        phase: 'rolling-back',
        runnerPhase: 'rolling-back',
        rollback: { target: event.target, requestedBy: actor, requestedAt: at },
        // A second attempt begins anew.
        steps: [...state.steps.filter((step) => !belongsToRollback(step.phase)), ...event.steps.map(waiting)],
      };
    case 'interrupted':
      return { phase: 'interrupted', because: event.because, steps: stopRunning(state.steps) };
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
    // Nothing has touched the environment yet.
    if (phase === 'preflight' || untouched === true) return { phase: 'cancelled', because: reason, endedAt: at };
    return { phase: 'failed', because: reason, endedAt: at };
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
  if (decision !== 'go') return { decisions };
  return { decisions, phase: 'succeeded', because: `${by} decided GO: ${reason}`, endedAt: at };
}
