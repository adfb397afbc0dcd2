import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import type * as z from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { SendOutcome } from '../ports/notifier.ts';
import type { Outbound } from '../ports/outbound.ts';
import { jsonOf } from './json-of.ts';
import { type Posting, postOnce } from './post-once.ts';
import { type Answered, taken } from './taken.ts';

type Refused = Exclude<SendOutcome, { type: 'accepted' }>;
export type Got<T> = { readonly value: T } | { readonly refused: Refused };

/** What is asked of one repository. */
export interface GithubApi {
  /** For messages: `GitHub owner/repository`. */
  readonly where: string;
  list<T>(path: string, shape: z.ZodType<T>, signal: AbortSignal): Promise<Got<readonly T[]>>;
  create<T>(path: string, body: unknown, shape: z.ZodType<T>, posting: Posting): Promise<Got<T>>;
}

export interface GithubAccess {
  /** https://api.github.com, or one of a GitHub Enterprise Server. */
  readonly api: string;
  /** `owner/repository`. */
  readonly repository: string;
  readonly token: string;
  readonly outbound: Outbound;
  readonly clock: Pick<Clock, 'now'>;
}

/** A page of a hundred issues with long bodies. */
const sizeLimit = 20_000_000;

export function githubApi({ api, repository, token, outbound, clock }: GithubAccess): GithubApi {
  const base = `${api.replace(/\/+$/, '')}/repos/${repository}`;
  const where = `GitHub ${repository}`;
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'user-agent': 'daywatch',
    'x-github-api-version': '2022-11-28',
  };
  function read<T>(answer: Answered | Refused, shape: z.ZodType<T>): Got<T> {
    if (answer.type !== 'answered') return { refused: answer };
    const parsed = shape.safeParse(jsonOf(answer.body));
    if (parsed.success) return { value: parsed.data };
    return { refused: { type: 'uncertain', because: `${where} answered something else than GitHub would` } };
  }
  return {
    where,
    async list(path, shape, signal) {
      const url = `${base}${path}`;
      const exchange = await outbound.request({ url, headers, timeout: seconds(30), sizeLimit, signal });
      return read(taken(exchange, { where, now: clock.now() }), shape.array());
    },
    create: async (path, body, shape, posting) =>
      read(await postOnce({ outbound, clock, url: `${base}${path}`, where, body, headers, delivery: posting }), shape),
  };
}
