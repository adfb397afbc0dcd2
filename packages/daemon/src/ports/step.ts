import type { StepOutcome } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { Millis } from '@daywatch/shared/vocabulary/time.ts';
import type * as z from 'zod';
import type { Clock } from './clock.ts';
import type { Outbound } from './outbound.ts';

/** Where and with what a step runs. */
export interface StepRun {
  /** The checkout in which the runner was started. */
  readonly folder: string;
  /** Values for `${ref}`, `${version}`, `${commit}`. */
  readonly variables: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Millis;
  readonly signal: AbortSignal;
  readonly outbound: Outbound;
  readonly clock: Clock;
  onOutput(text: string): void;
  /** Called with the leader of each process group that is started; answers what is called when it is over. */
  onProcess?(leader: number): () => void;
}

export interface StepResult {
  readonly outcome: StepOutcome;
  /** `null` where there is no process, or a signal ended it. */
  readonly exitCode: number | null;
  readonly because: string;
}

/** A sort of step, named by its key in the plan: `run: npm test`, `get: https://…`. */
export interface StepKind<Options extends z.ZodType = z.ZodType> {
  readonly type: string;
  readonly summary: string;
  /** The whole step object without `title` and `timeout`. */
  readonly options: Options;
  title(options: z.infer<Options>): string;
  execute(options: z.infer<Options>, run: StepRun): Promise<StepResult>;
}

export const defineStepKind = <Options extends z.ZodType>(kind: StepKind<Options>): StepKind<Options> => kind;
