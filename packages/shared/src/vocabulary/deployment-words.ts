import * as z from 'zod';

export const phase = z.enum([
  'planned',
  'preflight',
  'deploying',
  'verifying',
  'watching',
  'succeeded',
  'rolling-back',
  'rolled-back',
  'failed',
  'interrupted',
  'superseded',
  'cancelled',
]);
export type Phase = z.infer<typeof phase>;

/** What the runner may be busy with. */
export const runnerPhase = z.enum(['preflight', 'deploying', 'verifying', 'rolling-back', 'verifying-rollback']);
export type RunnerPhase = z.infer<typeof runnerPhase>;

/** One version of the service. */
export const version = z.object({ version: z.string(), commit: z.string() });
export type Version = z.infer<typeof version>;

export const stepOutcome = z.enum(['passed', 'failed', 'timed-out', 'interrupted']);
export type StepOutcome = z.infer<typeof stepOutcome>;

export const plannedStep = z.object({ phase: runnerPhase, id: z.string(), title: z.string() });
export type PlannedStep = z.infer<typeof plannedStep>;

export const recoveryOutcome = z.enum(['recovered', 'not-recovered', 'undecided']);
export type RecoveryOutcome = z.infer<typeof recoveryOutcome>;

export const decisionWord = z.enum(['go', 'no-go', 'roll-back', 'extend']);
export type DecisionWord = z.infer<typeof decisionWord>;
