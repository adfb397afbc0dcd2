import type { RunnerPhase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import { closedWindow, isWindowOverridden } from '../window/closed-window.ts';
import { beginDeployment, resumeDeployment } from './begin-deployment.ts';
import { inCheckout } from './checkout-lock.ts';
import type { Begun, DeployOrder } from './deploy-order.ts';
import type { Ending } from './ending.ts';
import { forServices } from './for-services.ts';
import { passedSteps } from './planned-steps.ts';
import { preflight } from './preflight.ts';
import { commitToDeploy } from './propose-deploy.ts';
import { restoreCheckout } from './restore-checkout.ts';
import { describeFailed, runSteps } from './run-steps.ts';
import { openSession, type RunnerTools, type Session } from './session.ts';
import { shortRef } from './short-ref.ts';
import { isGitStep, nothingLeft } from './step-command.ts';

/** What `daywatch deploy` does: preflight, steps, verification. The watch is the daemon's. */
export const deploy = (order: DeployOrder, tools: RunnerTools): Promise<Ending> =>
  inCheckout(`daywatch deploy ${order.environment.name}`, tools, (inside) => deployHere(order, inside));

async function deployHere(order: DeployOrder, tools: RunnerTools): Promise<Ending> {
  const begun = await (order.resume ? resumeDeployment : beginDeployment)(order, tools);
  if ('type' in begun) return begun;
  const { deployment, runnerToken, version } = begun;
  const resume = `daywatch deploy ${order.environment.name} --resume ${deployment.id}`;
  const session = openSession({
    deployment: deployment.id,
    runnerToken,
    passed: passedSteps(deployment),
    resume,
    tools,
  });
  const variables = { ...version, ref: order.environment.deploy?.from ?? version.commit };
  const environment = forServices(order.environment, deployment.services);
  const work = { order: { ...order, environment }, begun, variables, session, tools };
  return session.end(async () => {
    for (const phase of phasesFrom(begun.from)) {
      const ending = session.stopped() ?? (await phase(work));
      if (ending !== undefined) return session.stopped() ?? ending;
    }
    return undefined;
  });
}

interface Work {
  readonly order: DeployOrder;
  readonly begun: Begun;
  readonly variables: Readonly<Record<string, string>>;
  readonly session: Session;
  readonly tools: RunnerTools;
}

const phases = [
  ['preflight', checkFirst],
  ['deploying', runDeploySteps],
  ['verifying', verify],
] as const;

const phasesFrom = (first: RunnerPhase) =>
  phases
    .slice(
      Math.max(
        0,
        phases.findIndex(([name]) => name === first),
      ),
    )
    .map(([, phase]) => phase);

async function checkFirst({ order, begun, variables, session, tools }: Work): Promise<Ending | undefined> {
  const { environment, signOffPatience: patience } = order;
  const { version, lastStable, rolledBack } = begun;
  session.say({ type: 'phase-started', phase: 'preflight' });
  const { because, overridden, unsigned } = await preflight({
    deployment: begun.deployment.id,
    plan: environment,
    version,
    ...(lastStable && { lastStable }),
    ...(rolledBack && { rolledBack }),
    variables,
    patience,
    session,
    tools,
  });
  const stopped = session.stopped();
  if (stopped !== undefined) return stopped;
  // Last: sign-offs may have been waited for until the window closed, or the branch moved on.
  const tooLate =
    because === undefined
      ? ((await movedOn(order, version, tools)) ?? (await closedFor(order, begun, tools)))
      : undefined;
  if (tooLate !== undefined) {
    const { told, ...ending } = tooLate;
    session.say({ type: 'phase-finished', phase: 'preflight', outcome: 'failed', because: told });
    return { type: 'failed', ...ending };
  }
  if (because === undefined) {
    const told = overridden === undefined ? {} : { because: overridden };
    session.say({ type: 'phase-finished', phase: 'preflight', outcome: 'passed', ...told });
    // It is the daemon that opens the door: nothing is touched before it has heard, and may refuse.
    await session.heard();
    return undefined;
  }
  session.say({ type: 'phase-finished', phase: 'preflight', outcome: 'failed', because });
  const signing =
    unsigned.length > 0 ? 'Deploy again with --wait-for-sign-offs 30m and sign while it waits, or' : 'Mend it, or';
  return {
    type: 'failed',
    because: `The checklist is not fulfilled: ${because}`,
    hint: `${signing} deploy with --override REASON, if you are a lead.`,
  };
}

/** What has come up while the checklist was looked at. */
interface TooLate {
  /** For the record. */
  readonly told: string;
  readonly because: string;
  readonly hint: string;
}

/** The daemon would refuse it too; a lead may have said why it is right all the same. */
async function closedFor(
  { environment: { window } }: DeployOrder,
  { deployment: { id: deployment } }: Begun,
  { clock, daemon, signal }: RunnerTools,
): Promise<TooLate | undefined> {
  const closed = closedWindow(window, clock.now());
  if (closed === undefined) return undefined;
  const got = await daemon.client.deployment({ deployment }, { signal });
  if (got.ok && isWindowOverridden(got.value)) return undefined;
  return {
    told: closed,
    because: `It is not the time to deploy: ${closed}.`,
    hint: 'Wait for the window, or deploy with --override REASON, if you are a lead.',
  };
}

/** What people signed for, and what was looked at, is not what the steps would deploy. */
async function movedOn(
  { environment }: DeployOrder,
  { commit }: Begun['version'],
  tools: RunnerTools,
): Promise<TooLate | undefined> {
  const now = await commitToDeploy(environment, tools);
  if (now === commit) return undefined;
  const [before, after] = [commit, typeof now === 'string' ? now : 'gone'].map(shortRef);
  const told = `${environment.deploy?.from ?? 'the checkout'} has moved on from ${before} to ${after}`;
  return {
    told,
    because: `While the checklist was looked at, ${told}.`,
    hint: `Deploy again, for what is there now: daywatch deploy ${environment.name}`,
  };
}

async function runDeploySteps({ order, variables, session, tools }: Work): Promise<Ending | undefined> {
  const { git, clock, mask, signal } = tools;
  const { say, passed } = session;
  const start = await git.whereWeAre();
  say({ type: 'phase-started', phase: 'deploying' });
  // The door is asked once more: a sign-off may have been withdrawn since the preflight.
  await session.heard();
  const stopped = session.stopped();
  if (stopped !== undefined) return stopped;
  const steps = order.environment.deploy?.steps ?? [];
  const [failed] = await runSteps({ phase: 'deploying', steps, atFailure: 'stop', variables, passed, tools, say });
  if (failed !== undefined && isGitStep(failed.step)) {
    // An interrupted deployment goes on from the branch it had come to.
    const back = signal.aborted ? await git.whereWeAre() : start;
    await restoreCheckout({ phase: 'deploying', start: back, git, clock, mask, say });
  }
  if (failed === undefined) {
    say({ type: 'phase-finished', phase: 'deploying', outcome: 'passed' });
    return undefined;
  }
  if (signal.aborted) return session.stopped();
  const because = describeFailed([failed]);
  const untouched = nothingLeft(steps.slice(0, steps.indexOf(failed.step)), failed.step);
  say({ type: 'phase-finished', phase: 'deploying', outcome: 'failed', because, ...(untouched && { untouched }) });
  return { type: 'failed', because, hint: untouched ? untouchedHint(order) : rollbackHint(order) };
}

async function verify({ order, variables, session, tools }: Work): Promise<Ending | undefined> {
  const { say, passed } = session;
  say({ type: 'phase-started', phase: 'verifying' });
  const steps = order.environment.verify;
  const failed = await runSteps({ phase: 'verifying', steps, atFailure: 'go-on', variables, passed, tools, say });
  if (tools.signal.aborted) return session.stopped();
  if (failed.length === 0) {
    say({ type: 'phase-finished', phase: 'verifying', outcome: 'passed' });
    return undefined;
  }
  const because = describeFailed(failed);
  say({ type: 'phase-finished', phase: 'verifying', outcome: 'failed', because });
  return {
    type: 'failed',
    because: `The new version does not pass its verification: ${because}`,
    hint: rollbackHint(order),
  };
}

const untouchedHint = ({ environment: { name } }: DeployOrder): string =>
  `${name} is as it was: nothing has left this checkout. Mend it and deploy again: daywatch deploy ${name}`;

const rollbackHint = ({ environment }: DeployOrder): string =>
  environment.rollback === undefined
    ? 'The plan has no rollback; what was done so far stays.'
    : `What was done so far stays. Go back with: daywatch rollback ${environment.name}`;
