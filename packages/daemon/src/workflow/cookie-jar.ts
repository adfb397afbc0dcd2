import { type Instant, instant, parseHttpDate } from '@daywatch/shared/vocabulary/time.ts';
import type { Cookies } from '../ports/outbound.ts';

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  /** Only this very host, not those below it. */
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
}

export interface CookieJar extends Cookies {
  /** The value of a cookie, wherever it came from. */
  get(name: string): string | undefined;
}

/** The cookies of one run (RFC 6265, without a list of public suffixes: a run visits one service). */
export function createCookieJar(now: () => Instant): CookieJar {
  const cookies = new Map<string, Cookie>();
  const idOf = ({ name, domain, path }: Cookie) => JSON.stringify([name, domain, path]);
  return {
    take(url, lines) {
      for (const line of lines) {
        const read = readCookie(line, url, now());
        if (read === undefined) continue;
        if (read.over) cookies.delete(idOf(read.cookie));
        else cookies.set(idOf(read.cookie), read.cookie);
      }
    },
    headerFor(url) {
      const sent = [...cookies.values()]
        .filter((cookie) => goesTo(cookie, url))
        .sort((one, other) => other.path.length - one.path.length)
        .map(({ name, value }) => `${name}=${value}`);
      return sent.length === 0 ? undefined : sent.join('; ');
    },
    get: (name) => [...cookies.values()].findLast((cookie) => cookie.name === name)?.value,
  };
}

function readCookie(
  line: string,
  url: URL,
  now: Instant,
): { readonly cookie: Cookie; readonly over: boolean } | undefined {
  const [pair = '', ...rest] = line.split(';');
  const equals = pair.indexOf('=');
  if (equals < 1) return undefined;
  const attributes = new Map(
    rest.map((attribute) => {
      const [key = '', ...value] = attribute.split('=');
      return [key.trim().toLowerCase(), value.join('=').trim()] as const;
    }),
  );
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase() || undefined;
  // A cookie for a domain that the answer does not come from is not for its sender to set.
  if (domain !== undefined && !isBelow(url.hostname, domain)) return undefined;
  const path = attributes.get('path');
  const cookie = {
    name: pair.slice(0, equals).trim(),
    value: pair.slice(equals + 1).trim(),
    domain: domain ?? url.hostname,
    hostOnly: domain === undefined,
    path: path?.startsWith('/') ? path : url.pathname.replace(/\/[^/]*$/, '') || '/',
    secure: attributes.has('secure'),
  };
  return { cookie, over: endOf(attributes, now) <= now };
}

function endOf(attributes: ReadonlyMap<string, string>, now: Instant): Instant {
  const age = attributes.get('max-age');
  if (age !== undefined && /^-?\d+$/.test(age)) return instant(now + Number(age) * 1_000);
  return parseHttpDate(attributes.get('expires') ?? '') ?? instant(Number.POSITIVE_INFINITY);
}

const isBelow = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

function goesTo({ domain, hostOnly, path, secure }: Cookie, url: URL): boolean {
  if (hostOnly ? url.hostname !== domain : !isBelow(url.hostname, domain)) return false;
  if (secure && url.protocol !== 'https:') return false;
  return url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}
