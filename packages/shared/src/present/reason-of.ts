import type { VerdictDocument } from '../api/views.ts';
import type { Instant } from '../vocabulary/time.ts';
import { isStale } from './is-stale.ts';

/** Why the verdict is what it is, in one sentence: the most serious reason, and how many more there are; of a GO, its rule. */
export function reasonOf(verdict: VerdictDocument, now: Instant): string {
  if (isStale(verdict, now)) return `The daemon has not looked since ${verdict.asOf}; what holds now is unknown.`;
  const [first = verdict.rule, ...more] = verdict.because;
  // Each criterion has its own reason for being well, and none of them is more serious than the others.
  if (verdict.verdict === 'go' && more.length > 0)
    return `${verdict.rule.charAt(0).toUpperCase()}${verdict.rule.slice(1)}.`;
  const sentence = /[.!?]$/.test(first) ? first : `${first}.`;
  return more.length === 0 ? sentence : `${sentence} (${more.length} more)`;
}
