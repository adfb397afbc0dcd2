import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** One request that arrived whole. */
export interface Posted {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface WebReceiver {
  readonly url: string;
  readonly posted: Posted[];
  /** Answers each request from now on; 200 until said. With status 0 it hangs up. */
  answer(reply: (posted: Posted) => { status: number; headers?: Record<string, string>; body?: string }): void;
  close(): Promise<void>;
}

/** A web server on loopback that keeps what is posted to it. */
export async function webReceiver(): Promise<WebReceiver> {
  const posted: Posted[] = [];
  let reply: Parameters<WebReceiver['answer']>[0] = () => ({ status: 200, body: 'ok' });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
      if (request.method === 'POST') posted.push(one);
      const { status, headers = {}, body = '' } = reply({ ...one, path: `${request.method} ${one.path}` });
      if (status === 0) request.socket.destroy();
      else response.writeHead(status, headers).end(body);
    });
    request.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    posted,
    answer(next) {
      reply = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface MailReceiver {
  readonly url: string;
  readonly mails: { readonly to: readonly string[]; readonly mail: ParsedMail }[];
  /** What it says to a recipient or a whole message, instead of taking it. */
  refuse(at: 'recipient' | 'message' | 'nothing', code?: number): void;
  close(): Promise<void>;
}

/** A mail server on loopback that keeps the messages which arrived whole. */
export async function mailReceiver(): Promise<MailReceiver> {
  const mails: MailReceiver['mails'] = [];
  let refusing: { at: string; code: number } = { at: 'nothing', code: 550 };
  const refusal = () => Object.assign(new Error('we do not want that'), { responseCode: refusing.code });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo: (_, __, callback) => (refusing.at === 'recipient' ? callback(refusal()) : callback()),
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (refusing.at === 'message') return callback(refusal());
        void simpleParser(Buffer.concat(chunks)).then((mail) => {
          mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), mail });
          callback();
        });
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse(at, code = 550) {
      refusing = { at, code };
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
