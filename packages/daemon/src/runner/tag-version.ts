import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import type { Client } from '@daywatch/shared/client/client.ts';
import { failureText } from '@daywatch/shared/client/result.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { Git } from '../ports/git.ts';
import { type Ending, endingOf, failed } from './ending.ts';
import { stableTagName } from './stable-tag.ts';

export interface TagTools {
  readonly git: Git;
  readonly client: Pick<Client, 'environment' | 'tagStable'>;
  /** The daemon's address, for the link in the tag. */
  readonly url: string;
  readonly signal: AbortSignal;
}

export interface Tagged {
  readonly type: 'tagged';
  readonly tag: string;
  readonly version: string;
  readonly commit: string;
  /** It was there before. */
  readonly again: boolean;
  readonly pushedTo?: string;
  /** What did not work, and is tried again the next time. */
  readonly notes: readonly string[];
}

/** Marks the last stable version with an annotated tag, and brings the environment's tags to the remote. */
export async function tagVersion(environment: EnvironmentPlan, tools: TagTools): Promise<Tagged | Ending> {
  const { git, client } = tools;
  const got = await client.environment({ environment: environment.name });
  if (!got.ok) return endingOf(got.failure);
  const { lastStable } = got.value;
  if (lastStable === undefined) {
    const hint = 'A tag is for a version that was watched to the end, or that a person decided GO for.';
    return failed(`No version of ${environment.name} has had its final GO yet.`, hint);
  }
  const { version, commit, deployment } = lastStable;
  if ((await git.resolve(commit)) === undefined) {
    const hint = (await git.isShallow()) ? 'The clone is shallow: git fetch --unshallow' : 'Try: git fetch';
    return failed(`${version} (${commit.slice(0, 7)}) is not in this checkout.`, hint);
  }
  const remote = await remoteOf(environment, git);
  const pattern = `stable/${environment.name}/*`;
  const there = remote === undefined ? [] : await git.remoteTags(remote, pattern, tools.signal);
  const onRemote = 'failed' in there ? [] : there;
  const made = await makeTag(got.value, lastStable, onRemote, tools);
  if ('type' in made) return made;
  const pushed = remote === undefined ? { notes: [] } : await pushAll(environment.name, remote, there, tools);
  const pushedTo = remote !== undefined && 'done' in pushed && pushed.done.includes(made.tag) ? remote : undefined;
  const notes = [...pushed.notes];
  if (deployment !== undefined) {
    const body = { tag: made.tag, commit, ...(pushedTo !== undefined && { pushedTo }) };
    const told = await client.tagStable({ deployment, body });
    if (!told.ok) notes.push(`The daemon could not be told: ${failureText(told.failure)}`);
  }
  return {
    type: 'tagged',
    tag: made.tag,
    version,
    commit,
    again: made.again,
    ...(pushedTo !== undefined && { pushedTo }),
    notes,
  };
}

/** The remote of the branch that is deployed to, else of the one that is checked out. */
async function remoteOf({ deploy }: EnvironmentPlan, git: Git): Promise<string | undefined> {
  const branches = [...(deploy?.to === undefined ? [] : [deploy.to]), (await git.whereWeAre()).ref];
  for (const branch of branches) {
    const upstream = await git.upstream(branch);
    if (upstream !== undefined) return upstream.remote;
  }
  return undefined;
}

type Tags = readonly { readonly name: string; readonly commit: string }[];

async function makeTag(
  { name, service, verdict, deployment }: EnvironmentView,
  { version, commit, at, deployment: of }: NonNullable<EnvironmentView['lastStable']>,
  onRemote: Tags,
  { git, url }: TagTools,
): Promise<{ readonly tag: string; readonly again: boolean } | Ending> {
  const when = parseRfc3339(at);
  if (when === undefined) throw new Error(`the daemon tells the time of the GO as "${at}"`);
  const isCurrent = deployment?.id === of;
  const message = [
    `${service} ${version} is stable in ${name}`,
    '',
    `GO at ${at}${isCurrent && verdict.because[0] !== undefined ? `: ${verdict.because[0]}` : ''}`,
    ...(of === undefined ? [] : [`Report: ${url.replace(/\/+$/, '')}/v1/deployments/${of}/report`]),
  ].join('\n');
  // Another runner may be at it too: what it has made by then is found the second time.
  for (let attempt = 1; ; attempt += 1) {
    const here = await git.tags(`stable/${name}/*`);
    const known = here.find((one) => one.commit === commit) ?? onRemote.find((one) => one.commit === commit);
    if (known !== undefined) return { tag: known.name, again: true };
    const tag = stableTagName(
      name,
      when,
      [...here, ...onRemote].map((one) => one.name),
    );
    const did = await git.tag(tag, commit, message);
    if (did.ok) return { tag, again: false };
    if (attempt === 2) return failed(`${tag} could not be made: ${did.said}`);
  }
}

/** Also those that could not be pushed before. */
async function pushAll(
  environment: string,
  remote: string,
  there: Tags | { readonly failed: string },
  { git, signal }: TagTools,
): Promise<{ readonly done: readonly string[]; readonly notes: readonly string[] }> {
  const again = `; daywatch tag ${environment} tries it again`;
  if ('failed' in there) return { done: [], notes: [`${remote} does not answer: ${lastLine(there.failed)}${again}`] };
  const done = there.map(({ name }) => name);
  const notes: string[] = [];
  const missing = (await git.tags(`stable/${environment}/*`)).filter(({ name }) => !done.includes(name));
  for (const { name } of missing.toReversed()) {
    const did = await git.pushTag(remote, name, signal);
    if (did.ok) done.push(name);
    else notes.push(`${name} was not pushed to ${remote}: ${lastLine(did.said)}${again}`);
  }
  return { done, notes };
}

/** What the remote itself says is why; what git says in the end is mostly "error: failed to push". */
function lastLine(said: string): string {
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const remote = lines
    .flatMap((line) => (line.startsWith('remote:') ? [line.slice('remote:'.length).trim()] : []))
    .filter((line) => line !== '' && !line.startsWith('error: hook declined'));
  if (remote.length > 0) return `rejected: ${remote.join(' ')}`;
  return lines.find((line) => /\b(?:rejected|denied|declined|fatal)\b/i.test(line)) ?? lines.at(-1) ?? 'without a word';
}
