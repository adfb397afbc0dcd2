import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import type { RunnerPhase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { inCheckout } from './checkout-lock.ts';
import { type Ending, endingOf, failed } from './ending.ts';
import { forServices } from './for-services.ts';
import { otherThanExpected } from './other-than-expected.ts';
import { passedSteps } from './planned-steps.ts';
import { proposeRollback, whatRuns } from './propose-rollback.ts';
import { restoreCheckout } from './restore-checkout.ts';
import { tagsFor } from './rollback-target.ts';
import { describeFailed, runSteps } from './run-steps.ts';
import type { Target } from './runner-event.ts';
import { openSession, type RunnerTools, type Session } from './session.ts';
import { shortRef } from './short-ref.ts';
import { isGitStep } from './step-command.ts';

export interface RollbackOrder {
  readonly plan: Plan;
  readonly environment: EnvironmentPlan;
  /** The deployment whose interrupted rollback goes on. */
  readonly resume?: string;
  readonly reason?: string;
  /** Why it begins although the cool-down is not over. */
  readonly override?: string;
  /** The commit to go back to that was agreed to, perhaps shortened. */
  readonly expected?: string;
  /** The waiting runner that takes the rollback which the daemon offers. */
  readonly automatic?: { readonly runner: string; readonly host: string };
  /** Asks the person; a rollback that needs no asking answers true. */
  readonly confirm: (preview: RunnerPreview) => Promise<boolean>;
}

interface Way {
  readonly deployment: string;
  readonly runnerToken: string;
  readonly target: Target;
  readonly passed: ReadonlySet<string>;
  readonly from: RunnerPhase;
  /** What the deployment brought, of a release that has several. */
  readonly services?: readonly string[];
}

/** What `daywatch rollback` does: back to the last stable version, and a proof that it serves. */
export const rollBack = (order: RollbackOrder, tools: RunnerTools): Promise<Ending> =>
  inCheckout(`daywatch rollback ${order.environment.name}`, tools, (inside) => rollBackHere(order, inside));

async function rollBackHere(order: RollbackOrder, tools: RunnerTools): Promise<Ending> {
  const { plan } = order;
  const way = await findWay(order, tools);
  if ('type' in way) return way;
  const environment = forServices(order.environment, way.services);
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
  const start = await tools.git.whereWeAre();
  const ended = await session.end(async () => {
    const ending =
      (way.from === 'verifying-rollback' ? undefined : await runRollbackSteps(environment, target, session, tools)) ??
      session.stopped() ??
      (await proveRecovery(environment, target, session, tools));
    return session.stopped() ?? ending;
  });
  const left = await tools.git.whereWeAre();
  if (ended.type === 'done' && left.ref !== start.ref) {
    // It stays: where the checkout itself is what runs, going back would undo the rollback.
    const branch = start.ref === start.commit ? '' : ` Back to ${start.ref}: git checkout ${start.ref}`;
    tools.tell({ type: 'warning', text: `The checkout stays at ${shortRef(left.ref)}.${branch}` });
  }
  return ended;
}

async function findWay(order: RollbackOrder, tools: RunnerTools): Promise<Way | Ending> {
  if (order.resume !== undefined) return goOn(order.resume, order.environment, tools);
  const proposal = await proposeRollback(order.environment, tools);
  if ('type' in proposal) return proposal;
  const { preview, target, deployment, because, services } = proposal;
  const other = otherThanExpected(order.expected, target, `daywatch rollback ${order.environment.name}`);
  if (other !== undefined) return other;
  if (!(await order.confirm(preview))) return failed('Nothing was rolled back.');
  const { version, commit } = target;
  const reason = order.reason ?? because[0] ?? 'no reason was given';
  const ticket = await tools.daemon.client.beginRollback({
    deployment,
    body: {
      target: { version, commit },
      steps: preview.steps,
      reason,
      ...(order.override !== undefined && { override: order.override }),
      ...(order.automatic && { automatic: order.automatic }),
    },
  });
  if (!ticket.ok) return endingOf(ticket.failure);
  for (const text of preview.warnings) tools.tell({ type: 'warning', text });
  return {
    deployment,
    runnerToken: ticket.value.runnerToken,
    target,
    passed: new Set(),
    from: 'rolling-back',
    ...(services && { services }),
  };
}

/** Takes over a rollback whose runner was interrupted. */
async function goOn(id: string, environment: EnvironmentPlan, tools: RunnerTools): Promise<Way | Ending> {
  const { git, daemon } = tools;
  const now = await whatRuns(environment, tools);
  if ('type' in now) return now;
  const recorded = now.deployment.rollback?.target;
  if (now.deployment.id !== id || recorded === undefined) return failed(`${id} has no rollback that could go on.`);
  const commit = await git.resolve(recorded.commit);
  if (commit === undefined) {
    return failed(
      `${recorded.version} (${recorded.commit.slice(0, 7)}) is not in this checkout.`,
      'Try: git fetch --tags',
    );
  }
  const tags = await tagsFor(environment.name, environment.rollback?.tags ?? '*', git);
  const tag = tags.find((one) => one.commit === commit);
  const ticket = await daemon.client.resumeDeployment({ deployment: id });
  if (!ticket.ok) return endingOf(ticket.failure);
  const { deployment, runnerToken } = ticket.value;
  return {
    deployment: id,
    runnerToken,
    target: { version: recorded.version, commit, ref: tag?.name ?? commit },
    passed: passedSteps(deployment),
    from: deployment.runnerPhase ?? 'rolling-back',
    ...(deployment.services && { services: deployment.services }),
  };
}

const variablesOf = ({ version, commit, ref }: Target) => ({ version, commit, ref });

async function runRollbackSteps(
  { rollback }: EnvironmentPlan,
  target: Target,
  { say, passed }: Session,
  tools: RunnerTools,
): Promise<Ending | undefined> {
  const { git, clock, mask, signal } = tools;
  const phase = 'rolling-back';
  const steps = rollback?.steps ?? [];
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
  if (isGitStep(fault.step)) await restoreCheckout({ phase, start, git, clock, mask, say });
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
