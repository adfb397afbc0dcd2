import type { DeploymentRequest, RollbackRequest, SilenceRequest } from '@daywatch/shared/api/routes.ts';
import type {
  DecisionWord,
  Deployment,
  DeploymentEvent,
  RunnerReport,
} from '@daywatch/shared/vocabulary/deployment.ts';
import type { PushedLine } from '@daywatch/shared/vocabulary/observation.ts';
import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import type { Refusal } from '../problems.ts';

/** Who asks, for the record: `devops`, `runner of 01JE…`. */
export type Actor = string;

export type Answer<T> = T | { readonly refused: Refusal };

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
  signOff(deployment: string, item: string, note: string | undefined, by: Actor): Promise<Answer<Deployment>>;
  withdrawSignOff(deployment: string, item: string, by: Actor): Promise<Answer<Deployment>>;
  decide(deployment: string, decision: DecisionWord, reason: string, by: Actor): Promise<Answer<Deployment>>;
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
