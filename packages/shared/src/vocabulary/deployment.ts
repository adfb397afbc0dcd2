import * as z from 'zod';
import { baselineRung, leftOut } from './baseline.ts';
import { timestamp } from './time.ts';
import { recommendation, verdictWord } from './verdict.ts';

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
]);
export type RunnerReport = z.infer<typeof runnerReport>;

export const decisionWord = z.enum(['go', 'no-go', 'roll-back']);
export type DecisionWord = z.infer<typeof decisionWord>;

/** Everything that can happen to a deployment. Its state is a fold of these and nothing else. */
export const deploymentEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('requested'),
    environment: z.string(),
    service: z.string(),
    version,
    planHash: z.string(),
    steps: z.array(plannedStep),
    rollbackTarget: version.exactOptional(),
    /** Why a deployment begins although something speaks against it. */
    override: z.string().exactOptional(),
  }),
  z.object({
    type: z.literal('baseline-frozen'),
    until: timestamp,
    observations: z.number(),
    /** How many criteria stand on which rung of the ladder. */
    rungs: z.partialRecord(baselineRung, z.number()).exactOptional(),
    leftOut: z.array(leftOut).exactOptional(),
  }),
  z.object({ type: z.literal('phase-started'), phase: runnerPhase }),
  z.object({ type: z.literal('step-started'), phase: runnerPhase, step: z.string(), title: z.string() }),
  z.object({
    type: z.literal('step-finished'),
    phase: runnerPhase,
    step: z.string(),
    outcome: stepOutcome,
    exitCode: z.number().nullable(),
    seconds: z.number(),
    tail: z.string(),
  }),
  z.object({
    type: z.literal('phase-finished'),
    phase: runnerPhase,
    outcome: z.enum(['passed', 'failed']),
    because: z.string().exactOptional(),
    untouched: z.literal(true).exactOptional(),
  }),
  z.object({ type: z.literal('signed-off'), item: z.string(), role: z.string(), note: z.string().exactOptional() }),
  z.object({ type: z.literal('sign-off-withdrawn'), item: z.string() }),
  z.object({ type: z.literal('watch-started'), for: z.string() }),
  z.object({
    type: z.literal('verdict-changed'),
    verdict: verdictWord,
    recommendation,
    rule: z.string(),
    because: z.array(z.string()),
    final: z.boolean(),
  }),
  z.object({
    type: z.literal('watch-ended'),
    verdict: verdictWord,
    seen: z.string(),
    blind: z.string(),
    because: z.string(),
  }),
  z.object({ type: z.literal('daemon-resumed'), blindFrom: timestamp, blindUntil: timestamp }),
  z.object({
    type: z.literal('silenced'),
    silence: z.string(),
    criterion: z.string(),
    reason: z.string(),
    until: timestamp,
  }),
  z.object({ type: z.literal('silence-ended'), silence: z.string(), criterion: z.string(), because: z.string() }),
  /** Another plan came into force while the deployment was watched; its hashes. */
  z.object({ type: z.literal('plan-changed'), from: z.string(), to: z.string() }),
  z.object({ type: z.literal('decided'), decision: decisionWord, reason: z.string() }),
  z.object({ type: z.literal('rollback-requested'), target: version, steps: z.array(plannedStep) }),
  z.object({ type: z.literal('interrupted'), because: z.string() }),
  z.object({ type: z.literal('resumed'), from: runnerPhase }),
  z.object({ type: z.literal('superseded'), by: z.string() }),
  z.object({ type: z.literal('cancelled'), because: z.string() }),
]);
export type DeploymentEvent = z.infer<typeof deploymentEvent>;

/** One line of the record: an event with who, when, and the hash chain (SHA-256 of RFC 8785 canonical JSON, hex). */
export const recordedEvent = z.object({
  deployment: z.string(),
  /** From 1, without gaps. */
  sequence: z.int().min(1),
  at: timestamp,
  actor: z.string(),
  event: deploymentEvent,
  /** The hash of the event before; 64 zeros for the first. */
  previous: z.string(),
  hash: z.string(),
});
export type RecordedEvent = z.infer<typeof recordedEvent>;

export interface StepState extends PlannedStep {
  readonly state: 'waiting' | 'running' | StepOutcome;
  readonly startedAt?: string;
  readonly exitCode?: number | null;
  readonly seconds?: number;
  readonly tail?: string;
}

/** A deployment as its events have made it. */
export interface Deployment {
  readonly id: string;
  readonly environment: string;
  readonly service: string;
  readonly phase: Phase;
  readonly version: Version;
  /** Of the plan that it was requested with, or is watched with since. */
  readonly planHash: string;
  readonly deployedBy: string;
  readonly requestedAt: string;
  readonly rollbackTarget?: Version;
  readonly steps: readonly StepState[];
  readonly signOffs: Readonly<
    Record<string, { readonly by: string; readonly role: string; readonly at: string; readonly note?: string }>
  >;
  /** What the runner is doing now, or was doing when it fell silent. */
  readonly runnerPhase?: RunnerPhase;
  /** When the deploy's last step ended: the watch counts from here. */
  readonly finishedAt?: string;
  readonly watchStartedAt?: string;
  readonly verdict?: Extract<DeploymentEvent, { type: 'verdict-changed' }>;
  /** Silences that were in force in its watch; there once there was one. */
  readonly silences?: readonly { readonly id: string; readonly criterion: string; readonly ended: boolean }[];
  readonly blindGaps: readonly { readonly from: string; readonly until: string }[];
  readonly decisions: readonly {
    readonly decision: DecisionWord;
    readonly reason: string;
    readonly by: string;
    readonly at: string;
  }[];
  readonly rollback?: {
    readonly target: Version;
    readonly requestedBy: string;
    readonly requestedAt: string;
    readonly finishedAt?: string;
  };
  /** Why it ended as it did. */
  readonly because?: string;
  readonly endedAt?: string;
  readonly sequence: number;
}
