import * as z from 'zod';
import { pushedLine } from '../vocabulary/observation.ts';
import { runnerReport } from '../vocabulary/runner-report.ts';
import { silence } from '../vocabulary/silence.ts';
import { duration, timestamp } from '../vocabulary/written-time.ts';
import { decisionRequest, deploymentRequest, rollbackRequest, silenceRequest, waitingRunner } from './requests.ts';
import type { Route } from './route.ts';
import {
  announcementList,
  decisionReceipt,
  deploymentPage,
  deploymentTicket,
  deploymentView,
  environmentList,
  environmentView,
  health,
  planReceipt,
  pushReceipt,
  readiness,
  runnerWork,
  seriesView,
  verdictDocument,
} from './views.ts';

import { windowSuggestions } from './window-views.ts';

/** Every route once. The server must handle each name, the client has a call for each, OpenAPI is made from it. */
export const routes = {
  health: { method: 'get', path: '/healthz', role: 'open', summary: 'The process runs.', reply: health },
  readiness: {
    method: 'get',
    path: '/readyz',
    role: 'open',
    summary: 'The store answers and every running watch was looked at lately; else 503 with what is late.',
    reply: readiness,
    otherStatus: 503,
  },
  metrics: {
    method: 'get',
    path: '/metrics',
    role: 'viewer',
    summary: 'Prometheus exposition. With DAYWATCH_OPEN_METRICS=1 it is open to everybody.',
    reply: 'text/plain',
  },
  dashboard: {
    method: 'get',
    path: '/',
    role: 'open',
    summary: 'The dashboard page. It holds no data: its script asks the API with a token.',
    reply: 'text/html',
  },
  environments: {
    method: 'get',
    path: '/v1/environments',
    role: 'viewer',
    summary: 'All environments with their verdicts.',
    reply: environmentList,
  },
  environment: {
    method: 'get',
    path: '/v1/environments/{environment}',
    role: 'viewer',
    summary: 'Current deployment, watch, judgements, checklist, links.',
    reply: environmentView,
  },
  verdict: {
    method: 'get',
    path: '/v1/environments/{environment}/verdict',
    role: 'viewer',
    summary:
      'The verdict document, with an ETag. `wait` (60s at most) holds the answer back until the revision differs from the one in If-None-Match, or else from the one at the time of asking.',
    query: z.object({ wait: z.string().optional() }),
    reply: verdictDocument,
  },
  suggestWindow: {
    method: 'get',
    path: '/v1/environments/{environment}/window/suggestions',
    role: 'viewer',
    summary: 'The quietest hours of the week, from measured traffic; refused while less than a week is known.',
    query: z.object({ for: duration.optional(), 'time-zone': z.string().optional() }),
    reply: windowSuggestions,
  },
  gate: {
    method: 'get',
    path: '/v1/environments/{environment}/gate',
    role: 'viewer',
    summary:
      'For dumb pollers: 200 GO, 503 NO-GO; undecided answers as `undecided` says. With DAYWATCH_OPEN_GATE=1 it is open to everybody.',
    query: z.object({ undecided: z.enum(['go', 'no-go']).default('no-go') }),
    reply: 'text/plain',
    otherStatus: 503,
  },
  registerPlan: {
    method: 'put',
    path: '/v1/environments/{environment}/plan',
    role: 'lead',
    summary: 'Registers the plan, so that the baseline is collected before the next deployment.',
    body: z.strictObject({ text: z.string().max(1_000_000), file: z.string().default('daywatch.yaml') }),
    reply: planReceipt,
  },
  pushObservations: {
    method: 'post',
    path: '/v1/environments/{environment}/observations',
    role: 'ingest',
    summary: 'Readings that others push, for criteria of a source of type push: all of them are taken, or none.',
    body: z.strictObject({ observations: z.array(pushedLine).min(1).max(5_000) }),
    reply: pushReceipt,
    status: 202,
  },
  silence: {
    method: 'post',
    path: '/v1/environments/{environment}/silences',
    role: 'developer',
    summary:
      'Mutes one criterion, for 24 hours at most: it is not judged and not waited for. Shown in every verdict; one that is in force for the same criterion ends.',
    body: silenceRequest,
    reply: silence,
    status: 201,
  },
  endSilence: {
    method: 'delete',
    path: '/v1/environments/{environment}/silences/{silence}',
    role: 'developer',
    summary: 'Ends a silence at once.',
    reply: silence,
  },
  prepareDeployment: {
    method: 'put',
    path: '/v1/environments/{environment}/planned',
    role: 'developer',
    summary:
      'Plans a deployment: nothing runs until a runner begins it. The one that is planned already is planned anew; another commit or plan voids its sign-offs.',
    body: deploymentRequest.omit({ override: true }),
    reply: deploymentTicket,
  },
  announcements: {
    method: 'get',
    path: '/v1/environments/{environment}/announcements',
    role: 'viewer',
    summary: 'Announcements: on their way, sent, failed; newest first. Addresses are masked.',
    query: z.object({ limit: z.coerce.number<number>().int().min(1).max(500).default(50) }),
    reply: announcementList,
  },
  announce: {
    method: 'post',
    path: '/v1/environments/{environment}/announcements',
    role: 'developer',
    summary: 'Sends a trial message, by one announcement of the plan or by all; or what one told last, once more.',
    body: z.union([
      z.strictObject({ test: z.literal(true), announcement: z.string().min(1).exactOptional() }),
      z.strictObject({ again: z.string().min(1) }),
    ]),
    reply: announcementList,
    status: 202,
  },
  decisionPage: {
    method: 'get',
    path: '/decide/{token}',
    role: 'open',
    summary: 'The page behind a signed link in a message: it shows what is to be decided, and changes nothing.',
    reply: 'text/html',
  },
  decideByLink: {
    method: 'post',
    path: '/decide/{token}',
    role: 'open',
    summary: 'Decides by a signed link, with the reason of its form. It works once, and for a time.',
    reply: 'text/html',
  },
  sharedReport: {
    method: 'get',
    path: '/shared-report/{token}',
    role: 'open',
    summary: 'The report behind a signed link in a message.',
    reply: 'text/html',
  },
  beginDeployment: {
    method: 'post',
    path: '/v1/environments/{environment}/deployments',
    role: 'developer',
    summary:
      'Begins a deployment, or takes up the one that is planned; 409 with who is deploying, if one runs. An `override` takes a lead.',
    body: deploymentRequest,
    reply: deploymentTicket,
    status: 201,
  },
  deployments: {
    method: 'get',
    path: '/v1/deployments',
    role: 'viewer',
    summary: 'History, newest first.',
    query: z.object({
      environment: z.string().optional(),
      limit: z.coerce.number<number>().int().min(1).max(200).default(50),
      before: z.string().optional(),
    }),
    reply: deploymentPage,
  },
  deployment: {
    method: 'get',
    path: '/v1/deployments/{deployment}',
    role: 'viewer',
    summary: 'One deployment, whole.',
    reply: deploymentView,
  },
  reportProgress: {
    method: 'post',
    path: '/v1/deployments/{deployment}/events',
    role: 'runner',
    summary: "The runner's reports: steps started, output, finished; heartbeat.",
    body: z.strictObject({ reports: z.array(runnerReport).min(1).max(200) }),
    reply: deploymentView,
  },
  resumeDeployment: {
    method: 'post',
    path: '/v1/deployments/{deployment}/resume',
    role: 'developer',
    summary: 'Gives an interrupted deployment to a new runner.',
    reply: deploymentTicket,
  },
  beginRollback: {
    method: 'post',
    path: '/v1/deployments/{deployment}/rollback',
    role: 'developer',
    summary: 'Begins the rollback of this deployment; a runner executes it.',
    body: rollbackRequest,
    reply: deploymentTicket,
    status: 201,
  },
  waitForWork: {
    method: 'post',
    path: '/v1/environments/{environment}/work',
    role: 'developer',
    summary:
      'A runner waits for something to do: an automatic rollback that is offered, a stable version to tag. `wait` (60s at most) holds the answer back until there is something. While it asks, it is shown as waiting.',
    query: z.object({ wait: z.string().optional() }),
    body: waitingRunner.extend({
      /** Deployments that it could do nothing for: it is not asked to again. */
      without: z.array(z.string()).max(200).exactOptional(),
    }),
    reply: runnerWork,
  },
  tagStable: {
    method: 'post',
    path: '/v1/deployments/{deployment}/tag',
    role: 'developer',
    summary: 'Records the git tag that marks this version as stable; the tag itself is made by a runner.',
    body: z.strictObject({
      tag: z.string().min(1).max(250),
      commit: z.string().min(1),
      pushedTo: z.string().min(1).exactOptional(),
    }),
    reply: deploymentView,
  },
  signOff: {
    method: 'post',
    path: '/v1/deployments/{deployment}/sign-offs',
    role: 'developer',
    summary: 'Signs a checklist item.',
    body: z.strictObject({
      item: z.string(),
      note: z.string().trim().max(2_000).exactOptional(),
      /** The role in whose place the owner of the daemon signs. */
      as: z.string().exactOptional(),
    }),
    reply: deploymentView,
  },
  override: {
    method: 'post',
    path: '/v1/deployments/{deployment}/overrides',
    role: 'lead',
    summary: 'Goes on although something speaks against it: an item of the checklist, `window`, or `everything`.',
    body: z.strictObject({ what: z.string().min(1), reason: z.string().trim().min(1).max(2_000) }),
    reply: deploymentView,
  },
  lookAtChecklist: {
    method: 'post',
    path: '/v1/deployments/{deployment}/checks',
    role: 'developer',
    summary: 'Looks at the items that the daemon itself looks at, now.',
    reply: deploymentView,
  },
  cancelDeployment: {
    method: 'post',
    path: '/v1/deployments/{deployment}/cancellation',
    role: 'developer',
    summary: 'Cancels what is planned, or has not got beyond its checklist.',
    body: z.strictObject({ reason: z.string().trim().min(1).max(2_000) }),
    reply: deploymentView,
  },
  withdrawSignOff: {
    method: 'delete',
    path: '/v1/deployments/{deployment}/sign-offs/{item}',
    role: 'developer',
    summary: 'Withdraws a sign-off.',
    reply: deploymentView,
  },
  decide: {
    method: 'post',
    path: '/v1/deployments/{deployment}/decisions',
    role: 'lead',
    summary: "A person's decision, with its reason.",
    body: decisionRequest,
    reply: decisionReceipt,
  },
  askRollback: {
    method: 'post',
    path: '/v1/deployments/{deployment}/rollback-requests',
    role: 'developer',
    summary: 'Asks the people to roll back, with a reason. Nothing begins by it.',
    body: z.strictObject({ reason: z.string().trim().min(1).max(1_000) }),
    reply: deploymentView,
  },
  series: {
    method: 'get',
    path: '/v1/deployments/{deployment}/criteria/{criterion}/series',
    role: 'viewer',
    summary: 'Down-sampled readings with baseline and limit, for charts.',
    query: z.object({
      from: timestamp.optional(),
      to: timestamp.optional(),
      points: z.coerce.number<number>().int().min(10).max(5_000).default(400),
    }),
    reply: seriesView,
  },
  record: {
    method: 'get',
    path: '/v1/deployments/{deployment}/record',
    role: 'viewer',
    summary: 'The record, as JSON lines with hashes.',
    reply: 'application/jsonl',
  },
  report: {
    method: 'get',
    path: '/v1/deployments/{deployment}/report',
    role: 'viewer',
    summary: 'The record made readable.',
    query: z.object({ format: z.enum(['html', 'md', 'json']).default('html') }),
    reply: 'text/html',
  },
  stream: {
    method: 'get',
    path: '/v1/stream',
    role: 'viewer',
    summary: 'Server-sent events: whole states of environments.',
    query: z.object({ environment: z.string().optional() }),
    reply: 'text/event-stream',
  },
  agents: {
    method: 'post',
    path: '/mcp',
    role: 'viewer',
    summary: 'The Model Context Protocol over HTTP, for agents: the verdict, its reasons, deployments, reports.',
    reply: 'application/json',
  },
  openapi: {
    method: 'get',
    path: '/openapi.json',
    role: 'open',
    summary: 'This API as an OpenAPI 3.1 document.',
    reply: 'application/json',
  },
  docs: {
    method: 'get',
    path: '/docs',
    role: 'open',
    summary: 'This API as a page to read.',
    reply: 'text/html',
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
type Routes = typeof routes;

type PlaceNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlaceNames<Rest>
  : never;
/** The parameters in a route's path. */
export type ParametersOf<Name extends RouteName> = Readonly<Record<PlaceNames<Routes[Name]['path']>, string>>;
/** The schema of a route's query or body; `never` without one. */
export type QuerySchema<Name extends RouteName> = Routes[Name] extends { readonly query: infer S extends z.ZodType }
  ? S
  : never;
export type BodySchema<Name extends RouteName> = Routes[Name] extends { readonly body: infer S extends z.ZodType }
  ? S
  : never;
/** The parsed reply where the route has a schema, else its text. */
export type ReplyOf<Name extends RouteName> = Routes[Name]['reply'] extends z.ZodType
  ? z.output<Routes[Name]['reply']>
  : string;
