import type { Exchange, OutboundRequest, TlsSettings } from '../ports/outbound.ts';

type Answered = Extract<Exchange, { type: 'answered' }>;
interface Hop {
  readonly url: URL;
  readonly request: OutboundRequest;
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Where an answer redirects to, and with what it is asked there; `undefined` when it is no redirect. As browsers do:
 * after 303, and after a POST that is answered 301 or 302, the next request is a GET. What proves who we are stays
 * with the origin it was meant for: any header may be such a proof, and only those that speak of content go on. What
 * was sent in a body stays with it too: `kept` is where it would have gone.
 */
export function nextHop({ url, request }: Hop, answer: Answered): Hop | { readonly kept: URL } | undefined {
  const { location } = answer.headers;
  if (!redirects.has(answer.status) || location === undefined || !URL.canParse(location, url.href)) return undefined;
  const next = new URL(location, url);
  const method = request.method ?? 'GET';
  const becomesGet =
    (answer.status === 303 && method !== 'HEAD') ||
    ((answer.status === 301 || answer.status === 302) && method === 'POST');
  const isElsewhere = next.origin !== url.origin;
  const { body, headers, tls, ...rest } = request;
  if (isElsewhere && body !== undefined && !becomesGet) return { kept: next };
  const goesOn = (name: string): boolean =>
    !(becomesGet && aboutTheBody.includes(name)) && (!isElsewhere || aboutContent.includes(name));
  const kept = Object.entries(headers ?? {}).filter(([name]) => goesOn(name.toLowerCase()));
  return {
    url: next,
    request: {
      ...rest,
      url: next.href,
      method: becomesGet ? 'GET' : method,
      headers: Object.fromEntries(kept),
      ...(body === undefined || becomesGet ? {} : { body }),
      ...(tls === undefined ? {} : { tls: isElsewhere ? trustOf(tls) : tls }),
    },
  };
}

/** Whom to trust, without what shows who we are. */
const trustOf = ({ ca }: TlsSettings): TlsSettings => (ca === undefined ? {} : { ca });

const aboutTheBody: readonly string[] = ['content-type', 'content-length', 'content-encoding'];
const aboutContent: readonly string[] = [
  ...aboutTheBody,
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'user-agent',
];
