import * as z from 'zod';
import { type AnnouncementNote, announcementReason } from './announce.ts';
import { baselineRung, leftOut } from './baseline.ts';
import type { Millis } from './time.ts';
import { judgement, recommendation, verdictWord } from './verdict.ts';
import { timestamp } from './written-time.ts';

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

/** What a look at an item of the checklist found. `asks`: only one of `role` can say. */
const checked = {
  type: z.literal('checked'),
  item: z.string(),
  state: z.enum(['passed', 'failed', 'waiting', 'asks']),
  because: z.string().max(4_000),
  role: z.string().exactOptional(),
  /** When it was looked at. */
  at: timestamp,
};

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

export const decisionWord = z.enum(['go', 'no-go', 'roll-back', 'extend']);
export type DecisionWord = z.infer<typeof decisionWord>;

/** Everything that can happen to a deployment. Its state is a fold of these and nothing else. */
export const deploymentEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('requested'),
    environment: z.string(),
    service: z.string(),
    /** Those that are deployed, of a release that has several. */
    services: z.array(z.string()).exactOptional(),
    version,
    planHash: z.string(),
    steps: z.array(plannedStep),
    rollbackTarget: version.exactOptional(),
    /** Of records of earlier versions, for `overridden`: why it begins although something speaks against it. */
    override: z.string().exactOptional(),
    /** It is planned and waits: nothing runs until a runner takes it up. */
    prepared: z.literal(true).exactOptional(),
  }),
  /** Another commit or another plan than the one that was prepared. */
  z.object({
    type: z.literal('replanned'),
    because: z.string(),
    planHash: z.string(),
    services: z.array(z.string()).exactOptional(),
    version: version.exactOptional(),
    steps: z.array(plannedStep).exactOptional(),
    rollbackTarget: version.exactOptional(),
  }),
  /** They were for another commit or plan; so were the overrides of items. */
  z.object({
    type: z.literal('sign-offs-voided'),
    items: z.array(z.string()),
    overrides: z.array(z.string()),
    because: z.string(),
  }),
  /** A runner begins with what was prepared. */
  z.object({
    type: z.literal('taken-up'),
    steps: z.array(plannedStep),
    rollbackTarget: version.exactOptional(),
  }),
  z.object(checked),
  /** It goes on although `what` speaks against it: an item, `window`, or `everything`. */
  z.object({ type: z.literal('overridden'), what: z.string(), reason: z.string() }),
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
  z.object({
    type: z.literal('signed-off'),
    item: z.string(),
    role: z.string(),
    note: z.string().exactOptional(),
    /** What it holds for. */
    commit: z.string().exactOptional(),
    planHash: z.string().exactOptional(),
    /** Signed in the place of the role by the owner of the daemon. */
    standIn: z.literal(true).exactOptional(),
  }),
  z.object({ type: z.literal('sign-off-withdrawn'), item: z.string() }),
  z.object({ type: z.literal('watch-started'), for: z.string() }),
  z.object({
    type: z.literal('verdict-changed'),
    verdict: verdictWord,
    recommendation,
    rule: z.string(),
    because: z.array(z.string()),
    final: z.boolean(),
    /** What it rests on: the criteria that fail or are blind, and at the end all of them. */
    evidence: z.array(judgement).exactOptional(),
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
  /** An agent, or somebody who may not begin one, asks the people for a rollback. */
  z.object({ type: z.literal('rollback-asked'), reason: z.string() }),
  /** Behind the decision to watch longer. `latest-end`: only until when blind time may extend the watch. */
  z.object({ type: z.literal('watch-extended'), by: z.string(), extends: z.enum(['watch', 'latest-end']) }),
  /** The watch has ended undecided: a person is asked. */
  z.object({
    type: z.literal('decision-asked'),
    because: z.array(z.string()),
    /** Blind time has used up all that the watch may be extended by. */
    sawTooLittle: z.literal(true).exactOptional(),
  }),
  /** The deployment takes longer than its plan expects, or than its window is open. */
  z.object({ type: z.literal('window-overrun'), what: z.enum(['expected', 'window']), because: z.string() }),
  /** The report as a file, in the folder where the daemon keeps its data. */
  z.object({ type: z.literal('report-written'), file: z.string() }),
  z.object({ type: z.literal('ticket-opened'), in: z.string(), url: z.string().exactOptional() }),
  z.object({ type: z.literal('ticket-failed'), in: z.string(), because: z.string() }),
  /** When it could be tried again after a rollback. */
  z.object({
    type: z.literal('window-proposed'),
    opensAt: timestamp,
    closesAt: timestamp,
    timeZone: z.string(),
    because: z.string(),
  }),
  z.object({
    type: z.literal('rollback-requested'),
    target: version,
    steps: z.array(plannedStep),
    reason: z.string().exactOptional(),
    /** Criteria that were failing: they are looked at first afterwards. */
    failing: z.array(z.string()).exactOptional(),
    /** Why it begins although the cool-down is not over. */
    override: z.string().exactOptional(),
  }),
  /** The plan wants a rollback without a person; a waiting runner may take it. */
  z.object({ type: z.literal('automatic-rollback-offered'), because: z.array(z.string()) }),
  z.object({ type: z.literal('automatic-rollback-started'), runner: z.string(), host: z.string() }),
  z.object({ type: z.literal('rollback-watch-started'), for: z.string(), first: z.array(z.string()) }),
  z.object({
    type: z.literal('rollback-watch-ended'),
    outcome: recoveryOutcome,
    because: z.array(z.string()),
    seen: z.string().exactOptional(),
    blind: z.string().exactOptional(),
  }),
  /** The git tag of a version that is stable now. */
  z.object({
    type: z.literal('tagged'),
    tag: z.string(),
    commit: z.string(),
    /** The remote that has it. */
    pushedTo: z.string().exactOptional(),
  }),
  /** A message has gone out; `to` is masked. `uncertain`: the other side may have taken it. */
  z.object({
    type: z.literal('announcement-sent'),
    key: z.string(),
    announcement: z.string(),
    by: z.string(),
    to: z.string(),
    role: z.string().exactOptional(),
    reason: announcementReason,
    subject: z.string(),
    outcome: z.enum(['sent', 'uncertain']),
    because: z.string().exactOptional(),
  }),
  z.object({
    type: z.literal('announcement-failed'),
    key: z.string(),
    announcement: z.string(),
    by: z.string(),
    to: z.string(),
    role: z.string().exactOptional(),
    reason: announcementReason,
    because: z.string(),
  }),
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

export interface RollbackAttempt {
  readonly at: string;
  readonly by: string;
  readonly endedAt?: string;
  readonly automatic?: true;
}

export interface RecoveryWatch {
  readonly startedAt: string;
  readonly for: string;
  /** Criteria that were failing before. */
  readonly first: readonly string[];
  readonly ended?: { readonly at: string; readonly outcome: RecoveryOutcome; readonly because: readonly string[] };
}

export interface WatchExtension {
  readonly at: string;
  /** A duration: `2h`. */
  readonly by: string;
  readonly extends: 'watch' | 'latest-end';
  /** In milliseconds, with the time in which the watch waited for the decision. */
  readonly adds: Millis;
}

export interface Aftermath {
  /** Its name in the folder where the daemon keeps its data. */
  readonly report?: string;
  readonly ticket?:
    | { readonly state: 'opened'; readonly in: string; readonly url?: string }
    | { readonly state: 'failed'; readonly in: string; readonly because: string };
  readonly nextWindow?: {
    readonly opensAt: string;
    readonly closesAt: string;
    readonly timeZone: string;
    readonly because: string;
  };
}

export interface SignOff {
  readonly by: string;
  readonly role: string;
  readonly at: string;
  readonly note?: string;
  readonly commit?: string;
  readonly planHash?: string;
  readonly standIn?: true;
}

/** What the last look at an item found. */
export type Check = Omit<z.infer<z.ZodObject<typeof checked>>, 'type' | 'item'>;

export interface Override {
  /** The id of an item, `window`, or `everything`. */
  readonly what: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

/** A deployment as its events have made it. */
export interface Deployment {
  readonly id: string;
  readonly environment: string;
  readonly service: string;
  /** Those that are deployed, of a release that has several. */
  readonly services?: readonly string[] | undefined;
  readonly phase: Phase;
  readonly version: Version;
  /** Of the plan that it was requested with, or is watched with since. */
  readonly planHash: string;
  readonly deployedBy: string;
  readonly requestedAt: string;
  readonly rollbackTarget?: Version | undefined;
  readonly steps: readonly StepState[];
  /** By item; those that hold. */
  readonly signOffs: Readonly<Record<string, SignOff>>;
  /** By item; the last one that was voided, until it is signed again. */
  readonly voidedSignOffs?: Readonly<Record<string, SignOff & { readonly because: string }>>;
  /** By item; the last look at each. */
  readonly checks?: Readonly<Record<string, Check>>;
  readonly overrides?: readonly Override[];
  /** It was planned beforehand: `waiting` for a runner to take it up, or `taken-up`. */
  readonly prepared?: {
    readonly state: 'waiting' | 'taken-up';
    readonly by: string;
    readonly at: string;
    /** Why the last runner that took it up did not get beyond the checklist. */
    readonly lastAttempt?: string;
  };
  /** What the runner is doing now, or was doing when it fell silent. */
  readonly runnerPhase?: RunnerPhase;
  /** When the deploy's last step ended: the watch counts from here. */
  readonly finishedAt?: string;
  readonly watchStartedAt?: string;
  /** The last one, without its evidence. */
  readonly verdict?: Omit<Extract<DeploymentEvent, { type: 'verdict-changed' }>, 'evidence'>;
  /** When the first step of the deploy began. */
  readonly deployStartedAt?: string;
  /** How much longer people wanted it to be watched, in order. */
  readonly extensions?: readonly WatchExtension[];
  /** Its watch ended undecided, and nobody has decided since. */
  readonly waitsForDecision?:
    | { readonly since: string; readonly because: readonly string[]; readonly sawTooLittle?: true }
    | undefined;
  readonly overruns?: readonly {
    readonly what: 'expected' | 'window';
    readonly at: string;
    readonly because: string;
  }[];
  /** What was done after it had ended. */
  readonly aftermath?: Aftermath;
  /** Silences that were in force in its watch; there once there was one. */
  readonly silences?: readonly { readonly id: string; readonly criterion: string; readonly ended: boolean }[];
  readonly blindGaps: readonly { readonly from: string; readonly until: string }[];
  /** What was told to whom; there once something was. */
  readonly announcements?: readonly AnnouncementNote[];
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
    readonly reason?: string;
    readonly failing?: readonly string[];
    /** The short watch that shows whether the version before is well again. */
    readonly watch?: RecoveryWatch;
  };
  /** The rollback that people are asked for, until it begins or somebody decides. */
  readonly rollbackAsked?: { readonly by: string; readonly at: string; readonly reason: string } | undefined;
  /** Every attempt to roll it back, in order. */
  readonly rollbackAttempts?: readonly RollbackAttempt[];
  readonly automaticRollback?: {
    readonly offeredAt: string;
    readonly because: readonly string[];
    /** The runner that took it: there is never a second one. */
    readonly taken?: { readonly at: string; readonly runner: string; readonly host: string };
  };
  readonly tag?: { readonly name: string; readonly pushedTo?: string };
  /** Why it ended as it did. */
  readonly because?: string;
  readonly endedAt?: string;
  readonly sequence: number;
}
