import { createHash } from 'node:crypto';
import type { DeploymentRequest } from '@daywatch/shared/api/routes.ts';
import type { Deployment, DeploymentEvent, RecordedEvent } from '@daywatch/shared/vocabulary/deployment.ts';
import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import {
  type Instant,
  instant,
  type Millis,
  millis,
  parseRfc3339,
  rfc3339,
  seconds,
} from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import type { Clock } from '../ports/clock.ts';
import type { Actor, Answer, DeploymentCommands, Frozen, Ticket } from '../ports/commands.ts';
import type { Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import type { StableVersion, Store } from '../ports/store.ts';
import type { Refusal } from '../problems.ts';
import { chain, emptyChain } from '../record/chain.ts';
import { closedWindow } from '../window/closed-window.ts';
import { type Command, decide, hasTouched, isBusy, type Note, type Others } from './decide.ts';
import { evolve } from './evolve.ts';
import { waitsForRunner } from './planned-state.ts';
import { createPreparation, type PreparationCommands } from './preparation-commands.ts';
import { runningRecovery } from './recovery.ts';
import { lastAttemptOf, mayBeOffered, type RollbackCircumstances } from './rollback-rules.ts';

/** A runner that is silent for so long is gone: it sends a heartbeat every 5 s. */
export const runnerSilence: Millis = seconds(30);

export interface HandleParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  /** The plan in force; `undefined` when the environment is not known. */
  planOf(
    environment: string,
  ): { readonly plan: EnvironmentPlan; readonly hash: string; readonly whole: Pick<Plan, 'roles'> } | undefined;
  /** Keeps the readings before the deploy as its baseline, and tells what it rests on. */
  freezeBaseline(deployment: Deployment, until: Instant): Promise<Frozen>;
  /** Called after each append, with the new state. */
  onChange(deployment: Deployment, events: readonly DeploymentEvent[]): void;
  /** Output of a running step: shown live, never stored. */
  onOutput(deployment: Deployment, text: string): void;
  /** Criteria of the running watch that are failing now. */
  failingCriteria?(deployment: Deployment): readonly string[];
}

export interface Deployments extends DeploymentCommands, PreparationCommands {
  /** `of`: the deployment itself, or the version that runs again after its rollback. */
  judge(deployment: string, assessment: Assessment, of?: 'deployment' | 'recovery'): Promise<void>;
  /** Offers the rollback to waiting runners where the plan wants it and the verdict recommends it; once. */
  offerRollback(deployment: string): Promise<void>;
  noteBlindGap(deployment: string, from: Instant, until: Instant): Promise<void>;
  /** Records what happened to a watch, once however often it is told. */
  note(deployment: string, note: Note, by: Actor): Promise<void>;
  /** Marks as interrupted what no runner has reported on for `runnerSilence`. */
  findSilentRunners(): Promise<void>;
  /** Takes up a deployment that an earlier process began. */
  adopt(deployment: Deployment): void;
}

/** The only writer of events. One command of an environment at a time. */
export function createDeployments(parts: HandleParts): Deployments {
  const { store, clock, ids } = parts;
  /** By a clock that only moves forward: a wall clock that is set makes nobody silent. */
  const lastHeard = new Map<string, Millis>();
  const lines = new Map<string, Promise<unknown>>();

  /** Commands of one environment stand in line. */
  function inLine<T>(environment: string, work: () => Promise<T>): Promise<T> {
    const before = lines.get(environment) ?? Promise.resolve();
    const mine = before.then(work, work);
    lines.set(environment, mine);
    return mine;
  }

  async function apply(id: string, command: Command, by: Actor, at = clock.now()): Promise<Answer<Deployment>> {
    for (let attempt = 1; ; attempt += 1) {
      const record = await store.events(id);
      const state = record.reduce<Deployment | undefined>(evolve, undefined);
      const decision = decide(command, state);
      if ('refused' in decision) return decision;
      const events = await withBaseline(record, state, decision.events);
      if (events.length === 0) {
        if (state === undefined) throw new Error(`nothing follows from ${command.type} for ${id}`);
        return state;
      }
      const last = record.at(-1);
      const appended = chain(last ?? emptyChain, events, { deployment: id, at, actor: by });
      const deployment = appended.reduce(evolve, state) as Deployment;
      if (state !== undefined && hasReplaced(state, deployment, events)) await supersedeOthers(deployment);
      const hasSucceeded = deployment.phase === 'succeeded' && state?.phase !== 'succeeded';
      const outcome = await store.append({
        expected: last?.sequence ?? 0,
        events: appended,
        deployment,
        ...(hasSucceeded && { stable: stableVersion(deployment, at) }),
      });
      if (outcome === 'appended') {
        tell(deployment, appended);
        return offered(deployment, command);
      }
      if (attempt === 5) throw new Error(`the record of ${id} was changed by others five times in a row`);
    }
  }

  const isAutomatic = (environment: string): boolean => parts.planOf(environment)?.plan.rollback?.automatic === true;

  /** Behind every event: the recommendation may have become a rollback. */
  async function offered(deployment: Deployment, after: Command): Promise<Deployment> {
    if (after.type === 'offer-rollback' || after.type === 'supersede') return deployment;
    if (!isAutomatic(deployment.environment) || !mayBeOffered(deployment)) return deployment;
    const command: Command = { type: 'offer-rollback', ...(await othersThan(deployment)) };
    const answer = await apply(deployment.id, command, 'daemon');
    return 'refused' in answer ? deployment : answer;
  }

  async function circumstancesOf(deployment: Deployment): Promise<RollbackCircumstances> {
    const coolDown = parts.planOf(deployment.environment)?.plan.rollback?.coolDown;
    const lastAttempt = lastAttemptOf(await newest(deployment.environment));
    const failing = parts.failingCriteria?.(deployment);
    return {
      now: clock.now(),
      ...(coolDown !== undefined && { coolDown }),
      ...(lastAttempt !== undefined && { lastAttempt }),
      ...(failing !== undefined && { failing }),
    };
  }

  /** The last look at the old version: the baseline is frozen the moment the steps begin. */
  async function withBaseline(
    record: readonly RecordedEvent[],
    state: Deployment | undefined,
    events: readonly DeploymentEvent[],
  ): Promise<readonly DeploymentEvent[]> {
    // Not again for a runner that comes back: by then the new version may serve.
    const isFrozen = record.some(({ event }) => event.type === 'baseline-frozen');
    if (state === undefined || isFrozen || !events.some(beginsToDeploy)) return events;
    const until = clock.now();
    const frozen = await parts.freezeBaseline(state, until);
    return [{ type: 'baseline-frozen', until: rfc3339(until), ...frozen }, ...events];
  }

  function tell(deployment: Deployment, appended: readonly RecordedEvent[]): void {
    const { id, environment, phase, version } = deployment;
    for (const { sequence, actor, event } of appended) {
      parts.log.info(
        { deployment: id, environment, version: version.version, sequence, actor, event: event.type, phase },
        event.type,
      );
    }
    // Whoever is said to be at work is listened for, whatever becomes of this answer.
    if (isBusy(deployment) && !lastHeard.has(id)) lastHeard.set(id, clock.elapsed());
    parts.onChange(
      deployment,
      appended.map(({ event }) => event),
    );
  }

  async function supersedeOthers({ id, environment, version }: Deployment): Promise<void> {
    const by = `${version.version} (${id})`;
    const others = (await newest(environment)).filter((other) => other.id !== id && isSuperseded(other));
    for (const other of others) await apply(other.id, { type: 'supersede', by }, 'daemon');
  }

  async function ticket(answer: Answer<Deployment>): Promise<Answer<Ticket>> {
    if ('refused' in answer) return answer;
    const runnerToken = ids.secret();
    await store.saveRunnerKey(answer.id, sha256(runnerToken));
    lastHeard.set(answer.id, clock.elapsed());
    return { deployment: answer, runnerToken };
  }

  async function onDeployment(
    id: string,
    by: Actor,
    command: Command | ((others: Others) => Command | Promise<Command>),
  ): Promise<Answer<Deployment>> {
    const known = await store.deployment(id);
    if (known === undefined)
      return { refused: { code: 'unknown-deployment', detail: `There is no deployment ${id}.` } };
    return inLine(known.environment, async () =>
      apply(id, typeof command === 'function' ? await command(await othersThan(known)) : command, by),
    );
  }

  const newest = (environment: string) => store.deployments({ environment, limit: 20 });
  const waiting = async (environment: string) => (await newest(environment)).find(waitsForRunner);

  async function othersThan({ id, environment }: Pick<Deployment, 'id' | 'environment'>): Promise<Others> {
    const all = await newest(environment);
    const busy = all.find((other) => other.id !== id && isBusy(other));
    const place = all.findIndex((other) => other.id === id);
    const newer = all.slice(0, place === -1 ? 0 : place).find(hasTouched);
    return { ...(busy && { busy }), ...(newer && { newer }) };
  }

  /** A wall clock that was set back must not put a deployment before those that came first. */
  async function afterAllOf(environment: string): Promise<Instant> {
    const last = (await newest(environment))[0];
    const after = last === undefined ? 0 : (parseRfc3339(last.requestedAt) ?? 0) + 1;
    return instant(Math.max(clock.now(), after));
  }

  /** Only with the plan that is in force is anything begun. */
  function outOfForce(environment: string, request: DeploymentRequest): { readonly refused: Refusal } | undefined {
    const inForce = parts.planOf(environment);
    if (inForce === undefined) {
      const detail = `No plan is registered for ${environment}.`;
      return {
        refused: {
          code: 'unknown-environment',
          detail,
          hint: 'Register it first: daywatch serve --plan daywatch.yaml, or PUT …/plan.',
        },
      };
    }
    if (inForce.hash !== request.planHash) {
      const detail = `The plan of ${environment} was changed since this deployment was prepared.`;
      return { refused: { code: 'plan-changed', detail, hint: 'Begin again, with the plan that is in force now.' } };
    }
    return undefined;
  }

  return {
    async begin(environment, request, by) {
      const wrongPlan = outOfForce(environment, request);
      if (wrongPlan !== undefined) return wrongPlan;
      return inLine(environment, async () => {
        const others = await othersThan({ id: request.id, environment });
        const planned = await waiting(environment);
        // What was prepared is what is deployed: its record goes on.
        if (planned !== undefined && others.busy === undefined)
          return ticket(await apply(planned.id, { type: 'take-up', request }, by));
        const at = await afterAllOf(environment);
        return ticket(await apply(request.id, { type: 'request', environment, request, ...others }, by, at));
      });
    },

    async prepare(environment, request, by) {
      const wrongPlan = outOfForce(environment, request);
      if (wrongPlan !== undefined) return wrongPlan;
      return inLine(environment, async () => {
        const planned = await waiting(environment);
        if (planned !== undefined) return ticket(await apply(planned.id, { type: 'prepare', request }, by));
        const others = await othersThan({ id: request.id, environment });
        const command: Command = { type: 'request', environment, request, prepared: true, ...others };
        return ticket(await apply(request.id, command, by, await afterAllOf(environment)));
      });
    },

    async report(id, reports) {
      const known = await store.deployment(id);
      if (known === undefined)
        return { refused: { code: 'unknown-deployment', detail: `There is no deployment ${id}.` } };
      lastHeard.set(id, clock.elapsed());
      const answer = await inLine(known.environment, async () => {
        const plan = parts.planOf(known.environment)?.plan;
        if (plan === undefined) throw new Error(`${known.environment} has lost its plan`);
        const watchFor = plan.watch.for;
        const recoveryFor = plan.rollback?.watchFor;
        const closed = closedWindow(plan.window, clock.now());
        const command: Command = {
          type: 'report',
          reports,
          watchFor,
          checklist: plan.checklist,
          ...(closed !== undefined && { closed }),
          ...(recoveryFor !== undefined && { recoveryFor }),
          ...(await othersThan(known)),
        };
        return apply(id, command, `runner of ${known.deployedBy}`);
      });
      if (!('refused' in answer)) {
        const output = reports.flatMap((one) => (one.type === 'step-output' ? [one.text] : [])).join('');
        if (output !== '') parts.onOutput(answer, output);
      }
      return answer;
    },

    async resume(id, by) {
      return ticket(await onDeployment(id, by, (others) => ({ type: 'resume', ...others })));
    },

    async beginRollback(id, request, by) {
      const known = await store.deployment(id);
      const command = async (others: Others): Promise<Command> => {
        const circumstances = known && (await circumstancesOf(known));
        return { type: 'roll-back', request, ...others, ...(circumstances && { circumstances }) };
      };
      return ticket(await onDeployment(id, by, command));
    },

    tagStable: (id, { tag, commit, pushedTo }, by) =>
      onDeployment(id, by, { type: 'tag', tag, commit, ...(pushedTo !== undefined && { pushedTo }) }),

    async offerRollback(id) {
      const known = await store.deployment(id);
      if (known === undefined || !isAutomatic(known.environment) || !mayBeOffered(known)) return;
      await onDeployment(id, 'daemon', (others) => ({ type: 'offer-rollback', ...others }));
    },

    ...createPreparation({ store, planOf: parts.planOf, onDeployment }),

    askRollback: (id, reason, by) => onDeployment(id, by, { type: 'ask-rollback', reason }),
    decide: (id, decision, reason, by, longer, asked) =>
      onDeployment(id, by, (others) => ({
        type: 'decide',
        decision,
        reason,
        ...(longer !== undefined && { longer }),
        ...(asked !== undefined && { asked }),
        ...others,
      })),

    async judge(id, assessment, of = 'deployment') {
      await onDeployment(id, 'daemon', { type: 'judge', assessment, of });
    },

    async noteBlindGap(id, from, until) {
      await onDeployment(id, 'daemon', { type: 'note-blind-gap', from: rfc3339(from), until: rfc3339(until) });
    },

    async note(id, note, by) {
      await onDeployment(id, by, note);
    },

    async findSilentRunners() {
      for (const [id, heard] of lastHeard) {
        const silentFor = millis(clock.elapsed() - heard);
        if (silentFor < runnerSilence) continue;
        await onDeployment(id, 'daemon', { type: 'fall-silent', silentFor });
        // Only now: had the store failed, the silence would never be told.
        if (lastHeard.get(id) === heard) lastHeard.delete(id);
      }
    },

    adopt(deployment) {
      if (isBusy(deployment)) lastHeard.set(deployment.id, clock.elapsed());
    },
  };
}

const stableVersion = ({ environment, id, version }: Deployment, at: Instant): StableVersion => ({
  environment,
  deployment: id,
  ...version,
  at,
});

const beginsToDeploy = (event: DeploymentEvent): boolean =>
  event.type === 'phase-started' && event.phase === 'deploying';

/**
 * From here on the environment is not what the version before made of it: the deploy has ended, broken off, or is being
 * rolled back. A deploy that failed before anything left the checkout has replaced nothing.
 */
function hasReplaced(before: Deployment, after: Deployment, events: readonly DeploymentEvent[]): boolean {
  if (!hasTouched(after)) return false;
  return events.some(
    ({ type, ...event }) =>
      type === 'rollback-requested' ||
      (type === 'interrupted' && before.runnerPhase === 'deploying') ||
      (type === 'phase-finished' && 'phase' in event && event.phase === 'deploying'),
  );
}

/** What a newer deployment takes the place of: nothing more will come of it. */
const isSuperseded = (deployment: Deployment): boolean =>
  deployment.phase === 'watching' || deployment.phase === 'interrupted' || runningRecovery(deployment) !== undefined;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
