import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { OutboxEntry, Settlement } from '../ports/outbox.ts';

/** Whether whoever claimed it is gone. */
export const isAbandoned = (
  { state, claimedBy, claimedUntil }: OutboxEntry,
  { me, alone, now }: { readonly me: string; readonly alone: boolean; readonly now: Instant },
): boolean =>
  (state === 'claimed' || state === 'handed-over') &&
  claimedBy !== me &&
  (alone || claimedUntil === undefined || claimedUntil <= now);

/**
 * What becomes of a message whose sender has gone. Claimed and not handed over, nothing of it has arrived: it is sent.
 * Handed over, it may have: it is sent again only where the same message twice is one message.
 */
export function recovered(
  { state }: Pick<OutboxEntry, 'state'>,
  { repeatable, now }: { readonly repeatable: boolean; readonly now: Instant },
): Settlement {
  if (state === 'claimed')
    return { state: 'due', notBefore: now, because: 'the daemon ended before the message had left' };
  if (repeatable)
    return {
      state: 'due',
      notBefore: now,
      because: 'the daemon ended while the message left; sent twice it is one message',
    };
  return {
    state: 'uncertain',
    at: now,
    because: 'the daemon ended in the moment in which the message left; it is not sent a second time by itself',
  };
}
