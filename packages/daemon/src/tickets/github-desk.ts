import type { TicketDesk, TicketOutcome } from '../ports/ticket.ts';
import { type GithubAccess, type Got, githubApi } from '../web/github-api.ts';
import { issueShape, markedIssue } from '../web/github-issue.ts';

/** Not shown, and found again. */
const markOf = (deployment: string): string => `<!-- daywatch-ticket:${deployment} -->`;

/** It is looked for before it is opened: nobody has to be told that it may be on its way. */
const handOver = async (): Promise<void> => {};

/** Issues of one repository on GitHub. */
export function githubDesk(access: GithubAccess): TicketDesk {
  const api = githubApi(access);
  const refused = ({ refused: outcome }: Extract<Got<unknown>, { refused: unknown }>): TicketOutcome => ({
    final: false,
    ...outcome,
    type: 'refused',
    in: api.where,
  });
  return {
    async open({ deployment, title, body }, signal) {
      const mark = markOf(deployment);
      const known = await markedIssue(api, mark, signal);
      if ('refused' in known) return refused(known);
      if (known.value !== undefined) return { type: 'opened', in: api.where, url: known.value.html_url };
      const issue = { title, body: `${body.trimEnd()}\n\n${mark}\n` };
      const made = await api.create('/issues', issue, issueShape, { signal, handOver });
      return 'refused' in made ? refused(made) : { type: 'opened', in: api.where, url: made.value.html_url };
    },
  };
}
