import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { type Instant, inSeconds, type Millis, millis } from '@daywatch/shared/vocabulary/time.ts';

export type Over = Pick<Extract<Reading, { type: 'count' }>, 'over'>;

/**
 * For whoever counts since the last look: told of each look that succeeds, it says in how many seconds was counted when
 * others failed before it. In whole intervals, as looks are never quite as far apart as they should be.
 *
 * `anew`: whether the count began anew since then, or when it did, where somebody says. What the process before counted
 * is lost, so of its time nothing is known.
 */
export function countedOver(every: Millis | undefined): (now: Instant, anew?: boolean | Instant) => Over {
  let last: Instant | undefined;
  return (now, anew = false) => {
    const from = last === undefined || anew === true ? now : Math.max(last, anew === false ? last : anew);
    const intervals = every === undefined ? 1 : Math.round((now - from) / every);
    last = now;
    return every !== undefined && intervals > 1 ? { over: inSeconds(millis(every * intervals)) } : {};
  };
}
