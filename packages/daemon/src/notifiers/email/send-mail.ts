import { Readable } from 'node:stream';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Clock } from '../../ports/clock.ts';
import type { Delivery, SendOutcome } from '../../ports/notifier.ts';
import type { MailServer } from './mail-server.ts';

/** What nodemailer's errors say beside their message. */
interface SmtpFailure {
  readonly message: string;
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
}

/**
 * Hands one message to a mail server. The server acts only on the line with the single dot behind the message: all
 * before it is sent first, then the outbox is told, then the dot goes out.
 */
export async function sendMail({
  server,
  envelope,
  raw,
  signal,
  handOver,
  clock,
}: Pick<Delivery, 'signal' | 'handOver'> & {
  readonly server: MailServer;
  readonly envelope: { readonly from: string | false; readonly to: readonly string[] };
  readonly raw: Buffer;
  readonly clock: Clock;
}): Promise<SendOutcome> {
  const { host, port, secure, requireTls, auth } = server;
  const connection = new SMTPConnection({
    host,
    port,
    secure,
    requireTLS: requireTls,
    connectionTimeout: seconds(20),
    greetingTimeout: seconds(20),
    socketTimeout: seconds(90),
    logger: false,
  });
  const where = `the mail server ${host}:${port}`;
  let handedOver = false;
  const message = Readable.from(
    (async function* () {
      yield raw;
      // Asked for more, the connection has taken all of it.
      await handOver();
      handedOver = true;
    })(),
    { objectMode: false, highWaterMark: 1 },
  );
  const over = new AbortController();
  try {
    return await new Promise<SendOutcome>((resolve) => {
      const fail = (error: SmtpFailure) => resolve(outcomeOf(error, { where, handedOver }));
      connection.on('error', fail);
      connection.once('end', () => fail({ message: 'it closed the connection', code: 'ECONNECTION' }));
      const giveUp = () => fail({ message: 'given up' });
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp, { once: true, signal: over.signal });
      void clock
        .sleep(seconds(120), over.signal)
        .then(() => fail({ message: 'no answer within 2m', code: 'ETIMEDOUT' }));
      const send = () =>
        connection.send({ from: envelope.from, to: [...envelope.to], size: raw.length }, message, (error, info) =>
          error ? fail(error) : resolve({ type: 'accepted', because: info.response.slice(0, 200) }),
        );
      connection.connect((error) => {
        if (error) return fail(error);
        if (auth === undefined) return send();
        connection.login({ credentials: { ...auth } }, (refused) => (refused ? fail(refused) : send()));
      });
    });
  } finally {
    over.abort();
    message.destroy();
    connection.on('error', () => {});
    connection.close();
  }
}

function outcomeOf(
  { message, responseCode, command, code }: SmtpFailure,
  { where, handedOver }: { readonly where: string; readonly handedOver: boolean },
): SendOutcome {
  const because = `${where}: ${message}`;
  // An answer is a no, also to the last dot; without one nobody can say.
  if (responseCode !== undefined && responseCode >= 400) {
    const aboutThisMail = ['MAIL FROM', 'RCPT TO', 'DATA'].includes(command ?? '');
    return { type: 'refused', because, final: responseCode >= 500 && aboutThisMail && code !== 'EAUTH' };
  }
  return handedOver ? { type: 'uncertain', because } : { type: 'refused', because, final: false };
}
