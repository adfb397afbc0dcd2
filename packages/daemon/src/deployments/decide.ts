import type { DeploymentRequest, RollbackRequest } from '@daywatch/shared/api/routes.ts';
import type {
  DecisionWord,
  Deployment,
  DeploymentEvent,
  Phase,
  RunnerReport,
} from '@daywatch/shared/vocabulary/deployment.ts';
import { formatDuration, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import type { Refusal } from '../problems.ts';
import { belongsToRollback } from './evolve.ts';

/** Everything that can be asked of a deployment. */
export type Command =
  /** `busy`: a deployment of the same environment that a runner is at work on. */
  | { type: 'request'; environment: string; request: DeploymentRequest; busy?: Deployment }
  | { type: 'report'; reports: readonly RunnerReport[]; watchFor: Millis }
  | { type: 'fall-silent'; silentFor: Millis }
  | { type: 'resume' }
  | { type: 'roll-back'; request: RollbackRequest }
  | { type: 'sign-off'; item: string; role: string; note?: string }
  | { type: 'withdraw-sign-off'; item: string }
  | { type: 'decide'; decision: DecisionWord; reason: string }
  | { type: 'judge'; assessment: Assessment }
  | { type: 'supersede'; by: string }
  | { type: 'note-blind-gap'; from: string; until: string };

export type Decision = { readonly events: readonly DeploymentEvent[] } | { readonly refused: Refusal };

const runnerAtWork: readonly Phase[] = ['planned', 'preflight', 'deploying', 'verifying', 'rolling-back'];
/** Somebody is changing the environment right now. */
export const isBusy = (deployment: Deployment): boolean => runnerAtWork.includes(deployment.phase);

const rollbackFrom: readonly Phase[] = ['watching', 'succeeded', 'failed', 'interrupted'];

/** What follows from a command in this state: events, or why not. Pure. */
export function decide(command: Command, state: Deployment | undefined): Decision {
  if (command.type === 'request') return request(command, state);
  if (state === undefined) return refuse({ code: 'unknown-deployment', detail: 'There is no such deployment.' });
  switch (command.type) {
    case 'report':
      return report(command, state);
    case 'fall-silent':
      if (!isBusy(state)) return nothing;
      return {
        events: [
          { type: 'interrupted', because: `the runner has been silent for ${formatDuration(command.silentFor)}` },
        ],
      };
    case 'resume':
      return resume(state);
    case 'roll-back':
      return rollBack(command.request, state);
    case 'sign-off': {
      const { item, role, note } = command;
      if (state.phase !== 'planned' && state.phase !== 'preflight') return wrongPhase(state, 'sign a checklist item');
      return { events: [{ type: 'signed-off', item, role, ...(note !== undefined && { note }) }] };
    }
    case 'withdraw-sign-off':
      if (state.phase !== 'planned' && state.phase !== 'preflight') return wrongPhase(state, 'withdraw a sign-off');
      return state.signOffs[command.item] ? { events: [{ type: 'sign-off-withdrawn', item: command.item }] } : nothing;
    case 'decide':
      return decideByPerson(command.decision, command.reason, state);
    case 'judge':
      return judge(command.assessment, state);
    case 'supersede':
      return state.phase === 'watching' ? { events: [{ type: 'superseded', by: command.by }] } : nothing;
    case 'note-blind-gap':
      return { events: [{ type: 'daemon-resumed', blindFrom: command.from, blindUntil: command.until }] };
  }
}

const nothing: Decision = { events: [] };
const refuse = (refused: Refusal): Decision => ({ refused });

function wrongPhase(state: Deployment, what: string, hint?: string): Decision {
  return refuse({
    code: 'wrong-phase',
    detail: `Deployment ${state.id} of ${state.environment} is ${state.phase}: one cannot ${what} now.`,
    ...(hint !== undefined && { hint }),
  });
}

function request(
  { environment, request, busy }: Extract<Command, { type: 'request' }>,
  state: Deployment | undefined,
): Decision {
  if (state !== undefined) {
    const same = state.environment === environment && state.version.commit === request.version.commit;
    if (same) return nothing;
    return refuse({
      code: 'id-taken',
      detail: `The id ${request.id} belongs to the deployment of ${state.version.version} to ${state.environment}.`,
    });
  }
  if (busy !== undefined) return refuse(environmentBusy(busy));
  const { service, version, planHash, steps, rollbackTarget, override } = request;
  return {
    events: [
      {
        type: 'requested',
        environment,
        service,
        version,
        planHash,
        steps,
        ...(rollbackTarget && { rollbackTarget }),
        ...(override !== undefined && { override }),
      },
    ],
  };
}

function environmentBusy(busy: Deployment): Refusal {
  const doing = busy.phase === 'rolling-back' ? 'rolled back' : 'deployed';
  return {
    code: 'environment-busy',
    detail: `${busy.environment} is being ${doing} by ${busy.rollback?.requestedBy ?? busy.deployedBy} (${busy.version.version}).`,
    hint: 'Wait for it, or cancel it first.',
  };
}

function report({ reports, watchFor }: Extract<Command, { type: 'report' }>, state: Deployment): Decision {
  const news = reports.filter((one) => !isKnown(one, state));
  const comeBack = state.phase === 'interrupted' && news.some((one) => one.type !== 'interrupted');
  if (!isBusy(state) && !comeBack) {
    if (news.every(isPassing)) return nothing;
    return wrongPhase(state, 'report steps', 'It ended without this runner. Look at it with `daywatch status`.');
  }
  const events: DeploymentEvent[] = comeBack ? [{ type: 'resumed', from: state.runnerPhase ?? 'preflight' }] : [];
  for (const one of news) {
    switch (one.type) {
      case 'heartbeat':
      case 'step-output':
        break;
      case 'phase-finished': {
        const { because, ...facts } = one;
        events.push({ ...facts, ...(because !== undefined && { because }) });
        if (one.phase === 'verifying' && one.outcome === 'passed') {
          events.push({ type: 'watch-started', for: formatDuration(watchFor) });
        }
        break;
      }
      case 'interrupted':
      case 'phase-started':
      case 'step-started':
      case 'step-finished':
        events.push(one);
    }
  }
  return { events };
}

/** Shown live, but nothing to record. */
const isPassing = (one: RunnerReport): boolean => one.type === 'heartbeat' || one.type === 'step-output';

/** A report that came before: its answer was lost on the way, so the runner sends it again. */
function isKnown(one: RunnerReport, state: Deployment): boolean {
  switch (one.type) {
    case 'heartbeat':
    case 'step-output':
    case 'step-started':
      return false;
    case 'phase-started':
      return state.runnerPhase === one.phase && isBusy(state) && state.phase !== 'planned';
    case 'step-finished': {
      const step = state.steps.find((known) => known.phase === one.phase && known.id === one.step);
      return step?.state === one.outcome && step.seconds === one.seconds;
    }
    case 'phase-finished':
      if (one.outcome === 'failed') return state.phase === 'failed' || state.phase === 'cancelled';
      if (one.phase === 'deploying') return state.finishedAt !== undefined;
      if (one.phase === 'verifying') return state.watchStartedAt !== undefined;
      return one.phase === 'verifying-rollback' && state.phase === 'rolled-back';
    case 'interrupted':
      return state.phase === 'interrupted';
  }
}

function resume(state: Deployment): Decision {
  if (isBusy(state)) return refuse(environmentBusy(state));
  if (state.phase !== 'interrupted')
    return wrongPhase(state, 'resume it', 'Only an interrupted deployment can be resumed.');
  return { events: [{ type: 'resumed', from: state.runnerPhase ?? 'preflight' }] };
}

function rollBack({ target, steps }: RollbackRequest, state: Deployment): Decision {
  if (isBusy(state)) return refuse(environmentBusy(state));
  if (state.phase === 'rolled-back') {
    return wrongPhase(
      state,
      'roll it back',
      'It was rolled back already; a rollback is not rolled back. Deploy a version instead.',
    );
  }
  if (!rollbackFrom.includes(state.phase)) return wrongPhase(state, 'roll it back');
  if (state.phase === 'interrupted' && state.runnerPhase && belongsToRollback(state.runnerPhase)) {
    return wrongPhase(
      state,
      'begin another rollback',
      `Go on with it: daywatch rollback ${state.environment} --resume ${state.id}`,
    );
  }
  if (target.commit === state.version.commit) {
    return refuse({
      code: 'nothing-to-roll-back-to',
      detail: `${target.version} (${target.commit}) is what this deployment brought: going back to it changes nothing.`,
    });
  }
  return { events: [{ type: 'rollback-requested', target, steps: [...steps] }] };
}

function decideByPerson(decision: DecisionWord, reason: string, state: Deployment): Decision {
  const open: readonly Phase[] = ['watching', 'failed', 'interrupted'];
  if (!open.includes(state.phase)) return wrongPhase(state, 'decide about it');
  return { events: [{ type: 'decided', decision, reason }] };
}

function judge(assessment: Assessment, state: Deployment): Decision {
  if (state.phase !== 'watching') return nothing;
  const { verdict, recommendation, rule, because, final, watch } = assessment;
  const last = state.verdict;
  const changed =
    last === undefined ||
    last.verdict !== verdict ||
    last.recommendation !== recommendation ||
    last.rule !== rule ||
    last.final !== final;
  if (!changed) return nothing;
  const events: DeploymentEvent[] = [
    { type: 'verdict-changed', verdict, recommendation, rule, because: [...because], final },
  ];
  if (final) {
    const reason = because[0] ?? rule;
    events.push({ type: 'watch-ended', verdict, seen: watch.seen, blind: watch.blind, because: reason });
  }
  return { events };
}
