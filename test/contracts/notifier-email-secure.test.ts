import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { email } from '@daywatch/daemon/src/notifiers/email.ts';
import { certificateAuthority } from '@daywatch/daemon/src/outbound/certificates.fixture.ts';
import type { Message, SendOutcome } from '@daywatch/daemon/src/ports/notifier.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

const authority = certificateAuthority();
const usual = getCACertificates('default');
const { key, cert } = authority.issue('localhost');
beforeAll(() => setDefaultCACertificates([...usual, authority.ca]));
afterAll(() => {
  setDefaultCACertificates(usual);
  authority.remove();
});

interface LogIn {
  readonly user: string | null | undefined;
  readonly password: string | null | undefined;
  readonly encrypted: boolean;
}

const open: SMTPServer[] = [];
afterEach(() => Promise.all(open.splice(0).map((server) => new Promise<void>((done) => server.close(done)))));

/** A mail server that lets deploys@shop in by its password, and keeps who logged in how and what arrived. */
async function mailServer(options: SMTPServerOptions) {
  const logIns: LogIn[] = [];
  const mails: { readonly encrypted: boolean; readonly text: string }[] = [];
  const server = new SMTPServer({
    logger: false,
    ...options,
    onAuth({ username: user, password }, { secure: encrypted }, callback) {
      logIns.push({ user, password, encrypted });
      if (user === 'deploys@shop' && password === 'p@ss:word') callback(null, { user });
      else callback(new Error('Invalid username or password'));
    },
    onData(stream, { secure: encrypted }, callback) {
      stream.setEncoding('utf8');
      let text = '';
      stream.on('data', (piece: string) => {
        text += piece;
      });
      stream.on('end', () => {
        mails.push({ encrypted, text });
        callback();
      });
    },
  });
  server.on('error', () => {});
  open.push(server);
  await new Promise<void>((done) => server.listen(0, '0.0.0.0', done));
  return { port: (server.server.address() as AddressInfo).port, logIns, mails };
}

const message: Message = {
  subject: 'shop: NO-GO',
  text: 'p95 is 412 ms',
  html: '<p>p95 is 412 ms</p>',
  mrkdwn: '',
  markdown: '',
  tone: 'bad',
  facts: {
    reason: 'no-go',
    at: '2026-12-01T22:00:00.000Z',
    atWords: 'Tuesday',
    service: 'shop',
    environment: 'production',
    deployment: '01JE',
    version: '1.4.2',
    commit: '9f8d111',
    deployedBy: 'devops',
    sequence: 6,
    because: [],
    dashboards: [],
  },
  links: {},
};

async function sendBy(server: string): Promise<SendOutcome> {
  const mail = { server, from: 'Deploys <deploys@shop.example>' };
  const notifier = email.open(
    {},
    {
      to: 'ada@example.com',
      mail,
      clock: systemClock,
      outbound: {
        request: () => {
          throw new Error('mail goes by SMTP');
        },
      },
    },
  );
  return notifier.send({
    key: '01JE/mail/no-go/6/abc',
    message,
    at: instant(Date.parse('2026-12-01T22:00:00Z')),
    signal: new AbortController().signal,
    handOver: async () => {},
  });
}

const account = 'deploys%40shop:p%40ss%3Aword';
const loggedIn: LogIn = { user: 'deploys@shop', password: 'p@ss:word', encrypted: true };

it.each<[string, string, SMTPServerOptions]>([
  ['behind STARTTLS', 'smtp', { key, cert }],
  ['with TLS from the first byte', 'smtps', { key, cert, secure: true }],
])('logs in and hands the mail over %s', async (_, scheme, options) => {
  const { port, logIns, mails } = await mailServer(options);
  expect(await sendBy(`${scheme}://${account}@localhost:${port}`)).toMatchObject({ type: 'accepted' });
  expect(logIns).toEqual([loggedIn]);
  expect(mails).toEqual([{ encrypted: true, text: expect.stringContaining('p95 is 412 ms') }]);
});

it('is refused with a wrong password, which may be mended, and does not repeat it', async () => {
  const { port, mails } = await mailServer({ key, cert });
  const outcome = await sendBy(`smtp://deploys%40shop:wr0ng@localhost:${port}`);
  expect(outcome).toMatchObject({
    type: 'refused',
    final: false,
    because: expect.stringContaining('Invalid username'),
  });
  expect(JSON.stringify(outcome)).not.toContain('wr0ng');
  expect(mails).toEqual([]);
});

it('keeps its password from a server of the network that offers no encryption', async () => {
  const { port, logIns, mails } = await mailServer({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
  // All of 127/8 is this machine, and only 127.0.0.1 is taken for it.
  expect(await sendBy(`smtp://${account}@127.0.0.2:${port}`)).toMatchObject({ type: 'refused', final: false });
  expect(logIns).toEqual([]);
  expect(mails).toEqual([]);
});

it('keeps its password from a server whose certificate nobody vouches for', async () => {
  const stranger = certificateAuthority();
  const { key: itsKey, cert: itsCert } = stranger.issue('localhost');
  stranger.remove();
  const { port, logIns } = await mailServer({ key: itsKey, cert: itsCert });
  expect(await sendBy(`smtp://${account}@localhost:${port}`)).toMatchObject({
    type: 'refused',
    because: expect.stringMatching(/certificate/),
  });
  expect(logIns).toEqual([]);
});
