import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import type { RunnerPhase, Version } from '@daywatch/shared/vocabulary/deployment.ts';
import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { changedFilesInTheWay } from './begin-deployment.ts';
import { type Ending, endingOf, failed } from './ending.ts';
import { passedSteps, stepsOfRollback } from './planned-steps.ts';
import { restoreCheckout } from './restore-checkout.ts';
import { findRollbackTarget, missingScripts } from './rollback-target.ts';
import { describeFailed, runSteps } from './run-steps.ts';
import type { Target } from './runner-event.ts';
import { openSession, type RunnerTools, type Session } from './session.ts';
import { isGitStep } from './step-command.ts';

/** What a person should know before saying yes. */
export interface RollbackProposal {
  readonly environment: string;
  readonly current: Version;
  readonly target: Target;
  /** Newest first: commits that will no longer run. Absent when the checkout does not know what runs. */
  readonly undone?: readonly { readonly commit: string; readonly subject: string }[];
  readonly steps: readonly string[];
}

export interface RollbackOrder {
  readonly plan: Plan;
  readonly environment: EnvironmentPlan;
  /** The deployment whose interrupted rollback goes on. */
  readonly resume?: string;
  readonly reason?: string;
  /** Asks the person; a rollback that needs no asking answers true. */
  readonly confirm: (proposal: RollbackProposal) => Promise<boolean>;
}

type RollbackPlan = NonNullable<EnvironmentPlan['rollback']>;
type Current = NonNullable<EnvironmentView['deployment']>;

interface Way {
  readonly deployment: string;
  readonly runnerToken: string;
  readonly target: Target;
  readonly passed: ReadonlySet<string>;
  readonly from: RunnerPhase;
}

/** What `daywatch rollback` does: back to the last stable version, and a proof that it serves. */
export async function rollBack(order: RollbackOrder, tools: RunnerTools): Promise<Ending> {
  const { plan, environment } = order;
  const { rollback } = environment;
  if (rollback === undefined)
    return failed(
      `The plan does not say how ${environment.name} is rolled back.`,
      'Add `rollback: { steps: [ … ] }` to the environment.',
    );
  const way = await findWay(order, rollback, tools);
  if ('type' in way) return way;
  const { deployment, runnerToken, target, passed } = way;
  const resume = `daywatch rollback ${environment.name} --resume ${deployment}`;
  const version = { version: target.version, commit: target.commit };
  tools.tell({
    type: 'begun',
    what: 'rollback',
    service: plan.service,
    environment: environment.name,
    version,
    deployment,
  });
  const session = openSession({ deployment, runnerToken, passed, resume, tools });
  const ending =
    (way.from === 'verifying-rollback' ? undefined : await runRollbackSteps(rollback, target, session, tools)) ??
    session.stopped() ??
    (await proveRecovery(environment, target, session, tools));
  return session.end(session.stopped() ?? ending ?? { type: 'done' });
}

async function findWay(order: RollbackOrder, rollback: RollbackPlan, tools: RunnerTools): Promise<Way | Ending> {
  const { git, daemon } = tools;
  if (!(await git.isCheckout())) return failed(`${tools.folder} is not a git checkout.`);
  const changed = await changedFilesInTheWay(git, true);
  if (changed !== undefined) return changed;
  const got = await daemon.client.environment({ environment: order.environment.name });
  if (!got.ok) return endingOf(got.failure);
  const { deployment: current, lastStable } = got.value;
  if (current === undefined) return failed(`Nothing has been deployed to ${order.environment.name} yet.`);
  if (order.resume !== undefined) return goOn(order.resume, rollback, current, tools);

  const target = await findRollbackTarget({
    rollback,
    current: current.commit,
    git,
    ...(lastStable !== undefined && { lastStable }),
  });
  if ('none' in target) return failed(`There is nothing to roll back to: ${target.none}.`);
  const [script] = await missingScripts(rollback, target, git);
  if (script !== undefined) return failed(`${target.ref} has no ${script}, which the rollback would run.`);
  const variables = variablesOf(target);
  const steps = stepsOfRollback(order.environment, variables);
  const proposal: RollbackProposal = {
    environment: order.environment.name,
    current: { version: current.version, commit: current.commit },
    target,
    ...((await git.resolve(current.commit)) !== undefined && {
      undone: await git.commitsBetween(target.commit, current.commit),
    }),
    steps: steps.filter(({ phase }) => phase === 'rolling-back').map(({ title }) => title),
  };
  if (!(await order.confirm(proposal))) return failed('The rollback was not begun.');
  const reason = order.reason ?? got.value.verdict.because[0] ?? 'no reason was given';
  const { version, commit } = target;
  const ticket = await daemon.client.beginRollback({
    deployment: current.id,
    body: { target: { version, commit }, steps, reason },
  });
  if (!ticket.ok) return endingOf(ticket.failure);
  return {
    deployment: current.id,
    runnerToken: ticket.value.runnerToken,
    target,
    passed: new Set(),
    from: 'rolling-back',
  };
}

async function goOn(
  id: string,
  rollback: RollbackPlan,
  current: Current,
  { git, daemon }: RunnerTools,
): Promise<Way | Ending> {
  const recorded = current.rollback?.target;
  if (current.id !== id || recorded === undefined) return failed(`${id} has no rollback that could go on.`);
  const commit = await git.resolve(recorded.commit);
  if (commit === undefined)
    return failed(
      `${recorded.version} (${recorded.commit.slice(0, 7)}) is not in this checkout.`,
      'Try: git fetch --tags',
    );
  const tag = (await git.tags(rollback.tags)).find((one) => one.commit === commit);
  const ticket = await daemon.client.resumeDeployment({ deployment: id });
  if (!ticket.ok) return endingOf(ticket.failure);
  const { deployment, runnerToken } = ticket.value;
  return {
    deployment: id,
    runnerToken,
    target: { version: recorded.version, commit, ref: tag?.name ?? commit },
    passed: passedSteps(deployment),
    from: deployment.runnerPhase ?? 'rolling-back',
  };
}

const variablesOf = ({ version, commit, ref }: Target) => ({ version, commit, ref });

async function runRollbackSteps(
  { steps }: RollbackPlan,
  target: Target,
  { say, passed }: Session,
  tools: RunnerTools,
): Promise<Ending | undefined> {
  const { git, clock, signal } = tools;
  const phase = 'rolling-back';
  const start = await git.whereWeAre();
  say({ type: 'phase-started', phase });
  const [fault] = await runSteps({
    phase,
    steps,
    atFailure: 'stop',
    variables: variablesOf(target),
    passed,
    tools,
    say,
  });
  if (signal.aborted) return undefined;
  if (fault === undefined) {
    say({ type: 'phase-finished', phase, outcome: 'passed' });
    return undefined;
  }
  if (isGitStep(fault.step)) await restoreCheckout({ phase, start, git, clock, say });
  const because = describeFailed([fault]);
  say({ type: 'phase-finished', phase, outcome: 'failed', because });
  return failed(
    `The rollback did not succeed: ${because}`,
    'The new version may still run. Mend this and roll back again.',
  );
}

async function proveRecovery(
  { verify }: EnvironmentPlan,
  target: Target,
  { say, passed }: Session,
  tools: RunnerTools,
): Promise<Ending | undefined> {
  const phase = 'verifying-rollback';
  say({ type: 'phase-started', phase });
  const faults = await runSteps({
    phase,
    steps: verify,
    atFailure: 'go-on',
    variables: variablesOf(target),
    passed,
    tools,
    say,
  });
  if (tools.signal.aborted) return undefined;
  if (faults.length === 0) {
    say({ type: 'phase-finished', phase, outcome: 'passed' });
    return undefined;
  }
  const because = describeFailed(faults);
  say({ type: 'phase-finished', phase, outcome: 'failed', because });
  return failed(`${target.version} runs again, but does not pass its verification: ${because}`);
}
