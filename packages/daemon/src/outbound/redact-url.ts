const secretName = /token|key|secret|passw|pwd|auth|sig|cred|session|dsn|jwt|code/i;
const masked = '***';

/** A value that no person wrote: long, and mixed from all sorts of letters and digits, or long hexadecimal. */
const looksRandom = (value: string): boolean =>
  (value.length >= 20 && /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value)) ||
  /^(?=.*\d)[0-9a-f]{32,}$/i.test(value);

/** An address for messages and logs: user, password, secret-looking query values and path segments (webhooks) are masked. */
export function redactUrl(address: string): string {
  if (!URL.canParse(address)) return address.replace(/\/\/[^/@]*@/, `//${masked}@`).replace(/\?.*$/s, `?${masked}`);
  const url = new URL(address);
  const user = url.username !== '' || url.password !== '' ? `${masked}@` : '';
  const path = url.pathname.replace(/[^/]+/g, (segment) => (looksRandom(segment) ? masked : segment));
  return `${url.protocol}//${user}${url.host}${path}${redactQuery(url.search)}`;
}

// By hand: URLSearchParams would write the rest of the query in another way than it was sent.
const redactQuery = (query: string): string =>
  query.replace(/([^?&=]+)=([^&]*)/g, (pair, name: string, value: string) =>
    secretName.test(name) || looksRandom(value) ? `${name}=${masked}` : pair,
  );
