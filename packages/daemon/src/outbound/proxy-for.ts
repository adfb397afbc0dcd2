/** What the environment says about proxies. */
export interface ProxySettings {
  readonly http?: string;
  readonly https?: string;
  /** Hosts that are asked directly: `localhost, .example.com, 10.0.0.5, shop.internal:8443`, or `*`. */
  readonly no?: string;
}

/** The proxy for an address; `undefined` when it is asked directly. What a request says itself goes before the environment. */
export function proxyFor(url: URL, own: string | undefined, settings: ProxySettings): string | undefined {
  if (own !== undefined) return own === 'none' ? undefined : own;
  const proxy = url.protocol === 'https:' ? settings.https : settings.http;
  if (proxy === undefined || proxy === '' || isLoopback(url.hostname) || isExempt(url, settings.no ?? ''))
    return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** No proxy has a way to what runs on this machine. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || /^127\./.test(host) || host === '[::1]';

function isExempt(url: URL, list: string): boolean {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, host = entry, itsPort] = /^(.+?):(\d+)$/.exec(entry) ?? [];
      if (itsPort !== undefined && itsPort !== port) return false;
      const name = host.replace(/^\*?\./, '');
      return url.hostname === name || url.hostname.endsWith(`.${name}`);
    });
}
