import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { Version } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Millis } from '@daywatch/shared/vocabulary/time.ts';
import type * as z from 'zod';
import type { Clock } from './clock.ts';
import type { Git } from './git.ts';
import type { Source } from './source.ts';
import type { StepResult } from './step.ts';
import type { Store } from './store.ts';

/** What one look at an item found, in a sentence without its title. */
export type Finding =
  | { readonly state: 'passed' | 'failed'; readonly because: string; readonly ended?: StepResult }
  /** It may pass by itself: it is looked at again. */
  | { readonly state: 'waiting'; readonly because: string }
  /** Only a person can say: one of `role` signs the item, or it stays open. */
  | { readonly state: 'asks'; readonly because: string; readonly role: string };

/** With what an item is looked at where the runner runs. */
export interface RunnerLook {
  /** The checkout. */
  readonly folder: string;
  readonly git: Git;
  readonly plan: EnvironmentPlan;
  /** What is to be deployed. */
  readonly version: Version;
  /** The last version whose watch ended well, as the daemon knows it. */
  readonly lastStable?: Version;
  /** Commits that were rolled back: nothing goes back to them. */
  readonly rolledBack?: readonly string[];
  readonly clock: Clock;
  readonly timeout: Millis;
  readonly signal: AbortSignal;
  /** Runs a line in sh, in the checkout or another folder, for as long as the look may take; `${version}` and `${commit}` are set. */
  command(line: string, place?: { readonly folder: string }): Promise<StepResult & { readonly output: string }>;
  /** Shown live, and kept as the end of the step's output. */
  onOutput(text: string): void;
}

/** With what an item is looked at in the daemon. It runs nothing that has come over the network. */
export interface DaemonLook {
  readonly deployment: Deployment;
  /** The record so far. */
  readonly events: readonly RecordedEvent[];
  readonly plan: EnvironmentPlan;
  readonly store: Pick<Store, 'deployments' | 'events'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** A source of the plan, opened for this look and closed after it. */
  source(name: string): Source;
}

/** Who answers an item, and how. */
export type Answerer =
  | { readonly by: 'people'; readonly role: string }
  | { readonly by: 'runner'; look(tools: RunnerLook): Promise<Finding> }
  | { readonly by: 'daemon'; look(tools: DaemonLook): Promise<Finding> };

/** Something of the plan that an item names, which must be there. */
export interface Reference {
  readonly what: 'role' | 'environment' | 'source';
  readonly name: string;
  /** Of the name, from the item on: `['backup', 'source']`. */
  readonly path: readonly string[];
  /** Of a source: the type that it must have. */
  readonly type?: string;
}

/** A sort of checklist item, named by its key in the plan: `run: npm test`, `sign-off: devops-lead`. */
export interface ChecklistKind<Options extends z.ZodType = z.ZodType> {
  readonly type: string;
  readonly summary: string;
  /** The whole item without `id`, `title` and `timeout`. */
  readonly options: Options;
  /** How long a look may take when the plan does not say. */
  readonly timeout: Millis;
  references?(options: z.infer<Options>): readonly Reference[];
  answerer(options: z.infer<Options>): Answerer;
}

export const defineChecklistKind = <Options extends z.ZodType>(kind: ChecklistKind<Options>): ChecklistKind<Options> =>
  kind;
