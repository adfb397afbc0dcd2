import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { type Instant, instant, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import { hash } from './hash.ts';

/**
 * The next point of the criterion's grid that lies after `after`. The grid is counted from 1970, so it is the same
 * before and after a restart; its offset comes from the name, so that not every source is asked in the same moment.
 */
export function nextDue({ name, every }: Pick<Criterion, 'name' | 'every'>, after: Instant): Instant {
  const slot = slotOf(every);
  const offset = Math.floor((hash(name) % every) / slot) * slot + Math.floor(slot / 2);
  const passed = Math.floor((after - offset) / every);
  return instant(offset + (passed + 1) * every);
}

/**
 * An interval has slots of a tenth of a second, or of a hundredth of a short interval. Of a thousand criteria every 10 s
 * ten share a slot and the processor wakes once for them, which is most of what a small question costs. They are due in
 * its middle: providers close their steps at round times, and a moment sooner or later must make no difference there.
 */
const slotOf = (every: Millis): number => Math.max(1, Math.floor(Math.min(100, every / 100)));
