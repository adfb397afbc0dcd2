import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { type Instant, instant, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import { hash } from './hash.ts';

/**
 * The next point of the criterion's grid that lies after `after`. The grid is counted from 1970, so it is the same
 * before and after a restart; its offset comes from the name, so that not every source is asked in the same moment.
 */
export function nextDue({ name, every }: Pick<Criterion, 'name' | 'every'>, after: Instant): Instant {
  const slot = slotOf(every);
  const offset = Math.ceil((hash(name) % every) / slot) * slot;
  const passed = Math.floor((after - offset) / every);
  return instant(offset + (passed + 1) * every);
}

/**
 * Points of the grid are whole tenths of a second, or whole hundredths of a short interval: of a thousand criteria ten
 * are due together then and the processor wakes once for them, which is most of what a small question costs.
 */
const slotOf = (every: Millis): number => Math.max(1, Math.floor(Math.min(100, every / 100)));
