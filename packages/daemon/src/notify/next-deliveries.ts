import { urgentReasons } from '@daywatch/shared/vocabulary/announce.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { OutboxEntry } from '../ports/outbox.ts';

/**
 * What is to be brought now. To one recipient of an announcement one message after the other, in order; an urgent one
 * does not wait for what could not be brought before it.
 */
export function nextDeliveries(open: readonly OutboxEntry[], now: Instant): readonly OutboxEntry[] {
  const waiting = new Set<string>();
  return open.filter((entry) => {
    const { state, environment, announcement, to, notBefore, attempts, facts } = entry;
    const lane = JSON.stringify([environment, announcement, to]);
    if (state === 'claimed' || state === 'handed-over') {
      waiting.add(lane);
      return false;
    }
    if (state !== 'due') return false;
    const mayOvertake = urgentReasons.has(facts.reason);
    const isHeldUp = waiting.has(lane) && !mayOvertake;
    const isTime = notBefore <= now;
    // What quiet hours hold back holds nobody up.
    if (isTime || attempts > 0) waiting.add(lane);
    return isTime && !isHeldUp;
  });
}
