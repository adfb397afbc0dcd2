import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { OutboundRequest } from '../ports/outbound.ts';
import { fingerprintOf, readTls, type TlsMaterial } from './tls-material.ts';

/** Connections to one target at the same time; whoever comes later waits for one. */
const connectionsPerTarget = 24;
const connectTimeout = 30_000;
export const maxHeaderSize = 64 * 1_024;

/** How a request gets to its target. */
export interface Route {
  readonly proxy: string | undefined;
  readonly ip: 4 | 6 | undefined;
  readonly tls: NonNullable<OutboundRequest['tls']>;
}

export type Way = { readonly dispatcher: Dispatcher; readonly material: TlsMaterial } | { readonly fault: string };

/** Kept-alive connections: one pool for each target and each way to it. */
export interface Pools {
  way(route: Route): Way;
  close(): Promise<void>;
}

export function createPools(): Pools {
  const ways = new Map<string, { readonly way: Way; readonly fingerprint: string }>();
  let closed: Promise<unknown> | undefined;

  function open({ proxy, ip, tls }: Route): Way {
    const read = readTls(tls);
    if ('fault' in read) return read;
    const { material } = read;
    const family = ip === undefined ? {} : { family: ip };
    const limits = { connections: connectionsPerTarget, maxHeaderSize, allowH2: false };
    try {
      const dispatcher =
        proxy === undefined
          ? new Agent({ ...limits, connect: { timeout: connectTimeout, ...family, ...material } })
          : new ProxyAgent({ uri: proxy, proxyTunnel: false, ...limits, connectTimeout, requestTls: { ...material } });
      return { dispatcher, material };
    } catch (error) {
      return { fault: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    way(route) {
      const { proxy = '', ip = '', tls } = route;
      const key = [proxy, ip, tls.ca, tls.certificate, tls.key].join('\n');
      const fingerprint = fingerprintOf(tls);
      const known = ways.get(key);
      // A file that could not be read may be there now.
      if (known?.fingerprint === fingerprint && 'dispatcher' in known.way) return known.way;
      if (known !== undefined && 'dispatcher' in known.way) void known.way.dispatcher.close();
      const way = open(route);
      ways.set(key, { way, fingerprint });
      return way;
    },
    async close() {
      closed ??= Promise.all(
        [...ways.values()].map(({ way }) => ('dispatcher' in way ? way.dispatcher.destroy() : undefined)),
      );
      await closed;
    },
  };
}
