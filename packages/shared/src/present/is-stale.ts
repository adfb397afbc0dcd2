import type { VerdictDocument } from '../api/views.ts';
import { type Instant, parseRfc3339 } from '../vocabulary/time.ts';

/** Past `validUntil` a verdict says nothing any more: the daemon is late, frozen or gone. */
export function isStale({ validUntil }: Pick<VerdictDocument, 'validUntil'>, now: Instant): boolean {
  const until = parseRfc3339(validUntil);
  return until === undefined || now > until;
}
