import * as z from 'zod';
import type { Outbound } from '../../ports/outbound.ts';
import { excerpt } from '../../web/excerpt.ts';
import { jsonOf } from '../../web/json-of.ts';
import { faultsInWords } from '../faults-in-words.ts';
import { type Ask, askProvider } from '../provider.ts';
import type { SentryOptions } from './sentry-options.ts';

/** In the order in which they are sent; a name may come more than once. */
export type Params = readonly (readonly [name: string, value: string])[];

export type Answer<T> =
  | { readonly type: 'answered'; readonly value: T; readonly next?: string }
  /** `status`: of the answer, where there was one. */
  | { readonly type: 'failed'; readonly because: string; readonly status?: number };

const problem = z.object({ detail: z.union([z.string(), z.object({ message: z.string() })]) });
const project = z.object({ id: z.union([z.string(), z.number()]).transform(String) });

/**
 * Sentry's web API, version 0: https://docs.sentry.io/api/. It is asked through `outbound`, which leaves a provider
 * alone that is in trouble or says so.
 */
export class SentryApi {
  private readonly options: SentryOptions;
  private readonly ask: Ask;
  private projectId: string | undefined;

  constructor(options: SentryOptions, outbound: Outbound) {
    this.options = options;
    this.ask = askProvider(options, outbound);
    if (/^\d+$/.test(options.project)) this.projectId = options.project;
  }

  /** One page; `next` is the cursor of the following one, where there is one. */
  async get<Shape extends z.ZodType>(
    path: string,
    params: Params,
    shape: Shape,
    signal: AbortSignal,
  ): Promise<Answer<z.infer<Shape>>> {
    const query = params.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    const address = `${this.options.url.replace(/\/+$/, '')}/api/0${path}${query === '' ? '' : `?${query}`}`;
    const asked = `GET /api/0${path}${params.length === 0 ? '' : `?${params.map(([name, value]) => `${name}=${value}`).join('&')}`}`;
    const failed = (because: string) => ({ type: 'failed' as const, because: `${asked} ${because}` });
    const headers = { accept: 'application/json', authorization: `Bearer ${this.options.token}` };
    const exchange = await this.ask({ url: address, headers }, signal);
    if (exchange.type === 'failed') return { type: 'failed', because: exchange.because };
    const { status, body } = exchange;
    if (status !== 200)
      return { ...failed(`answered ${status}${whatItSaid(body)}${hintOf(status, this.options)}`), status };
    const checked = shape.safeParse(jsonOf(body));
    if (!checked.success)
      return failed(
        `answered not as Sentry does: ${faultsInWords(checked.error.issues.slice(0, 3))}; "${excerpt(body)}"`,
      );
    const next = nextCursor(exchange.headers.link);
    return { type: 'answered', value: checked.data, ...(next !== undefined && { next }) };
  }

  /** Every endpoint knows the number of a project; only some know its slug. */
  async project(signal: AbortSignal): Promise<Answer<string>> {
    if (this.projectId !== undefined) return { type: 'answered', value: this.projectId };
    const { organization, project: slug } = this.options;
    const answer = await this.get(`/projects/${segment(organization)}/${segment(slug)}/`, [], project, signal);
    if (answer.type === 'failed') return answer;
    this.projectId = answer.value.id;
    return { type: 'answered', value: answer.value.id };
  }

  /** `/organizations/acme/…`. */
  organization(rest: string): string {
    return `/organizations/${segment(this.options.organization)}${rest}`;
  }
}

const segment = (text: string): string => encodeURIComponent(text);

function whatItSaid(body: string): string {
  const said = problem.safeParse(jsonOf(body)).data?.detail;
  const words = typeof said === 'string' ? said : (said?.message ?? body);
  return words.trim() === '' ? '' : ` "${excerpt(words)}"`;
}

function hintOf(status: number, { organization, project: slug, url }: SentryOptions): string {
  switch (status) {
    case 401:
      return '; the token is not valid here';
    case 403:
      return '; the token may not read this: it needs event:read, project:read and org:read';
    case 404:
      return `; ${url} has no ${organization}/${slug} that the token may see`;
    default:
      return '';
  }
}

/** Of `<…>; rel="next"; results="true"; cursor="0:100:0"`. A page says that there is none after it by results="false". */
export function nextCursor(link: string | undefined): string | undefined {
  for (const part of link?.split(/,\s*(?=<)/) ?? []) {
    if (/;\s*rel="next"/.test(part) && /;\s*results="true"/.test(part)) return /;\s*cursor="([^"]+)"/.exec(part)?.[1];
  }
  return undefined;
}
