import type { AnnouncementReason } from '@daywatch/shared/vocabulary/announce.ts';
import * as z from 'zod';
import type { Delivery, SendOutcome } from '../../ports/notifier.ts';
import type { GithubApi, Got } from '../../web/github-api.ts';
import { jsonOf } from '../../web/json-of.ts';

const deployment = z.object({ id: z.number(), payload: z.unknown() });
const status = z.object({ state: z.string(), description: z.string().nullable() });

/** What GitHub calls it. */
const states: Readonly<Record<AnnouncementReason, string>> = {
  before: 'queued',
  planned: 'queued',
  deploying: 'in_progress',
  verifying: 'in_progress',
  watching: 'in_progress',
  go: 'in_progress',
  'no-go': 'failure',
  'roll-back-recommended': 'failure',
  undecided: 'pending',
  decided: 'in_progress',
  extended: 'in_progress',
  blind: 'in_progress',
  overrun: 'in_progress',
  interrupted: 'error',
  'automatic-rollback': 'failure',
  'rolling-back': 'in_progress',
  'rolled-back': 'inactive',
  recovered: 'inactive',
  'not-recovered': 'inactive',
  'recovery-unknown': 'inactive',
  'ticket-opened': 'inactive',
  succeeded: 'success',
  failed: 'failure',
  superseded: 'inactive',
  cancelled: 'inactive',
  resolved: 'in_progress',
  test: 'pending',
};

/** A status of the deployment that GitHub has of ours; it is made when there is none. */
export async function announceDeployment(api: GithubApi, delivery: Delivery): Promise<SendOutcome> {
  const { facts, subject, links } = delivery.message;
  if (facts.reason === 'test') return tryOut(api, delivery.signal);
  const found = await ourDeployment(api, delivery);
  if ('refused' in found) return found.refused;
  const description = subject.slice(0, 140);
  const state = states[facts.reason];
  const path = `/deployments/${found.value}/statuses`;
  const known = await api.list(`${path}?per_page=100`, status, delivery.signal);
  if ('refused' in known) return known.refused;
  const [newest] = known.value;
  if (newest?.state === state && newest.description === description)
    return { type: 'accepted', because: 'GitHub had it already' };
  const body = {
    state,
    description,
    auto_inactive: false,
    ...(links.dashboard !== undefined && { log_url: links.dashboard }),
  };
  const made = await api.create(path, body, status, delivery);
  return 'refused' in made ? made.refused : { type: 'accepted' };
}

/** Reading tells whether the repository and the token are right; a trial leaves nothing behind. */
async function tryOut(api: GithubApi, signal: AbortSignal): Promise<SendOutcome> {
  const listed = await api.list('/deployments?per_page=1', deployment, signal);
  return 'refused' in listed
    ? listed.refused
    : { type: 'accepted', because: 'GitHub can be read; a trial writes nothing there' };
}

async function ourDeployment(api: GithubApi, delivery: Delivery): Promise<Got<number>> {
  const { facts, subject } = delivery.message;
  const of = new URLSearchParams({ sha: facts.commit, environment: facts.environment, per_page: '100' });
  const known = await api.list(`/deployments?${of}`, deployment, delivery.signal);
  if ('refused' in known) return known;
  const ours = known.value.find(({ payload }) => idIn(payload) === facts.deployment);
  if (ours !== undefined) return { value: ours.id };
  const body = {
    ref: facts.commit,
    environment: facts.environment,
    description: subject.slice(0, 140),
    auto_merge: false,
    // What has to be true before a deploy is in the plan's checklist.
    required_contexts: [],
    payload: { daywatch: facts.deployment },
    production_environment: facts.environment === 'production',
  };
  const made = await api.create('/deployments', body, deployment, delivery);
  return 'refused' in made ? made : { value: made.value.id };
}

/** GitHub gives a payload back as it was sent, or as its text. */
function idIn(payload: unknown): string | undefined {
  if (typeof payload === 'string') return idIn(jsonOf(payload));
  const ours = z.object({ daywatch: z.string() }).safeParse(payload);
  return ours.success ? ours.data.daywatch : undefined;
}
