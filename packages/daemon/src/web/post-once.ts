import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Delivery, SendOutcome } from '../ports/notifier.ts';
import type { Outbound } from '../ports/outbound.ts';
import { type Answered, taken } from './taken.ts';

export type Posting = Pick<Delivery, 'signal' | 'handOver'>;

/** Posts a message to a web address, telling the outbox before the last byte leaves. */
export async function postOnce({
  outbound,
  clock,
  url,
  where,
  body,
  headers,
  delivery: { signal, handOver },
}: {
  readonly outbound: Outbound;
  readonly clock: Pick<Clock, 'now'>;
  readonly url: string;
  /** For messages: an address may be a secret. */
  readonly where: string;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delivery: Posting;
}): Promise<Exclude<SendOutcome, { type: 'accepted' }> | Answered> {
  let handedOver = false;
  const exchange = await outbound.request({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    timeout: seconds(30),
    // One that was kept open may be closed just now: then nobody could say whether the message arrived.
    freshConnection: true,
    signal,
    async beforeLastByte() {
      await handOver();
      handedOver = true;
    },
  });
  if (exchange.type === 'failed' && handedOver) return { type: 'uncertain', because: exchange.because };
  return taken(exchange, { where, now: clock.now() });
}
