import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { Exchange, Outbound } from '../ports/outbound.ts';
import type { TicketDesk, TicketOutcome } from '../ports/ticket.ts';
import { jsonOf } from '../web/json-of.ts';
import { taken } from '../web/taken.ts';

const issue = z.object({ html_url: z.url({ protocol: /^https?$/ }), body: z.string().nullable() });
/** GitHub gives a hundred at a time; a ticket is looked for soon after it was opened. */
const pages = 3;

/** Not shown, and found again: the answer to an earlier attempt may have been lost. */
const markOf = (deployment: string): string => `<!-- daywatch-ticket:${deployment} -->`;

/** Issues of one repository on GitHub. */
export function githubDesk({
  repository,
  token,
  api,
  outbound,
  clock,
}: {
  readonly repository: string;
  readonly token: string;
  readonly api: string;
  readonly outbound: Outbound;
  readonly clock: Pick<Clock, 'now'>;
}): TicketDesk {
  const where = `GitHub ${repository}`;
  const issues = `${api.replace(/\/$/, '')}/repos/${repository}/issues`;

  const ask = (url: string, signal: AbortSignal, body?: unknown): Promise<Exchange> =>
    outbound.request({
      url,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'user-agent': 'daywatch',
        'x-github-api-version': '2022-11-28',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeout: seconds(20),
      sizeLimit: 20_000_000,
      signal,
    });

  function read<T>(exchange: Exchange, shape: z.ZodType<T>): { readonly value: T } | TicketOutcome {
    const answer = taken(exchange, { where, now: clock.now() });
    if (answer.type === 'refused') return { ...answer, in: where };
    const parsed = shape.safeParse(jsonOf(answer.body));
    if (parsed.success) return { value: parsed.data };
    return { type: 'refused', in: where, because: `${where} answered something else than GitHub would`, final: false };
  }

  return {
    async open({ deployment, title, body }, signal) {
      const mark = markOf(deployment);
      for (let page = 1; page <= pages; page += 1) {
        const query = `?state=all&sort=created&direction=desc&per_page=100&page=${page}`;
        const got = read(await ask(`${issues}${query}`, signal), z.array(issue));
        if ('type' in got) return got;
        const known = got.value.find((one) => one.body?.includes(mark));
        if (known !== undefined) return { type: 'opened', in: where, url: known.html_url };
        if (got.value.length < 100) break;
      }
      const made = read(await ask(issues, signal, { title, body: `${body.trimEnd()}\n\n${mark}\n` }), issue);
      return 'type' in made ? made : { type: 'opened', in: where, url: made.value.html_url };
    },
  };
}
