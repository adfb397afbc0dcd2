import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { type Instant, inSeconds, type Millis, millis } from '@daywatch/shared/vocabulary/time.ts';

export type Over = Pick<Extract<Reading, { type: 'count' }>, 'over'>;

/**
 * For whoever counts since the last look: told of each look that succeeds, it says in how many seconds was counted when
 * others failed before it. In whole intervals, as looks are never quite as far apart as they should be.
 *
 * `begun`: when the count began anew, if it did. What the process before counted is lost, so of its time nothing is
 * known; `now` where nobody says when it was.
 */
export function countedOver(every: Millis | undefined): (now: Instant, begun?: Instant) => Over {
  let last: Instant | undefined;
  return (now, begun = last) => {
    const from = last === undefined || begun === undefined ? now : Math.max(last, begun);
    const intervals = every === undefined ? 1 : Math.round((now - from) / every);
    last = now;
    return every !== undefined && intervals > 1 ? { over: inSeconds(millis(every * intervals)) } : {};
  };
}
