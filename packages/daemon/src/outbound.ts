import { isIP } from 'node:net';
import { type Millis, millis } from '@daywatch/shared/vocabulary/time.ts';
import { afterExchange, type Patience, patient, refusal } from './outbound/back-off.ts';
import { exchange } from './outbound/exchange.ts';
import { measuredConnect } from './outbound/measured-connect.ts';
import { nextHop } from './outbound/next-hop.ts';
import { ownConnection } from './outbound/own-connection.ts';
import { createPools } from './outbound/pools.ts';
import { type ProxySettings, proxyFor } from './outbound/proxy-for.ts';
import { redactUrl } from './outbound/redact-url.ts';
import type { Clock } from './ports/clock.ts';
import type { Exchange, FailureCause, Outbound, OutboundRequest } from './ports/outbound.ts';

export interface OutboundOptions {
  readonly clock: Pick<Clock, 'elapsed' | 'alarm' | 'now'>;
  /** Certificate authorities in PEM, trusted instead of the usual ones by requests that name none. */
  readonly ca?: string;
  readonly proxy?: ProxySettings;
  /** 0 to 1. */
  readonly random?: () => number;
}

/** The one HTTP client. `close` ends the connections it keeps alive. */
export function createOutbound(options: OutboundOptions): Outbound & { close(): Promise<void> } {
  const { clock, proxy: proxies = {}, random = Math.random } = options;
  const pools = createPools();
  const providers = new Map<string, Patience>();

  async function follow(url: URL, request: OutboundRequest, start: Millis): Promise<Exchange> {
    const allowed = request.follow ?? 0;
    let hop = { url, request };
    for (let hops = 0; ; hops += 1) {
      const answer = await send(hop.url, hop.request, start);
      const next = answer.type === 'answered' && allowed > 0 ? nextHop(hop, answer) : undefined;
      if (next === undefined)
        return hops === 0 || answer.type === 'failed' ? answer : { ...answer, url: redactUrl(hop.url.href) };
      if ('kept' in next)
        return failed(
          request,
          'protocol',
          `redirected with its body to ${redactUrl(next.kept.href)}, and a body is sent to no other address`,
          start,
        );
      if (hops === allowed)
        return failed(
          request,
          'protocol',
          `redirected more often than ${allowed === 1 ? 'once' : `${allowed} times`}, the last time to ${redactUrl(next.url.href)}`,
          start,
        );
      if (!isWeb(next.url)) return failed(request, 'protocol', `redirected to ${redactUrl(next.url.href)}`, start);
      hop = next;
    }
  }

  async function send(url: URL, request: OutboundRequest, start: Millis): Promise<Exchange> {
    const { ip, tls = options.ca === undefined ? {} : { ca: options.ca } } = request;
    const host = isIP(url.hostname.replace(/^\[(.*)\]$/, '$1'));
    if (ip !== undefined && host !== 0 && host !== ip)
      return failed(request, 'invalid', `${url.hostname} is no IPv${ip} address`, start);
    const proxy = proxyFor(url, request.proxy, proxies);
    const way = pools.way({ proxy, ip, tls });
    if ('fault' in way) return failed(request, 'invalid', way.fault, start);
    const { dispatcher, material } = way;
    if (proxy !== undefined) return exchange({ dispatcher, url, request, clock, start, proxy: redactUrl(proxy) });
    if (request.freshConnection !== true) return exchange({ dispatcher, url, request, clock, start });

    const measured = measuredConnect({ elapsed: clock.elapsed, tls: material, ...(ip && { family: ip }) });
    try {
      return await exchange({ dispatcher: ownConnection(url, measured), url, request, clock, start, measured });
    } finally {
      measured.destroy();
    }
  }

  const failed = (request: OutboundRequest, cause: FailureCause, words: string, start: Millis): Exchange => ({
    type: 'failed',
    cause,
    because: `${request.method ?? 'GET'} ${redactUrl(request.url)}: ${words}`,
    after: millis(clock.elapsed() - start),
  });

  /** Asks a provider, unless it is left alone for now. */
  async function askPatiently(url: URL, request: OutboundRequest, start: Millis): Promise<Exchange> {
    const key = url.origin;
    const before = providers.get(key) ?? patient;
    const because = refusal(before, clock.now());
    if (because !== undefined) return failed(request, 'backing-off', because, start);
    if (before.until !== undefined) providers.set(key, { ...before, trying: true });
    const answer = await follow(url, request, start);
    const after = afterExchange(providers.get(key) ?? patient, answer, { now: clock.now(), chance: random() });
    providers.set(key, after);
    const told = answer.type === 'answered' && answer.status === 429 ? refusal(after, clock.now()) : undefined;
    return told === undefined ? answer : failed(request, 'backing-off', told, start);
  }

  return {
    async request(request) {
      const start = clock.elapsed();
      const url = URL.parse(request.url);
      if (url === null || !isWeb(url))
        return {
          type: 'failed',
          cause: 'invalid',
          because: `"${redactUrl(request.url)}" is not an http or https address`,
          after: millis(0),
        };
      return request.backOff === true ? askPatiently(url, request, start) : follow(url, request, start);
    },
    close: () => pools.close(),
  };
}

const isWeb = ({ protocol }: URL): boolean => protocol === 'http:' || protocol === 'https:';
