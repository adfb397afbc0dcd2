import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { type Instant, instant } from '@daywatch/shared/vocabulary/time.ts';
import { hash } from './hash.ts';

/**
 * The next point of the criterion's grid that lies after `after`. The grid is counted from 1970, so it is the same
 * before and after a restart; its offset comes from the name, so that not every source is asked in the same moment.
 */
export function nextDue({ name, every }: Pick<Criterion, 'name' | 'every'>, after: Instant): Instant {
  const offset = hash(name) % every;
  const passed = Math.floor((after - offset) / every);
  return instant(offset + (passed + 1) * every);
}
