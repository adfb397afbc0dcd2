import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { between, type Instant, inSeconds, type Millis, millis } from '@daywatch/shared/vocabulary/time.ts';

export type Over = Pick<Extract<Reading, { type: 'count' }>, 'over'>;

/**
 * For whoever counts since the last look: told of each look that succeeds, it says in how many seconds was counted when
 * others failed before it. In whole intervals, as looks are never quite as far apart as they should be.
 */
export function countedOver(every: Millis | undefined): (now: Instant) => Over {
  let last: Instant | undefined;
  return (now) => {
    const intervals = last === undefined || every === undefined ? 1 : Math.round(between(last, now) / every);
    last = now;
    return every !== undefined && intervals > 1 ? { over: inSeconds(millis(every * intervals)) } : {};
  };
}
