import * as z from 'zod';
import type { Route } from '../api/route.ts';
import {
  type BodySchema,
  type ParametersOf,
  type QuerySchema,
  type ReplyOf,
  type RouteName,
  routes,
} from '../api/routes.ts';
import { problemDocument } from '../vocabulary/problem.ts';
import { type Millis, millis, parseDuration, seconds } from '../vocabulary/time.ts';
import { causeText, type Failure, type Result } from './result.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface ClientOptions {
  /** Where the daemon listens: `http://127.0.0.1:4790`. */
  readonly url: string;
  readonly token?: string;
  readonly fetch?: Fetch;
  /** How long one call may take; 10 s when left out. A call with `wait` gets that time on top. */
  readonly timeout?: Millis;
  /** Makes a signal that aborts after a span. */
  readonly abortAfter?: (span: Millis) => AbortSignal;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** The stream has its own reader, `follow`. */
export type CallName = Exclude<RouteName, 'stream'>;

/** Path parameters and query side by side, the body under `body`. */
export type CallInput<Name extends CallName> = ParametersOf<Name> &
  ([QuerySchema<Name>] extends [never] ? unknown : z.input<QuerySchema<Name>>) &
  ([BodySchema<Name>] extends [never] ? unknown : { readonly body: z.input<BodySchema<Name>> });
type CallArguments<Input> = object extends Input
  ? [input?: Input, options?: CallOptions]
  : [input: Input, options?: CallOptions];

/** One typed call for each route: `client.decide({ deployment, body: { decision: 'go', reason } })`. Never rejects. */
export type Client = {
  readonly [Name in CallName]: (...call: CallArguments<CallInput<Name>>) => Promise<Result<ReplyOf<Name>>>;
};

export function createClient(options: ClientOptions): Client {
  const calls = Object.entries(routes)
    .filter(([name]) => name !== 'stream')
    .map(([name, route]) => [
      name,
      (input: Record<string, unknown> = {}, call: CallOptions = {}) => exchange(route, input, call, options),
    ]);
  // The table gives each name its types; entries of an object lose them.
  return Object.fromEntries(calls) as Client;
}

async function exchange(
  route: Route,
  { body, ...values }: Record<string, unknown>,
  { signal }: CallOptions,
  { url, token, fetch = globalThis.fetch, timeout = seconds(10), abortAfter = AbortSignal.timeout }: ClientOptions,
): Promise<Result<unknown>> {
  const waits = typeof values.wait === 'string' ? (parseDuration(values.wait) ?? 0) : 0;
  const ends = abortAfter(millis(timeout + waits));
  const headers: Record<string, string> = {};
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    const response = await fetch(addressOf(url, route.path, values), {
      method: route.method.toUpperCase(),
      headers,
      signal: signal === undefined ? ends : AbortSignal.any([signal, ends]),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return resultOf(route, url, response.status, await response.text());
  } catch (error) {
    return failed({ type: 'unreachable', because: `The daemon at ${url} does not answer: ${causeText(error)}.` });
  }
}

/** Fills the path's parameters; what is left over becomes the query. */
export function addressOf(base: string, path: string, values: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  let filled = path;
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const place = `{${name}}`;
    if (path.includes(place)) filled = filled.replace(place, encodeURIComponent(String(value)));
    else query.set(name, String(value));
  }
  return `${base.replace(/\/+$/, '')}${filled}${query.size > 0 ? `?${query}` : ''}`;
}

function resultOf(
  { reply, status: usual = 200, otherStatus }: Route,
  url: string,
  status: number,
  text: string,
): Result<unknown> {
  // A repeated request is answered 200 instead of 201.
  if (status !== usual && status !== otherStatus && status !== 200) return failed(failureOf(status, text));
  if (!(reply instanceof z.ZodType)) return { ok: true, value: text };
  const document = parseJson(text);
  if (document === undefined) {
    const because = `What answers at ${url} is not a Daywatch daemon.`;
    return failed({ type: 'not-understood', status, because });
  }
  const read = reply.safeParse(document);
  if (read.success) return { ok: true, value: read.data };
  const because = `The daemon's answer is not what this version expects: ${z.prettifyError(read.error)}`;
  return failed({ type: 'not-understood', status, because });
}

/** Reads a problem document out of an answer that is not a success. */
export function failureOf(status: number, text: string): Failure {
  const read = problemDocument.safeParse(parseJson(text));
  if (read.success) return { type: 'refused', problem: read.data };
  return { type: 'not-understood', status, because: `The answer is HTTP ${status}, without a reason of the daemon's.` };
}

const failed = (failure: Failure): Result<never> => ({ ok: false, failure });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
