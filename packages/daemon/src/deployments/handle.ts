import { createHash } from 'node:crypto';
import type { DeploymentRequest } from '@daywatch/shared/api/requests.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { type Instant, instant, parseRfc3339, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import type { Clock } from '../ports/clock.ts';
import type { Actor, Answer, DeploymentCommands, Ticket } from '../ports/commands.ts';
import type { Ids } from '../ports/ids.ts';
import type { Store } from '../ports/store.ts';
import type { Refusal } from '../problems.ts';
import { closedWindow } from '../window/closed-window.ts';
import type { Command } from './decide.ts';
import type { Note } from './decide-note.ts';
import { createHeardRunners } from './heard-runners.ts';
import { waitsForRunner } from './planned-state.ts';
import { createPreparation, type PreparationCommands } from './preparation-commands.ts';
import { createRecordWriter, type RecordWriterParts } from './record-writer.ts';
import { lastAttemptOf, mayBeOffered, type RollbackCircumstances } from './rollback-rules.ts';

export interface HandleParts extends Pick<RecordWriterParts, 'log' | 'freezeBaseline' | 'onChange'> {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The plan in force; `undefined` when the environment is not known. */
  planOf(
    environment: string,
  ): { readonly plan: EnvironmentPlan; readonly hash: string; readonly whole: Pick<Plan, 'roles'> } | undefined;
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
  /** Marks as interrupted what no runner has reported on for too long. */
  findSilentRunners(): Promise<void>;
  /** Takes up a deployment that an earlier process began. */
  adopt(deployment: Deployment): void;
}

/** What people, runners and the daemon itself ask of deployments, with what the rules have to know of the rest. */
export function createDeployments(parts: HandleParts): Deployments {
  const { store, clock, ids, log, planOf } = parts;
  const runners = createHeardRunners(clock);
  const isAutomatic = (environment: string): boolean => planOf(environment)?.plan.rollback?.automatic === true;
  const { inLine, apply, onDeployment, newest, othersThan } = createRecordWriter({
    store,
    clock,
    log,
    isAutomatic,
    freezeBaseline: parts.freezeBaseline,
    onChange(deployment, events) {
      // Whatever becomes of the answer to who is said to be at work now.
      runners.listenFor(deployment);
      parts.onChange(deployment, events);
    },
  });

  async function circumstancesOf(deployment: Deployment): Promise<RollbackCircumstances> {
    const coolDown = planOf(deployment.environment)?.plan.rollback?.coolDown;
    const lastAttempt = lastAttemptOf(await newest(deployment.environment));
    const failing = parts.failingCriteria?.(deployment);
    return {
      now: clock.now(),
      ...(coolDown !== undefined && { coolDown }),
      ...(lastAttempt !== undefined && { lastAttempt }),
      ...(failing !== undefined && { failing }),
    };
  }

  async function ticket(answer: Answer<Deployment>): Promise<Answer<Ticket>> {
    if ('refused' in answer) return answer;
    const runnerToken = ids.secret();
    await store.saveRunnerKey(answer.id, sha256(runnerToken));
    runners.heard(answer.id);
    return { deployment: answer, runnerToken };
  }

  const waiting = async (environment: string) => (await newest(environment)).find(waitsForRunner);

  /** A wall clock that was set back must not put a deployment before those that came first. */
  async function afterAllOf(environment: string): Promise<Instant> {
    const last = parseRfc3339((await newest(environment))[0]?.requestedAt);
    return last === undefined ? clock.now() : instant(Math.max(clock.now(), last + 1));
  }

  /** Only with the plan that is in force is anything begun. */
  function outOfForce(environment: string, request: DeploymentRequest): { readonly refused: Refusal } | undefined {
    const inForce = planOf(environment);
    if (inForce === undefined) {
      const detail = `No plan is registered for ${environment}.`;
      const hint = 'Register it first: daywatch serve --plan daywatch.yaml, or PUT …/plan.';
      return { refused: { code: 'unknown-environment', detail, hint } };
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
      runners.heard(id);
      const answer = await onDeployment(id, `runner of ${known.deployedBy}`, (others, { environment }) => {
        const plan = planOf(environment)?.plan;
        if (plan === undefined) throw new Error(`${environment} has lost its plan`);
        const recoveryFor = plan.rollback?.watchFor;
        const closed = closedWindow(plan.window, clock.now());
        return {
          type: 'report',
          reports,
          watchFor: plan.watch.for,
          checklist: plan.checklist,
          ...(closed !== undefined && { closed }),
          ...(recoveryFor !== undefined && { recoveryFor }),
          ...others,
        };
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
      return ticket(
        await onDeployment(id, by, async (others, known) => ({
          type: 'roll-back',
          request,
          circumstances: await circumstancesOf(known),
          ...others,
        })),
      );
    },

    tagStable: (id, { tag, commit, pushedTo }, by) =>
      onDeployment(id, by, { type: 'tag', tag, commit, ...(pushedTo !== undefined && { pushedTo }) }),

    async offerRollback(id) {
      const known = await store.deployment(id);
      if (known === undefined || !isAutomatic(known.environment) || !mayBeOffered(known)) return;
      await onDeployment(id, 'daemon', (others) => ({ type: 'offer-rollback', ...others }));
    },

    ...createPreparation({ store, planOf, onDeployment }),

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

    findSilentRunners: () =>
      runners.tellSilent((id, silentFor) => onDeployment(id, 'daemon', { type: 'fall-silent', silentFor })),

    adopt: runners.listenFor,
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
