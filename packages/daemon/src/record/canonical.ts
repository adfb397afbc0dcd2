import canonicalize from 'canonicalize';

/** Canonical JSON (RFC 8785): the same value is always the same text, so that it can be hashed. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('only JSON values have a canonical form');
  return text;
}
