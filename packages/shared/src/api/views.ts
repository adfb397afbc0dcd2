import * as z from 'zod';
import { announcementNote, messageFacts } from '../vocabulary/announce.ts';
import { deploymentEvent, recordedEvent } from '../vocabulary/deployment-event.ts';
import {
  decisionWord,
  phase,
  plannedStep,
  recoveryOutcome,
  runnerPhase,
  stepOutcome,
  version,
} from '../vocabulary/deployment-words.ts';
import { silence } from '../vocabulary/silence.ts';
import { judgement, judgementState, recommendation, verdictWord, watchProgress } from '../vocabulary/verdict.ts';
import { windowState } from '../vocabulary/window.ts';
import { unit } from '../vocabulary/written-quantity.ts';
import { timestamp } from '../vocabulary/written-time.ts';
import { afterViews } from './after-views.ts';

export const health = z.object({
  status: z.literal('ok'),
  version: z.string(),
  pid: z.number(),
  startedAt: timestamp,
  /** Changes with what agents are offered. */
  toolSet: z.string().exactOptional(),
});
export const readiness = z.object({ status: z.enum(['ready', 'late']), late: z.array(z.string()) });

const links = z.object({
  dashboard: z.string(),
  report: z.string().exactOptional(),
  dashboards: z.array(z.object({ name: z.string(), url: z.string() })),
});

export const deploymentSummary = z.object({
  id: z.string(),
  environment: z.string(),
  service: z.string(),
  services: z.array(z.string()).exactOptional(),
  phase,
  version: z.string(),
  commit: z.string(),
  deployedBy: z.string(),
  requestedAt: timestamp,
  finishedAt: timestamp.exactOptional(),
  endedAt: timestamp.exactOptional(),
  verdict: verdictWord.exactOptional(),
  because: z.string().exactOptional(),
});
export type DeploymentSummary = z.infer<typeof deploymentSummary>;

/** It goes on although `what` speaks against it: the id of an item, `window`, or `everything`. */
export const overrideView = z.object({ what: z.string(), reason: z.string(), by: z.string(), at: timestamp });
export type OverrideView = z.infer<typeof overrideView>;

/** One service of a release, judged by its own criteria. The verdict is that of the whole release. */
export const serviceView = z.object({
  name: z.string(),
  /** Whether the deployment named it; the others are watched all the same. */
  deployed: z.boolean(),
  /** The worst that deciding criteria say; undecided where there are none. */
  state: judgementState,
  because: z.array(z.string()),
  criteria: z.array(z.string()),
});
export type ServiceView = z.infer<typeof serviceView>;

/** What pollers, CI and people read. Past `validUntil` it must be taken as unknown. */
export const verdictDocument = z.object({
  service: z.string(),
  environment: z.string(),
  verdict: verdictWord,
  final: z.boolean(),
  certified: z.boolean(),
  recommendation,
  rule: z.string(),
  because: z.array(z.string()),
  asOf: timestamp,
  validUntil: timestamp,
  recoveredSince: timestamp.exactOptional(),
  deployment: deploymentSummary.exactOptional(),
  watch: watchProgress.exactOptional(),
  criteria: z.array(judgement),
  /** Of a release that has several services: each with what its own criteria say. */
  services: z.array(serviceView).exactOptional(),
  /** Those in force: what they mute is no part of the verdict. */
  silences: z.array(silence.pick({ id: true, criterion: true, owner: true, reason: true, from: true, until: true })),
  /** What was overridden for the current deployment. */
  overrides: z.array(overrideView).exactOptional(),
  /** What people should know beside the verdict: messages that did not arrive. */
  notices: z.array(z.string()).exactOptional(),
  links,
});
export type VerdictDocument = z.infer<typeof verdictDocument>;

export const stepView = plannedStep.extend({
  state: z.union([z.literal('waiting'), z.literal('running'), stepOutcome]),
  startedAt: timestamp.exactOptional(),
  exitCode: z.number().nullable().exactOptional(),
  seconds: z.number().exactOptional(),
  tail: z.string().exactOptional(),
});

export const checklistItemView = z.object({
  id: z.string(),
  title: z.string(),
  /** The kind of item: `run`, `sign-off`, `backup`. */
  type: z.string(),
  /** Who answers it. */
  by: z.enum(['people', 'runner', 'daemon']),
  /** Whose signature it takes. */
  role: z.string().exactOptional(),
  state: z.enum(['waiting', 'passed', 'failed']),
  because: z.string(),
  /** When it was looked at, or signed. */
  lookedAt: timestamp.exactOptional(),
  signed: z
    .object({
      by: z.string(),
      role: z.string(),
      at: timestamp,
      note: z.string().exactOptional(),
      commit: z.string().exactOptional(),
      planHash: z.string().exactOptional(),
      standIn: z.literal(true).exactOptional(),
    })
    .exactOptional(),
  /** It does not stand in the way although it is not fulfilled. */
  override: z.object({ by: z.string(), reason: z.string(), at: timestamp }).exactOptional(),
});
export type ChecklistItemView = z.infer<typeof checklistItemView>;

const recoveryWatchView = z.object({
  startedAt: timestamp,
  for: z.string(),
  /** Criteria that were failing before the rollback: they are looked at first. */
  first: z.array(z.string()),
  ended: z.object({ at: timestamp, outcome: recoveryOutcome, because: z.array(z.string()) }).exactOptional(),
});

const automaticRollbackView = z.object({
  offeredAt: timestamp,
  because: z.array(z.string()),
  /** Until when a waiting runner may take it; absent once it is taken, or nobody may any more. */
  openUntil: timestamp.exactOptional(),
  taken: z.object({ at: timestamp, runner: z.string(), host: z.string() }).exactOptional(),
});

/** A runner that waits for something to do (`daywatch runner ENV`). */
export const waitingRunnerView = z.object({ runner: z.string(), host: z.string(), since: timestamp });
export type WaitingRunnerView = z.infer<typeof waitingRunnerView>;

/** What there is to do for a waiting runner. */
export const runnerWork = z.discriminatedUnion('type', [
  z.object({ type: z.literal('nothing') }),
  z.object({
    type: z.literal('roll-back'),
    deployment: z.string(),
    version: z.string(),
    because: z.array(z.string()),
  }),
  z.object({ type: z.literal('tag'), deployment: z.string(), version, at: timestamp }),
]);
export type RunnerWork = z.infer<typeof runnerWork>;

/** One deployment, whole. */
export const deploymentView = deploymentSummary.extend({
  planHash: z.string(),
  runnerPhase: runnerPhase.exactOptional(),
  rollbackTarget: version.exactOptional(),
  steps: z.array(stepView),
  checklist: z.array(checklistItemView),
  overrides: z.array(overrideView).exactOptional(),
  /** It was planned beforehand, and waits for a runner or was taken up by one. */
  prepared: z
    .object({
      state: z.enum(['waiting', 'taken-up']),
      by: z.string(),
      at: timestamp,
      /** Why the last runner did not get beyond the checklist. */
      lastAttempt: z.string().exactOptional(),
    })
    .exactOptional(),
  /** What was told to whom, in order; addresses are masked. */
  announcements: z.array(announcementNote).exactOptional(),
  watchStartedAt: timestamp.exactOptional(),
  blindGaps: z.array(z.object({ from: timestamp, until: timestamp })),
  decisions: z.array(z.object({ decision: decisionWord, reason: z.string(), by: z.string(), at: timestamp })),
  /** What the people are asked for and have not answered yet. */
  rollbackAsked: z.object({ by: z.string(), at: timestamp, reason: z.string() }).exactOptional(),
  rollback: z
    .object({
      target: version,
      requestedBy: z.string(),
      requestedAt: timestamp,
      finishedAt: timestamp.exactOptional(),
      reason: z.string().exactOptional(),
      /** The short watch of the version that runs again. */
      watch: recoveryWatchView.exactOptional(),
    })
    .exactOptional(),
  ...afterViews,
  automaticRollback: automaticRollbackView.exactOptional(),
  tag: z.object({ name: z.string(), pushedTo: z.string().exactOptional() }).exactOptional(),
  events: z.array(
    z.object({
      sequence: z.number(),
      at: timestamp,
      actor: z.string(),
      event: deploymentEvent,
      /** What happened, as one line of a timeline. */
      sentence: z.string(),
    }),
  ),
});
export type DeploymentView = z.infer<typeof deploymentView>;

/** How a deployment stands, without what led there. */
export const deploymentNow = deploymentView.omit({ events: true });

/** The whole state of an environment: what the stream sends at each change. */
export const environmentView = z.object({
  name: z.string(),
  service: z.string(),
  /** Grows with each change; the ETag of the verdict. */
  revision: z.number(),
  verdict: verdictDocument,
  deployment: deploymentNow.exactOptional(),
  /** The deployment that is planned: nothing of it runs yet. */
  planned: deploymentNow.exactOptional(),
  lastStable: version
    .extend({ at: timestamp, deployment: z.string().exactOptional(), tag: z.string().exactOptional() })
    .exactOptional(),
  /** Commits that were rolled back, or decided bad, and have not become stable since: nothing goes back to them. */
  rolledBack: z.array(z.string()).exactOptional(),
  /** Runners that wait for something to do. */
  runners: z.array(waitingRunnerView).exactOptional(),
  /** When it may be deployed to, where the plan has a window. */
  window: windowState.exactOptional(),
  planHash: z.string(),
  planFile: z.string(),
  /** Live output of the step that is running, the last lines. */
  output: z.string().exactOptional(),
});
export type EnvironmentView = z.infer<typeof environmentView>;

export const announcementView = z.object({
  ...messageFacts,
  deployment: z.string(),
  version: z.string(),
  state: z.enum(['due', 'claimed', 'handed-over', 'sent', 'failed', 'uncertain', 'withdrawn']),
  dueAt: timestamp,
  /** Held back, or tried again, until then. */
  notBefore: timestamp.exactOptional(),
  attempts: z.number(),
  subject: z.string().exactOptional(),
  because: z.string().exactOptional(),
  settledAt: timestamp.exactOptional(),
});
export type AnnouncementView = z.infer<typeof announcementView>;
export const announcementList = z.object({ announcements: z.array(announcementView) });

export const environmentList = z.object({ environments: z.array(environmentView) });
export const deploymentPage = z.object({ deployments: z.array(deploymentSummary), next: z.string().exactOptional() });
/** What a runner gets: the deployment, and the token its reports need. */
export const deploymentTicket = z.object({ deployment: deploymentView, runnerToken: z.string() });
export type DeploymentTicket = z.infer<typeof deploymentTicket>;
export const decisionReceipt = z.object({ deployment: deploymentView });
export const planReceipt = z.object({
  environment: z.string(),
  planHash: z.string(),
  changed: z.boolean(),
  criteria: z.number(),
});
export const pushReceipt = z.object({ environment: z.string(), accepted: z.int() });
export type PushReceipt = z.infer<typeof pushReceipt>;
export const recordLine = recordedEvent;

/**
 * One criterion's readings for a chart. Values are in `unit` and mean what the criterion's limit does: the share of bad
 * requests or failed looks, the quantile of times, events a minute, the level. `null` is a gap.
 */
export const seriesView = z.object({
  criterion: z.string(),
  title: z.string(),
  unit,
  baseline: z.number().exactOptional(),
  limit: z.number().exactOptional(),
  deployedAt: timestamp.exactOptional(),
  /** Seconds since 1970. */
  times: z.array(z.number()),
  values: z.array(z.number().nullable()),
  /** The worst single reading in each point's span; the lowest where lower is worse. */
  highest: z.array(z.number().nullable()),
  /** What was usual at each of `times` before the deploy: nine of ten values lay between. */
  usual: z.object({ low: z.array(z.number().nullable()), high: z.array(z.number().nullable()) }).exactOptional(),
  /** What the source said of readings since the deploy, the newest first, each sentence once. */
  told: z.array(
    z.object({ type: z.enum(['seen', 'absent', 'error']), because: z.string(), at: timestamp, times: z.int() }),
  ),
});
export type SeriesView = z.infer<typeof seriesView>;
