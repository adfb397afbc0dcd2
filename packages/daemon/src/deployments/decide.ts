import type { DeploymentRequest, RollbackRequest } from '@daywatch/shared/api/routes.ts';
import type {
  DecisionWord,
  Deployment,
  DeploymentEvent,
  Phase,
  RunnerReport,
} from '@daywatch/shared/vocabulary/deployment.ts';
import type { ChecklistItem } from '@daywatch/shared/vocabulary/plan.ts';
import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import { formatDuration, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import type { Refusal } from '../problems.ts';
import { type AftermathEvent, noteAftermath } from './aftermath.ts';
import { type AnnouncementEvent, noteAnnouncement } from './announced.ts';
import { askRollback } from './ask-rollback.ts';
import { decidePreparation, type Preparation } from './decide-preparation.ts';
import { deployDoor } from './deploy-door.ts';
import { askForDecision, evidenceOf } from './evidence.ts';
import { belongsToRollback } from './evolve.ts';
import { extendWatch } from './extension.ts';
import { overriding } from './plan-deployment.ts';
import { waitsForRunner } from './planned-state.ts';
import { beginRecovery, giveUpRecovery, judgeRecovery, runningRecovery, usualRecoveryWatch } from './recovery.ts';
import { beginRollback, mayBeOffered, type RollbackCircumstances } from './rollback-rules.ts';
import { tagStable } from './tag-stable.ts';
import { rule } from './verdict-of.ts';

/** Other deployments of the same environment that stand in the way. */
export interface Others {
  /** A runner is at work on it. */
  readonly busy?: Deployment;
  /** It came later and has changed the environment: what this deployment brought is not what runs. */
  readonly newer?: Deployment;
}

/** Everything that can be asked of a deployment. */
export type Command =
  /** `prepared`: it is only planned, and waits for a runner. */
  | ({ type: 'request'; environment: string; request: DeploymentRequest; prepared?: true } & Others)
  | ({
      type: 'report';
      reports: readonly RunnerReport[];
      watchFor: Millis;
      recoveryFor?: Millis;
      /** What must be fulfilled before the preflight may end well. */
      checklist?: readonly ChecklistItem[];
      /** Why the plan's window does not let anybody deploy now. */
      closed?: string;
    } & Others)
  | { type: 'fall-silent'; silentFor: Millis }
  | ({ type: 'resume' } & Others)
  | ({ type: 'roll-back'; request: RollbackRequest; circumstances?: RollbackCircumstances } & Others)
  | ({ type: 'offer-rollback' } & Others)
  | { type: 'tag'; tag: string; commit: string; pushedTo?: string }
  | Preparation
  | { type: 'ask-rollback'; reason: string }
  | ({ type: 'decide'; decision: DecisionWord; reason: string; longer?: Millis; asked?: string } & Others)
  /** `of`: the deployment itself, or the version that runs again after its rollback. */
  | { type: 'judge'; assessment: Assessment; of?: 'deployment' | 'recovery' }
  | { type: 'supersede'; by: string }
  | Note;

/** What the monitor tells of a watch beside its verdict. */
export type Note =
  | { type: 'note-blind-gap'; from: string; until: string }
  | { type: 'note-silence'; silence: Silence }
  | { type: 'note-silence-end'; silence: string; because: string }
  | { type: 'note-plan'; planHash: string }
  | { type: 'note-overrun'; what: 'expected' | 'window'; because: string }
  | { type: 'note-aftermath'; event: AftermathEvent }
  | { type: 'note-announcement'; event: AnnouncementEvent };

export type Decision = { readonly events: readonly DeploymentEvent[] } | { readonly refused: Refusal };

const runnerAtWork: readonly Phase[] = ['planned', 'preflight', 'deploying', 'verifying', 'rolling-back'];
/** Somebody is changing the environment right now. */
export const isBusy = (deployment: Deployment): boolean =>
  runnerAtWork.includes(deployment.phase) && !waitsForRunner(deployment);

/** From the first step to the end of the verification. */
export const isDeploying = ({ phase }: Deployment): boolean => phase === 'deploying' || phase === 'verifying';

/** Whether anything was changed in the environment: from the first step of the deploy on. */
export const hasTouched = ({ phase, runnerPhase }: Deployment): boolean =>
  phase !== 'cancelled' && runnerPhase !== undefined && runnerPhase !== 'preflight';

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
      return resume(command, state);
    case 'roll-back':
      return rollBack(command, state);
    case 'prepare':
    case 'take-up':
    case 'replan':
    case 'cancel':
    case 'sign-off':
    case 'withdraw-sign-off':
    case 'override':
    case 'note-check':
      return decidePreparation(command, state);
    case 'ask-rollback':
      return askRollback(command, state);
    case 'decide':
      return decideByPerson(command, state);
    case 'judge':
      return command.of === 'recovery'
        ? { events: judgeRecovery(command.assessment, state) }
        : judge(command.assessment, state);
    case 'offer-rollback':
      return offerRollback(command, state);
    case 'tag':
      return tagStable(command, state);
    case 'supersede':
      if (runningRecovery(state) !== undefined) return { events: [giveUpRecovery(command.by)] };
      return state.phase === 'watching' || state.phase === 'interrupted'
        ? { events: [{ type: 'superseded', by: command.by }] }
        : nothing;
    case 'note-blind-gap':
      if (state.blindGaps.at(-1)?.from === command.from) return nothing;
      return { events: [{ type: 'daemon-resumed', blindFrom: command.from, blindUntil: command.until }] };
    case 'note-silence': {
      const { id, criterion, reason, until } = command.silence;
      if (state.phase !== 'watching' || state.silences?.some((known) => known.id === id)) return nothing;
      return { events: [{ type: 'silenced', silence: id, criterion, reason, until }] };
    }
    case 'note-silence-end': {
      const known = state.silences?.find(({ id }) => id === command.silence);
      if (known === undefined || known.ended) return nothing;
      const { id, criterion } = known;
      return { events: [{ type: 'silence-ended', silence: id, criterion, because: command.because }] };
    }
    case 'note-announcement':
      return noteAnnouncement(command.event, state);
    case 'note-overrun': {
      const { what, because } = command;
      const known = state.overruns?.some((one) => one.what === what) === true;
      return known || !isDeploying(state) ? nothing : { events: [{ type: 'window-overrun', what, because }] };
    }
    case 'note-aftermath':
      return { events: noteAftermath(command.event, state) };
    case 'note-plan':
      if (state.phase !== 'watching' || state.planHash === command.planHash) return nothing;
      return { events: [{ type: 'plan-changed', from: state.planHash, to: command.planHash }] };
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
  { environment, request, busy, prepared }: Extract<Command, { type: 'request' }>,
  state: Deployment | undefined,
): Decision {
  if (state !== undefined) {
    const same = state.environment === environment && state.version.commit === request.version.commit;
    // Its answer was lost on the way. Later a second ticket would mean a second runner.
    if (same && state.phase === 'planned') return nothing;
    if (same && isBusy(state)) return refuse(environmentBusy(state));
    if (same) return wrongPhase(state, 'begin it again', 'Begin another one.');
    return refuse({
      code: 'id-taken',
      detail: `The id ${request.id} belongs to the deployment of ${state.version.version} to ${state.environment}.`,
    });
  }
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

function taken({ busy, newer }: Others, state: Deployment, what: string): Decision | undefined {
  if (busy !== undefined) return refuse(environmentBusy(busy));
  if (newer === undefined) return undefined;
  return refuse({
    code: 'wrong-phase',
    detail: `${newer.version.version} came to ${newer.environment} after ${state.version.version}: one cannot ${what} any more.`,
    hint: `Look at deployment ${newer.id}.`,
  });
}

function environmentBusy(busy: Deployment): Refusal {
  const doing = busy.phase === 'rolling-back' ? 'rolled back' : 'deployed';
  return {
    code: 'environment-busy',
    detail: `${busy.environment} is being ${doing} by ${busy.rollback?.requestedBy ?? busy.deployedBy} (${busy.version.version}).`,
    hint: 'Wait for it, or end its runner with Ctrl-C first.',
  };
}

function report(command: Extract<Command, { type: 'report' }>, state: Deployment): Decision {
  const { reports, watchFor, recoveryFor = usualRecoveryWatch } = command;
  if (cameBefore(reports, state)) return nothing;
  const news = reportsThatAreNew(reports, state);
  const comeBack = state.phase === 'interrupted' && news.some((one) => one.type !== 'interrupted');
  if (!isBusy(state) && !comeBack) {
    if (news.every(isPassing)) return nothing;
    if (waitsForRunner(state) && news.every(isLook)) {
      const foreign = deployDoor(command, news, state);
      if (foreign !== undefined) return refuse(foreign);
      return { events: news.flatMap((one) => (isLook(one) && !isPassing(one) ? [one] : [])) };
    }
    return wrongPhase(state, 'report steps', 'It ended without this runner. Look at it with `daywatch status`.');
  }
  const inTheWay = comeBack ? taken(command, state, 'go on with it') : undefined;
  if (inTheWay !== undefined) return inTheWay;
  const isRollback = state.runnerPhase !== undefined && belongsToRollback(state.runnerPhase);
  const stray = news.find((one) => 'phase' in one && belongsToRollback(one.phase) !== isRollback);
  if (stray !== undefined) return wrongPhase(state, `report on ${'phase' in stray ? stray.phase : stray.type}`);
  const shut = deployDoor(command, news, state);
  if (shut !== undefined) return refuse(shut);
  const events: DeploymentEvent[] = comeBack ? [{ type: 'resumed', from: state.runnerPhase ?? 'preflight' }] : [];
  for (const one of news) {
    switch (one.type) {
      case 'heartbeat':
      case 'step-output':
        break;
      case 'phase-finished': {
        events.push(one);
        if (one.phase === 'verifying' && one.outcome === 'passed') {
          const isDeployed = state.finishedAt !== undefined || news.some(isEndOfDeploy);
          if (!isDeployed) return wrongPhase(state, 'begin the watch', 'The deploy has not finished.');
          events.push({ type: 'watch-started', for: formatDuration(watchFor) });
        }
        if (one.phase === 'verifying-rollback' && one.outcome === 'passed') {
          events.push(beginRecovery(recoveryFor, state));
        }
        // The runner's work is over: nothing that it says behind that can interrupt it.
        if (one.outcome === 'failed' || one.phase === 'verifying' || one.phase === 'verifying-rollback')
          return { events };
        break;
      }
      case 'interrupted':
      case 'checked':
      case 'phase-started':
      case 'step-started':
      case 'step-finished':
        events.push(one);
    }
  }
  return { events };
}

const isEndOfDeploy = (one: RunnerReport): boolean =>
  one.type === 'phase-finished' && one.phase === 'deploying' && one.outcome === 'passed';

/** Shown live, but nothing to record. */
const isPassing = (one: RunnerReport): one is Passing => one.type === 'heartbeat' || one.type === 'step-output';
type Passing = Extract<RunnerReport, { type: 'heartbeat' | 'step-output' }>;

/** A whole batch that came before, up to the end of the runner's work: its answer was lost on the way. */
function cameBefore(reports: readonly RunnerReport[], state: Deployment): boolean {
  const last = reports.findLast((one) => !isPassing(one));
  return !isBusy(state) && last?.type === 'phase-finished' && isKnown(last, state);
}

/** Without what came before. A step that is said to start again is also heard to end again. */
function reportsThatAreNew(reports: readonly RunnerReport[], state: Deployment): readonly RunnerReport[] {
  const startedAgain = new Set<string>();
  return reports.filter((one) => {
    if (one.type === 'step-started') startedAgain.add(`${one.phase} ${one.step}`);
    if (one.type === 'step-finished' && startedAgain.has(`${one.phase} ${one.step}`)) return true;
    return !isKnown(one, state);
  });
}

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
      if (one.outcome === 'failed')
        return state.phase === 'failed' || state.phase === 'cancelled' || waitsForRunner(state);
      if (one.phase === 'deploying') return state.finishedAt !== undefined;
      if (one.phase === 'verifying') return state.watchStartedAt !== undefined;
      return one.phase === 'verifying-rollback' && state.phase === 'rolled-back';
    case 'interrupted':
      return state.phase === 'interrupted' || waitsForRunner(state);
    case 'checked':
      return state.checks?.[one.item]?.at === one.at && state.checks[one.item]?.state === one.state;
  }
}

/** What is found of a checklist before a runner takes the deployment up. */
const isLook = (one: RunnerReport): one is Look | Passing =>
  isPassing(one) || one.type === 'checked' || one.type === 'step-started' || one.type === 'step-finished';
type Look = Extract<RunnerReport, { type: 'checked' | 'step-started' | 'step-finished' }>;

function resume(others: Others, state: Deployment): Decision {
  if (waitsForRunner(state)) {
    return { events: [{ type: 'taken-up', steps: state.steps.map(({ phase, id, title }) => ({ phase, id, title })) }] };
  }
  if (isBusy(state)) return refuse(environmentBusy(state));
  if (state.phase !== 'interrupted')
    return wrongPhase(state, 'resume it', 'Only an interrupted deployment can be resumed.');
  const inTheWay = taken(others, state, 'resume it');
  if (inTheWay !== undefined) return inTheWay;
  return { events: [{ type: 'resumed', from: state.runnerPhase ?? 'preflight' }] };
}

function rollBack(command: Extract<Command, { type: 'roll-back' }>, state: Deployment): Decision {
  const decision = beginRollback(command.request, state, command.circumstances);
  // What has to be said of the deployment itself comes first; of a request that came before, nothing else matters.
  if ('events' in decision && decision.events.length === 0) return decision;
  if (isBusy(state)) return refuse(environmentBusy(state));
  return taken(command, state, 'roll it back') ?? decision;
}

function offerRollback(command: Extract<Command, { type: 'offer-rollback' }>, state: Deployment): Decision {
  if (!mayBeOffered(state) || command.busy !== undefined || command.newer !== undefined) return nothing;
  const { recommendation, because } = rule({ environment: state.environment, deployment: state });
  return recommendation === 'roll-back'
    ? { events: [{ type: 'automatic-rollback-offered', because: [...because] }] }
    : nothing;
}

function decideByPerson(
  { decision, reason, newer, longer, asked }: Extract<Command, { type: 'decide' }>,
  state: Deployment,
): Decision {
  const open: readonly Phase[] = ['watching', 'failed', 'interrupted'];
  if (!open.includes(state.phase)) return wrongPhase(state, 'decide about it');
  const inTheWay = taken(newer === undefined ? {} : { newer }, state, 'decide about it');
  if (inTheWay !== undefined) return inTheWay;
  const answer = asked === undefined ? undefined : state.decisions.find(({ at }) => at >= asked);
  if (answer !== undefined) {
    const detail = `${answer.by} has decided ${answer.decision.toUpperCase()} already: ${answer.reason}`;
    return refuse({ code: 'already-decided', detail, hint: 'Decide with `daywatch decide` if that has to change.' });
  }
  if (decision === 'extend') return extendWatch({ by: longer, reason }, state);
  if (decision === 'go' && (state.finishedAt === undefined || state.rollback !== undefined)) {
    const what = state.rollback === undefined ? 'its deploy has not finished' : 'its rollback has begun';
    return wrongPhase(state, 'decide GO', `It is not known to be what runs: ${what}.`);
  }
  return { events: [{ type: 'decided', decision, reason }] };
}

/** What is recorded is the verdict that people see, so a NO-GO that stands is not lifted by the engine. */
function judge(assessment: Assessment, state: Deployment): Decision {
  if (state.phase !== 'watching') return nothing;
  const {
    verdict,
    recommendation,
    rule: clause,
    because,
    final,
  } = rule({
    environment: state.environment,
    deployment: state,
    assessment,
  });
  const last = state.verdict;
  const changed =
    last === undefined ||
    last.verdict !== verdict ||
    last.recommendation !== recommendation ||
    last.rule !== clause ||
    last.final !== final;
  if (!changed) return nothing;
  const evidence = evidenceOf(assessment, final);
  const events: DeploymentEvent[] = [
    {
      type: 'verdict-changed',
      verdict,
      recommendation,
      rule: clause,
      because: [...because],
      final,
      ...(evidence.length > 0 && { evidence }),
    },
  ];
  if (final) {
    const { seen, blind } = assessment.watch;
    events.push({ type: 'watch-ended', verdict, seen, blind, because: because[0] ?? clause });
    if (verdict === 'undecided') events.push(askForDecision(assessment, [...because]));
  }
  return { events };
}
