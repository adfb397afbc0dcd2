const atMost = 120;

/** The beginning of a text on one line, for messages; what looks like a key or a token is masked. */
export function excerpt(text: string): string {
  const line = text
    .slice(0, 4 * atMost)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const masked = line.replace(/[\w-]{20,}/g, (word) => (/\d/.test(word) && /[a-z]/i.test(word) ? '***' : word));
  return masked.length > atMost ? `${masked.slice(0, atMost)}…` : masked;
}
