import * as z from 'zod';
import { checked } from './checked.ts';
import { runnerPhase, stepOutcome } from './deployment-words.ts';

/** What the runner tells the daemon while it works. */
export const runnerReport = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('heartbeat') }),
  z.strictObject({ type: z.literal('phase-started'), phase: runnerPhase }),
  z.strictObject({ type: z.literal('step-started'), phase: runnerPhase, step: z.string(), title: z.string() }),
  /** Shown live, not recorded. */
  z.strictObject({
    type: z.literal('step-output'),
    phase: runnerPhase,
    step: z.string(),
    text: z.string().max(64_000),
  }),
  z.strictObject({
    type: z.literal('step-finished'),
    phase: runnerPhase,
    step: z.string(),
    outcome: stepOutcome,
    exitCode: z.int().nullable(),
    seconds: z.number().nonnegative(),
    /** The last lines of its output. */
    tail: z.string().max(16_000),
  }),
  z.strictObject({
    type: z.literal('phase-finished'),
    phase: runnerPhase,
    outcome: z.enum(['passed', 'failed']),
    because: z.string().exactOptional(),
    /** Of a failed deploy: nothing has reached the environment; it is as it was. */
    untouched: z.literal(true).exactOptional(),
  }),
  z.strictObject({ type: z.literal('interrupted'), because: z.string() }),
  z.strictObject(checked),
]);
export type RunnerReport = z.infer<typeof runnerReport>;
