import * as z from 'zod';
import { messageFacts } from './announce.ts';
import { baselineRung, leftOut } from './baseline.ts';
import { checked } from './checked.ts';
import { decisionWord, plannedStep, recoveryOutcome, runnerPhase, stepOutcome, version } from './deployment-words.ts';
import { judgement, recommendation, verdictWord } from './verdict.ts';
import { timestamp } from './written-time.ts';

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
  /** A message has gone out. `uncertain`: the other side may have taken it. */
  z.object({
    type: z.literal('announcement-sent'),
    ...messageFacts,
    subject: z.string(),
    outcome: z.enum(['sent', 'uncertain']),
    because: z.string().exactOptional(),
  }),
  z.object({
    type: z.literal('announcement-failed'),
    ...messageFacts,
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
