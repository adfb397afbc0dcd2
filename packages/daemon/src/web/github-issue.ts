import * as z from 'zod';
import type { GithubApi, Got } from './github-api.ts';

export const issueShape = z.object({
  number: z.number(),
  html_url: z.url({ protocol: /^https?$/ }),
  body: z.string().nullable(),
});
export type Issue = z.infer<typeof issueShape>;

/** GitHub gives a hundred at a time; an issue of ours is looked for soon after it was opened. */
const pages = 3;

/** The newest issue, open or closed, whose body has `mark` in it: the answer to an earlier attempt may have been lost. */
export async function markedIssue(api: GithubApi, mark: string, signal: AbortSignal): Promise<Got<Issue | undefined>> {
  for (let page = 1; page <= pages; page += 1) {
    const query = `state=all&sort=created&direction=desc&per_page=100&page=${page}`;
    const got = await api.list(`/issues?${query}`, issueShape, signal);
    if ('refused' in got) return got;
    const known = got.value.find(({ body }) => body?.includes(mark));
    if (known !== undefined || got.value.length < 100) return { value: known };
  }
  return { value: undefined };
}
