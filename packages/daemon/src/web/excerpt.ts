import { shortened } from '@daywatch/shared/vocabulary/shortened.ts';
import { redact } from './redact.ts';

const atMost = 120;

/** The beginning of a text on one line, for messages; what nobody outside should see is masked. */
export function excerpt(text: string): string {
  const line = redact(text.slice(0, 4 * atMost))
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const masked = line.replace(/[\w-]{20,}/g, (word) => (/\d/.test(word) && /[a-z]/i.test(word) ? '***' : word));
  return shortened(masked, atMost);
}
