import * as z from 'zod';
import type { Delivery, SendOutcome } from '../../ports/notifier.ts';
import type { GithubApi } from '../../web/github-api.ts';
import { issueShape, markedIssue } from '../../web/github-issue.ts';

const comment = z.object({ id: z.number(), body: z.string().nullish() });

/** Not shown, and found again. */
const markOf = (what: string): string => `<!-- daywatch:${what} -->`;

/** One issue for a deployment: the first message opens it, each further one is a comment. */
export async function announceIssue(
  api: GithubApi,
  delivery: Delivery,
  labels: readonly string[],
): Promise<SendOutcome> {
  const { facts, subject, markdown } = delivery.message;
  const known = await markedIssue(api, markOf(facts.deployment), delivery.signal);
  if ('refused' in known) return known.refused;
  if (facts.reason === 'test') return { type: 'accepted', because: 'GitHub can be read; a trial writes nothing there' };
  const mine = markOf(delivery.key);
  const ours = known.value;
  if (ours === undefined) {
    const body = `${markdown}\n\n${markOf(facts.deployment)}\n${mine}\n`;
    const made = await api.create('/issues', { title: subject, body, labels }, issueShape, delivery);
    return 'refused' in made ? made.refused : { type: 'accepted' };
  }
  const had = { type: 'accepted', because: 'GitHub had it already' } as const;
  if (ours.body?.includes(mine)) return had;
  const path = `/issues/${ours.number}/comments`;
  const comments = await api.list(`${path}?per_page=100`, comment, delivery.signal);
  if ('refused' in comments) return comments.refused;
  if (comments.value.some(({ body }) => body?.includes(mine))) return had;
  const made = await api.create(path, { body: `**${subject}**\n\n${markdown}\n\n${mine}\n` }, comment, delivery);
  return 'refused' in made ? made.refused : { type: 'accepted' };
}
