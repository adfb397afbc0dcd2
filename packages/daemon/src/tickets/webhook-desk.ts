import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { Outbound } from '../ports/outbound.ts';
import type { TicketDesk } from '../ports/ticket.ts';
import { jsonOf } from '../web/json-of.ts';
import { taken } from '../web/taken.ts';

/** Reports and pages link to it: a browser would run `javascript:`. */
const webAddress = z.url({ protocol: /^https?$/ });
const answer = z.object({ url: webAddress.optional(), html_url: webAddress.optional() });

/**
 * Whatever takes JSON. One deployment has one `Idempotency-Key`, so that the other side knows a ticket that it has
 * already when the answer to it was lost.
 */
export function webhookDesk({
  url,
  outbound,
  clock,
}: {
  readonly url: string;
  readonly outbound: Outbound;
  readonly clock: Pick<Clock, 'now'>;
}): TicketDesk {
  // The path of such an address is often its secret.
  const where = URL.canParse(url) ? new URL(url).host : 'the webhook';
  return {
    async open({ deployment, title, body, facts }, signal) {
      const exchange = await outbound.request({
        url,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': `daywatch-ticket-${deployment}` },
        body: JSON.stringify({ type: 'rolled-back', deployment, title, body, ...facts }),
        timeout: seconds(20),
        signal,
      });
      const reply = taken(exchange, { where, now: clock.now() });
      if (reply.type === 'refused') return { ...reply, in: where };
      const found = addressIn(reply.body) ?? reply.headers.location;
      return { type: 'opened', in: where, ...(webAddress.safeParse(found).success && { url: found }) };
    },
  };
}

function addressIn(body: string): string | undefined {
  const read = answer.safeParse(jsonOf(body));
  return read.success ? (read.data.html_url ?? read.data.url) : undefined;
}
