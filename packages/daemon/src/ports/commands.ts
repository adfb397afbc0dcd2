import type { DeploymentRequest, RollbackRequest, SilenceRequest } from '@daywatch/shared/api/requests.ts';
import type { Role } from '@daywatch/shared/api/route.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { DecisionWord } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { PushedLine } from '@daywatch/shared/vocabulary/observation.ts';
import type { RunnerReport } from '@daywatch/shared/vocabulary/runner-report.ts';
import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import type { Millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Refusal } from '../problems.ts';

/** Who asks, for the record: `devops`, `runner of 01JE…`. */
export type Actor = string;

export type Answer<T> = T | { readonly refused: Refusal };

/** Somebody who was let in, as far as signing goes. */
export interface Signer {
  readonly name: string;
  readonly email?: string;
  readonly role: Role;
  /** Of the daemon itself: the token that stands in its folder. */
  readonly owner: boolean;
}

export interface Ticket {
  readonly deployment: Deployment;
  /** Shown once; stored hashed. */
  readonly runnerToken: string;
}

/** All that changes a deployment. The HTTP handlers call it; `deployments/handle` is it. */
export interface DeploymentCommands {
  begin(environment: string, request: DeploymentRequest, by: Actor): Promise<Answer<Ticket>>;
  report(deployment: string, reports: readonly RunnerReport[]): Promise<Answer<Deployment>>;
  resume(deployment: string, by: Actor): Promise<Answer<Ticket>>;
  beginRollback(deployment: string, request: RollbackRequest, by: Actor): Promise<Answer<Ticket>>;
  tagStable(
    deployment: string,
    tag: { readonly tag: string; readonly commit: string; readonly pushedTo?: string },
    by: Actor,
  ): Promise<Answer<Deployment>>;
  /** Plans one: nothing runs until a runner begins it. The one that is planned already is planned anew. */
  prepare(environment: string, request: DeploymentRequest, by: Actor): Promise<Answer<Ticket>>;
  cancel(deployment: string, reason: string, by: Actor): Promise<Answer<Deployment>>;
  /** `as`: the role in whose place the owner of the daemon signs. */
  signOff(
    deployment: string,
    signature: { readonly item: string; readonly note?: string; readonly as?: string },
    signer: Signer,
  ): Promise<Answer<Deployment>>;
  withdrawSignOff(deployment: string, item: string, signer: Signer): Promise<Answer<Deployment>>;
  /** `what`: an item of the checklist, `window`, or `everything`. */
  override(deployment: string, what: string, reason: string, by: Actor): Promise<Answer<Deployment>>;
  /** `longer`: how much longer to watch, of the decision to extend. */
  askRollback(deployment: string, reason: string, by: Actor): Promise<Answer<Deployment>>;
  decide(
    deployment: string,
    decision: DecisionWord,
    reason: string,
    by: Actor,
    longer?: Millis,
    /** Only if nothing was decided since then: RFC 3339. */
    asked?: string,
  ): Promise<Answer<Deployment>>;
}

/** Takes readings that others push. */
export interface Intake {
  push(environment: string, lines: readonly PushedLine[]): Promise<Answer<{ readonly accepted: number }>>;
}

/** Mutes criteria for a time. */
export interface SilenceCommands {
  silence(environment: string, request: SilenceRequest, by: Actor): Promise<Answer<Silence>>;
  endSilence(environment: string, silence: string, by: Actor): Promise<Answer<Silence>>;
}

/** What is told of a frozen baseline. */
export type Frozen = Omit<Extract<DeploymentEvent, { type: 'baseline-frozen' }>, 'type' | 'until'>;

export interface PlanReceipt {
  readonly environment: string;
  readonly planHash: string;
  readonly changed: boolean;
  readonly criteria: number;
}

/** Puts a plan's text in force for one environment. */
export interface PlanRegistry {
  register(environment: string, text: string, file: string): Promise<Answer<PlanReceipt>>;
}
