import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Outbound } from '../ports/outbound.ts';
import type { TicketDesk } from '../ports/ticket.ts';
import { refusedBy } from './refused-by.ts';

/** Reports and pages link to it: a browser would run `javascript:`. */
const webAddress = z.url({ protocol: /^https?$/ });
const answer = z.object({ url: webAddress.optional(), html_url: webAddress.optional() });

/**
 * Whatever takes JSON. One deployment has one `Idempotency-Key`, so that the other side knows a ticket that it has
 * already when the answer to it was lost.
 */
export function webhookDesk({ url, outbound }: { readonly url: string; readonly outbound: Outbound }): TicketDesk {
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
      const refused = refusedBy(exchange, where);
      if (refused !== undefined || exchange.type === 'failed')
        return refused ?? { type: 'refused', in: where, because: `${where} did not answer`, final: false };
      const found = addressIn(exchange.body) ?? exchange.headers.location;
      return { type: 'opened', in: where, ...(webAddress.safeParse(found).success && { url: found }) };
    },
  };
}

function addressIn(body: string): string | undefined {
  try {
    const read = answer.safeParse(JSON.parse(body));
    return read.success ? (read.data.html_url ?? read.data.url) : undefined;
  } catch {
    return undefined;
  }
}
