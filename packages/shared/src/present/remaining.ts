import { between, type Instant, type Millis, millis, parseRfc3339 } from '../vocabulary/time.ts';
import type { WatchProgress } from '../vocabulary/verdict.ts';

/** How long a watch will still take, if nothing more is missed. Never negative. */
export function remaining({ endsAt }: Pick<WatchProgress, 'endsAt'>, now: Instant): Millis {
  const end = parseRfc3339(endsAt);
  return end === undefined ? millis(0) : millis(Math.max(0, between(now, end)));
}

/** A countdown that changes once a minute: `21h 04m`, `4m`, `under a minute`. */
export function countdown(span: Millis): string {
  const minutes = Math.floor(span / 60_000);
  if (minutes < 1) return 'under a minute';
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes}m` : `${hours}h ${String(minutes % 60).padStart(2, '0')}m`;
}

/** The same for a screen reader: `21 hours 4 minutes`. */
export function spokenCountdown(span: Millis): string {
  const minutes = Math.floor(span / 60_000);
  if (minutes < 1) return 'under a minute';
  const count = (amount: number, word: string) => (amount === 0 ? [] : [`${amount} ${word}${amount === 1 ? '' : 's'}`]);
  return [...count(Math.floor(minutes / 60), 'hour'), ...count(minutes % 60, 'minute')].join(' ');
}
