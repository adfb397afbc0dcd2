import { createHash } from 'node:crypto';

/** On every answer. Nothing here may be framed, sniffed, cached by proxies, or read by other origins. */
export const secureHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
} as const;

const inline = /<(script|style)(?:\s[^>]*)?>([\s\S]*?)<\/\1>/gi;

/** For a page of ours: its own inline script and style by their hashes, requests to this daemon, and nothing else. */
export function pageHeaders(html: string): Readonly<Record<string, string>> {
  const sources: Record<string, string[]> = { script: [], style: [] };
  for (const [, element = '', text = ''] of html.matchAll(inline)) {
    const hash = createHash('sha256').update(text).digest('base64');
    sources[element.toLowerCase()]?.push(`'sha256-${hash}'`);
  }
  const allowed = (element: string) => sources[element]?.join(' ') || "'none'";
  const policy = [
    "default-src 'none'",
    `script-src ${allowed('script')}`,
    `style-src ${allowed('style')}`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    ...secureHeaders,
    'content-security-policy': policy,
    'cross-origin-opener-policy': 'same-origin',
    'content-type': 'text/html; charset=utf-8',
  };
}
