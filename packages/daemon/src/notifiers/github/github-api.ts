import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import type * as z from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Delivery, SendOutcome } from '../../ports/notifier.ts';
import type { Outbound } from '../../ports/outbound.ts';
import { taken } from '../../web/taken.ts';
import { postOnce } from '../post-once.ts';

export type Refused = Exclude<SendOutcome, { type: 'accepted' }>;
export type Got<T> = { readonly value: T } | { readonly refused: Refused };

/** What is asked of one repository. */
export interface GithubApi {
  list<T>(path: string, shape: z.ZodType<T>): Promise<Got<readonly T[]>>;
  create<T>(path: string, body: unknown, shape: z.ZodType<T>, delivery: Delivery): Promise<Got<T>>;
}

export function githubApi({
  address,
  repository,
  token,
  outbound,
  clock,
}: {
  readonly address: string;
  readonly repository: string;
  readonly token: string;
  readonly outbound: Outbound;
  readonly clock: Clock;
}): GithubApi {
  const base = `${address.replace(/\/+$/, '')}/repos/${repository}`;
  const where = 'GitHub';
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'x-github-api-version': '2022-11-28',
  };
  return {
    async list(path, shape) {
      const url = `${base}${path}`;
      const exchange = await outbound.request({ url, headers, timeout: seconds(30) });
      const answer = taken(exchange, { where, now: clock.now() });
      return answer.type === 'answered' ? read(answer.body, shape.array()) : { refused: answer };
    },
    async create(path, body, shape, delivery) {
      const answer = await postOnce({ outbound, clock, url: `${base}${path}`, where, body, headers, delivery });
      return answer.type === 'answered' ? read(answer.body, shape) : { refused: answer };
    },
  };
}

function read<T>(body: string, shape: z.ZodType<T>): Got<T> {
  try {
    const parsed = shape.safeParse(JSON.parse(body));
    if (parsed.success) return { value: parsed.data };
  } catch {
    // Told below.
  }
  return { refused: { type: 'uncertain', because: 'GitHub answered what cannot be read' } };
}
