import { mailDate } from '@daywatch/shared/vocabulary/time.ts';
import MailComposer from 'nodemailer/lib/mail-composer';
import * as z from 'zod';
import { defineNotifierKind } from '../ports/notifier.ts';
import { readMailServer } from './email/mail-server.ts';
import { sendMail } from './email/send-mail.ts';
import { announcementKeyHeader, messageIdOf } from './message-id.ts';

/** Mail by SMTP, one message to each recipient. */
export const email = defineNotifierKind({
  type: 'email',
  summary:
    'Mail by SMTP, through the server of `mail`. `to` is roles and addresses; each person gets a mail of their own.',
  options: z.strictObject({}),
  to: { type: 'people' },
  // A mail server takes the same message twice.
  repeatable: () => false,
  open(_, { to, mail, clock }) {
    return {
      async send({ key, message, at, signal, handOver }) {
        if (mail === undefined) return { type: 'refused', because: 'the plan has no `mail`', final: true };
        const server = readMailServer(mail.server);
        if ('fault' in server) return { type: 'refused', because: server.fault, final: false };
        const { subject, text, html } = message;
        const node = new MailComposer({
          from: mail.from,
          to,
          subject,
          text,
          html,
          date: mailDate(at),
          messageId: messageIdOf(key, mail.from),
          headers: { [announcementKeyHeader]: key, 'Auto-Submitted': 'auto-generated' },
        }).compile();
        const raw = await node.build();
        return sendMail({ server, envelope: node.getEnvelope(), raw, signal, handOver, clock });
      },
    };
  },
});
