import { createHash } from 'node:crypto';
import type { Deployment, DeploymentEvent, RecordedEvent } from '@daywatch/shared/vocabulary/deployment.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { between, type Instant, type Millis, rfc3339, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import type { Clock } from '../ports/clock.ts';
import type { Actor, Answer, DeploymentCommands, Ticket } from '../ports/commands.ts';
import type { Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import type { Store } from '../ports/store.ts';
import { chain, emptyChain } from '../record/chain.ts';
import { type Command, decide, isBusy } from './decide.ts';
import { evolve } from './evolve.ts';

/** A runner that is silent for so long is gone: it sends a heartbeat every 5 s. */
export const runnerSilence: Millis = seconds(30);

export interface HandleParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  /** The plan in force; `undefined` when the environment is not known. */
  planOf(environment: string): { readonly plan: EnvironmentPlan; readonly hash: string } | undefined;
  /** Keeps the readings before the deploy as its baseline; answers how many there are. */
  freezeBaseline(deployment: Deployment, until: Instant): Promise<number>;
  /** Called after each append, with the new state. */
  onChange(deployment: Deployment, events: readonly DeploymentEvent[]): Promise<void> | void;
  /** Output of a running step: shown live, never stored. */
  onOutput(deployment: Deployment, text: string): void;
}

export interface Deployments extends DeploymentCommands {
  judge(deployment: string, assessment: Assessment): Promise<void>;
  noteBlindGap(deployment: string, from: Instant, until: Instant): Promise<void>;
  /** Marks as interrupted what no runner has reported on for `runnerSilence`. */
  findSilentRunners(): Promise<void>;
  /** Takes up a deployment that an earlier process began. */
  adopt(deployment: Deployment): void;
}

/** The only writer of events. One command of an environment at a time. */
export function createDeployments(parts: HandleParts): Deployments {
  const { store, clock, ids } = parts;
  const lastHeard = new Map<string, Instant>();
  const lines = new Map<string, Promise<unknown>>();

  /** Commands of one environment stand in line. */
  function inLine<T>(environment: string, work: () => Promise<T>): Promise<T> {
    const before = lines.get(environment) ?? Promise.resolve();
    const mine = before.then(work, work);
    lines.set(environment, mine);
    return mine;
  }

  async function apply(id: string, command: Command, by: Actor): Promise<Answer<Deployment>> {
    for (let attempt = 1; ; attempt += 1) {
      const record = await store.events(id);
      const state = record.reduce<Deployment | undefined>(evolve, undefined);
      const decision = decide(command, state);
      if ('refused' in decision) return decision;
      const events = await withBaseline(state, decision.events);
      if (events.length === 0) {
        if (state === undefined) throw new Error(`nothing follows from ${command.type} for ${id}`);
        return state;
      }
      const last = record.at(-1);
      const appended = chain(last ?? emptyChain, events, { deployment: id, at: clock.now(), actor: by });
      const deployment = appended.reduce(evolve, state) as Deployment;
      const outcome = await store.append({ expected: last?.sequence ?? 0, events: appended, deployment });
      if (outcome === 'appended') {
        await tell(deployment, appended);
        return deployment;
      }
      if (attempt === 5) throw new Error(`the record of ${id} was changed by others five times in a row`);
    }
  }

  /** The last look at the old version: the baseline is frozen the moment the steps begin. */
  async function withBaseline(
    state: Deployment | undefined,
    events: readonly DeploymentEvent[],
  ): Promise<readonly DeploymentEvent[]> {
    const begins = events.some((event) => event.type === 'phase-started' && event.phase === 'deploying');
    if (state === undefined || !begins || state.finishedAt !== undefined) return events;
    const until = clock.now();
    const observations = await parts.freezeBaseline(state, until);
    return [{ type: 'baseline-frozen', until: rfc3339(until), observations }, ...events];
  }

  async function tell(deployment: Deployment, appended: readonly RecordedEvent[]): Promise<void> {
    const { id, environment, phase, version } = deployment;
    for (const { sequence, actor, event } of appended) {
      parts.log.info(
        { deployment: id, environment, version: version.version, sequence, actor, event: event.type, phase },
        event.type,
      );
    }
    if (
      phase === 'succeeded' &&
      appended.some(({ event }) => event.type === 'watch-ended' || event.type === 'decided')
    ) {
      await store.addStableVersion({ environment, deployment: id, ...version, at: clock.now() });
    }
    await parts.onChange(
      deployment,
      appended.map(({ event }) => event),
    );
  }

  async function ticket(answer: Answer<Deployment>): Promise<Answer<Ticket>> {
    if ('refused' in answer) return answer;
    const runnerToken = ids.secret();
    await store.saveRunnerKey(answer.id, sha256(runnerToken));
    lastHeard.set(answer.id, clock.now());
    return { deployment: answer, runnerToken };
  }

  async function onDeployment(id: string, by: Actor, command: Command): Promise<Answer<Deployment>> {
    const known = await store.deployment(id);
    if (known === undefined)
      return { refused: { code: 'unknown-deployment', detail: `There is no deployment ${id}.` } };
    return inLine(known.environment, () => apply(id, command, by));
  }

  const newest = (environment: string) => store.deployments({ environment, limit: 20 });

  return {
    async begin(environment, request, by) {
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
      return inLine(environment, async () => {
        const busy = (await newest(environment)).find((other) => other.id !== request.id && isBusy(other));
        const command: Command = { type: 'request', environment, request, ...(busy && { busy }) };
        return ticket(await apply(request.id, command, by));
      });
    },

    async report(id, reports) {
      const known = await store.deployment(id);
      if (known === undefined)
        return { refused: { code: 'unknown-deployment', detail: `There is no deployment ${id}.` } };
      lastHeard.set(id, clock.now());
      const answer = await inLine(known.environment, async () => {
        const begins = reports.some((one) => one.type === 'phase-started' && one.phase === 'deploying');
        if (begins) {
          const others = (await newest(known.environment)).filter(
            (other) => other.id !== id && other.phase === 'watching',
          );
          const by = `${known.version.version} (${id})`;
          for (const other of others) await apply(other.id, { type: 'supersede', by }, 'daemon');
        }
        const watchFor = parts.planOf(known.environment)?.plan.watch.for;
        if (watchFor === undefined) throw new Error(`${known.environment} has lost its plan`);
        return apply(id, { type: 'report', reports, watchFor }, `runner of ${known.deployedBy}`);
      });
      if (!('refused' in answer)) {
        const output = reports.flatMap((one) => (one.type === 'step-output' ? [one.text] : [])).join('');
        if (output !== '') parts.onOutput(answer, output);
      }
      return answer;
    },

    async resume(id, by) {
      return ticket(await onDeployment(id, by, { type: 'resume' }));
    },

    async beginRollback(id, request, by) {
      const known = await store.deployment(id);
      if (known === undefined)
        return { refused: { code: 'unknown-deployment', detail: `There is no deployment ${id}.` } };
      return inLine(known.environment, async () => {
        const busy = (await newest(known.environment)).find((other) => other.id !== id && isBusy(other));
        if (busy !== undefined) {
          const detail = `${known.environment} is being deployed by ${busy.deployedBy} (${busy.version.version}).`;
          return { refused: { code: 'environment-busy', detail, hint: 'Wait for it, or cancel it first.' } };
        }
        return ticket(await apply(id, { type: 'roll-back', request }, by));
      });
    },

    async signOff(id, item, note, by) {
      const known = await store.deployment(id);
      const planned = known && parts.planOf(known.environment)?.plan.checklist.find((one) => one.id === item);
      if (known !== undefined && planned?.type !== 'sign-off') {
        const detail = planned
          ? `${item} is checked by itself; nobody signs it.`
          : `The checklist of ${known.environment} has no item ${item}.`;
        return { refused: { code: 'unknown-item', detail } };
      }
      const role = planned?.type === 'sign-off' ? planned.role : '';
      return onDeployment(id, by, { type: 'sign-off', item, role, ...(note !== undefined && { note }) });
    },

    withdrawSignOff: (id, item, by) => onDeployment(id, by, { type: 'withdraw-sign-off', item }),
    decide: (id, decision, reason, by) => onDeployment(id, by, { type: 'decide', decision, reason }),

    async judge(id, assessment) {
      await onDeployment(id, 'daemon', { type: 'judge', assessment });
    },

    async noteBlindGap(id, from, until) {
      await onDeployment(id, 'daemon', { type: 'note-blind-gap', from: rfc3339(from), until: rfc3339(until) });
    },

    async findSilentRunners() {
      const now = clock.now();
      for (const [id, heard] of lastHeard) {
        const silentFor = between(heard, now);
        if (silentFor < runnerSilence) continue;
        lastHeard.delete(id);
        await onDeployment(id, 'daemon', { type: 'fall-silent', silentFor });
      }
    },

    adopt(deployment) {
      if (isBusy(deployment)) lastHeard.set(deployment.id, clock.now());
    },
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
