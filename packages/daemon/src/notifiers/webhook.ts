import { createHmac } from 'node:crypto';
import { inSeconds, millis } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { defineNotifierKind, type Message } from '../ports/notifier.ts';
import { postOnce } from '../web/post-once.ts';
import { addressFault, shownAddress } from './web-address.ts';

/** JSON to an address of your own. */
export const webhook = defineNotifierKind({
  type: 'webhook',
  summary: 'JSON to an address of your own, signed, with an `Idempotency-Key` that is the same at each attempt.',
  options: z.strictObject({
    secret: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'Signs each body: `X-Daywatch-Signature: t=SECONDS,v1=HMAC-SHA256 of "SECONDS.BODY"`.' }),
    headers: z.record(z.string(), z.string()).optional().meta({ description: 'More headers, for instance a token.' }),
    idempotent: z.boolean().optional().meta({
      description:
        'The receiver takes an `Idempotency-Key` once: what may have arrived is sent again. When left out it is not, and told as uncertain.',
    }),
  }),
  to: { type: 'address', example: 'https://hooks.example.com/daywatch', fault: addressFault },
  repeatable: ({ idempotent }) => idempotent === true,
  open({ secret, headers }, { to, outbound, clock }) {
    return {
      async send(delivery) {
        const body = JSON.stringify(webhookBody(delivery.key, delivery.message));
        const sent = {
          ...headers,
          'idempotency-key': delivery.key,
          ...(secret !== undefined && {
            'x-daywatch-signature': signature({ body, secret, seconds: Math.floor(inSeconds(millis(clock.now()))) }),
          }),
        };
        const answer = await postOnce({
          outbound,
          clock,
          url: to,
          where: shownAddress(to),
          body,
          headers: sent,
          delivery,
        });
        return answer.type === 'answered' ? { type: 'accepted' } : answer;
      },
    };
  },
});

/** What a receiver gets. Keys are permanent: programs rely on them. */
export function webhookBody(key: string, { subject, text, markdown, tone, facts, links }: Message) {
  return { id: key, ...facts, tone, subject, text, markdown, links };
}

/** As Stripe signs: the time is signed too, so that nobody sends an old message again. */
export const signature = ({ body, secret, seconds }: { body: string; secret: string; seconds: number }): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
