import { createHmac } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { notification } from '@daywatch/daemon/src/notifiers/desktop.ts';
import { desktopProgram } from '@daywatch/daemon/src/notifiers/desktop-program.ts';
import { notifierKinds } from '@daywatch/daemon/src/notifiers/registry.ts';
import { compose } from '@daywatch/daemon/src/notify/compose.ts';
import { createOutbound } from '@daywatch/daemon/src/outbound.ts';
import type { NotifierTools, SendOutcome } from '@daywatch/daemon/src/ports/notifier.ts';
import type { AnnouncementFacts } from '@daywatch/shared/vocabulary/announce.ts';
import { instant, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MailReceiver, mailReceiver, type WebReceiver, webReceiver } from '../support/announcements/receivers.ts';

let mail: MailReceiver;
let web: WebReceiver;
const outbound = createOutbound({ clock: systemClock });
beforeAll(async () => {
  [mail, web] = await Promise.all([mailReceiver(), webReceiver()]);
});
afterAll(async () => {
  await Promise.all([mail.close(), web.close(), outbound.close()]);
});
beforeEach(() => {
  mail.refuse('nothing');
  web.answer(() => ({ status: 200, body: 'ok' }));
  mail.mails.length = 0;
  web.posted.length = 0;
});

const facts = (changes: Partial<AnnouncementFacts> = {}): AnnouncementFacts => ({
  reason: 'no-go',
  at: '2026-12-01T22:00:00.000Z',
  atWords: 'Tuesday, 1 December 2026, 23:00 (Europe/Berlin)',
  service: 'shop',
  environment: 'production',
  deployment: '01JE',
  version: '1.4.2',
  commit: '9f8d111',
  deployedBy: 'devops',
  sequence: 6,
  verdict: 'no-go',
  recommendation: 'roll-back',
  rule: 'one blocking criterion fails',
  because: ['p95 is 412 ms · früher 278 ms'],
  dashboards: [],
  ...changes,
});

interface Sent {
  readonly outcome: SendOutcome;
  /** What had arrived when the outbox was told. */
  readonly arrivedBefore: number | undefined;
}

async function send(
  type: string,
  {
    options = {},
    tools = {},
    about = {},
    handOver = async () => {},
    key = '01JE/mail/no-go/6/abc',
  }: {
    options?: object;
    tools?: Partial<NotifierTools>;
    about?: Partial<AnnouncementFacts>;
    handOver?: () => Promise<void>;
    key?: string;
  } = {},
): Promise<Sent> {
  const kind = notifierKinds.find((one) => one.type === type);
  if (kind === undefined) throw new Error(`there is no notifier ${type}`);
  const notifier = kind.open(kind.options.parse(options), { to: web.url, outbound, clock: systemClock, ...tools });
  let arrivedBefore: number | undefined;
  const outcome = await notifier.send({
    key,
    message: compose({ facts: facts(about), links: { dashboard: 'https://daywatch.example.com/' } }),
    at: instant(Date.parse('2026-12-01T22:00:00Z')),
    signal: new AbortController().signal,
    async handOver() {
      arrivedBefore ??= mail.mails.length + web.posted.length;
      await handOver();
    },
  });
  return { outcome, arrivedBefore };
}

const byMail = (changes: Parameters<typeof send>[1] = {}) =>
  send('email', {
    ...changes,
    tools: {
      to: 'ada@example.com',
      mail: { server: mail.url, from: 'Deploys <deploy@example.com>' },
      ...changes.tools,
    },
  });
const broken = () => Promise.reject(new Error('the store is away'));

describe('email', () => {
  it('is a mail with both parts, to one person, with an id that is the same each time', async () => {
    await byMail();
    const { outcome, arrivedBefore } = await byMail();
    expect(outcome.type).toBe('accepted');
    expect(arrivedBefore).toBe(1);
    const [first, second] = mail.mails.map((one) => one.mail);
    expect(first?.messageId).toMatch(/^<[0-9a-f]{40}@example\.com>$/);
    expect(second?.messageId).toBe(first?.messageId);
    expect(first).toMatchObject({ subject: 'NO-GO for shop 1.4.2 on production: roll back' });
    expect(first?.text).toContain('p95 is 412 ms · früher 278 ms');
    expect(first?.html).toContain('früher');
    expect(first?.date?.toISOString()).toBe('2026-12-01T22:00:00.000Z');
    expect(first?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.mails[0]?.to).toEqual(['ada@example.com']);
  });

  it('does not arrive when the outbox could not be told', async () => {
    const { outcome } = await byMail({ handOver: broken });
    expect(outcome).toMatchObject({ type: 'refused', final: false, because: expect.stringContaining('store is away') });
    expect(mail.mails).toEqual([]);
  });

  it.each([
    ['recipient', 550, true],
    ['recipient', 450, false],
    ['message', 554, true],
    ['message', 451, false],
  ] as const)('refused at the %s with %d: for good %s', async (at, code, final) => {
    mail.refuse(at, code);
    expect((await byMail()).outcome).toMatchObject({
      type: 'refused',
      final,
      because: expect.stringContaining('do not want'),
    });
  });

  it('waits for a server that is away, and for a plan that is mended', async () => {
    const away = await byMail({ tools: { mail: { server: 'smtp://127.0.0.1:1', from: 'a@example.com' } } });
    expect(away.outcome).toMatchObject({ type: 'refused', final: false });
    const wrong = await byMail({ tools: { mail: { server: 'mail.example.com', from: 'a@example.com' } } });
    expect(wrong.outcome).toMatchObject({ type: 'refused', because: expect.stringContaining('smtp://user:password@') });
  });
});

describe('slack', () => {
  it('is a text for notifications, and the message in the colour of its tone', async () => {
    const { outcome, arrivedBefore } = await send('slack', { options: { channel: '#ops' } });
    expect(outcome).toEqual({ type: 'accepted' });
    expect(arrivedBefore).toBe(0);
    expect(JSON.parse(web.posted[0]?.body ?? '')).toMatchObject({
      text: 'NO-GO for shop 1.4.2 on production: roll back',
      channel: '#ops',
      attachments: [{ color: '#c62828', text: expect.stringContaining('• p95 is 412 ms') }],
    });
  });

  it.each([
    [429, { 'retry-after': '7' }, { type: 'refused', final: false, after: seconds(7) }],
    [503, {}, { type: 'refused', final: false }],
    [404, {}, { type: 'refused', final: false }],
    [400, {}, { type: 'refused', final: true }],
    [302, { location: 'http://elsewhere.test' }, { type: 'refused', final: true }],
  ])('answered %d', async (status, headers, expected) => {
    web.answer(() => ({ status, headers, body: 'no_service' }));
    expect((await send('slack')).outcome).toMatchObject(expected);
  });

  it('does not arrive when the outbox could not be told', async () => {
    expect((await send('slack', { handOver: broken })).outcome).toMatchObject({ type: 'refused', final: false });
    expect(web.posted).toEqual([]);
  });
});

describe('webhook', () => {
  it('is JSON under a key that stays the same, signed with its time', async () => {
    const { outcome } = await send('webhook', {
      options: { secret: 's3cret-of-the-hook', headers: { 'x-team': 'shop' } },
    });
    expect(outcome.type).toBe('accepted');
    const [posted] = web.posted;
    const headers = posted?.headers ?? {};
    const body = posted?.body ?? '';
    expect(headers).toMatchObject({ 'idempotency-key': '01JE/mail/no-go/6/abc', 'x-team': 'shop' });
    const [, time = '', mac = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-daywatch-signature'])) ?? [];
    expect(mac).toBe(createHmac('sha256', 's3cret-of-the-hook').update(`${time}.${body}`).digest('hex'));
    expect(JSON.parse(body)).toMatchObject({
      id: '01JE/mail/no-go/6/abc',
      reason: 'no-go',
      version: '1.4.2',
      tone: 'bad',
    });
  });

  it('that was taken without an answer may have arrived; one that nobody took has not', async () => {
    web.answer(() => ({ status: 0 }));
    expect((await send('webhook')).outcome).toMatchObject({ type: 'uncertain' });
    expect(web.posted).toHaveLength(1);
    const silent = await webReceiver();
    await silent.close();
    const { outcome } = await send('webhook', { tools: { to: silent.url } });
    expect(outcome).toMatchObject({ type: 'refused', final: false });
  });
});

describe('alertmanager', () => {
  it('fires, and resolves the same alert', async () => {
    await send('alertmanager', { options: { labels: { team: 'shop' } } });
    await send('alertmanager', {
      options: { labels: { team: 'shop' } },
      about: { reason: 'resolved', rule: 'no-go', at: '2026-12-01T23:00:00.000Z' },
    });
    const [fired, over] = web.posted.map(({ body }) => JSON.parse(body)[0]);
    expect(web.posted[0]?.path).toBe('/api/v2/alerts');
    expect(fired.labels).toEqual({
      alertname: 'DaywatchNoGo',
      service: 'shop',
      environment: 'production',
      deployment: '01JE',
      severity: 'critical',
      team: 'shop',
    });
    expect(over.labels).toEqual(fired.labels);
    expect(fired).toMatchObject({ startsAt: '2026-12-01T22:00:00.000Z', endsAt: '2026-12-02T22:00:00.000Z' });
    expect(over.endsAt).toBe('2026-12-01T23:00:00.000Z');
    expect(over.startsAt).toBeUndefined();
  });
});

describe('github', () => {
  interface Made {
    readonly path: string;
    readonly body: Record<string, unknown>;
    readonly id: number;
  }
  const answerOf = ({ path, body, id }: Made) => ({ ...body, id, number: id, html_url: `${web.url}${path}/${id}` });

  /** As much of GitHub as is asked here. */
  function repository() {
    const made: Made[] = [];
    web.answer(({ path, body }) => {
      const [method = '', address = ''] = path.split(' ');
      const at = address.split('?')[0] ?? '';
      if (method === 'GET') {
        const found = made.filter((one) => one.path === at).toReversed();
        return {
          status: 200,
          body: JSON.stringify(found.map(answerOf)),
        };
      }
      const one = { path: at, body: JSON.parse(body), id: made.length + 1 };
      made.push(one);
      return { status: 201, body: JSON.stringify(answerOf(one)) };
    });
    return made;
  }
  const toGithub = (changes: Parameters<typeof send>[1] = {}) =>
    send('github', {
      ...changes,
      tools: { to: 'acme/shop' },
      options: { token: 'ghp_token', api: web.url, ...changes.options },
    });

  it('makes one deployment, and a status for each change', async () => {
    const made = repository();
    await toGithub({ about: { reason: 'deploying' }, key: 'a' });
    await toGithub({ key: 'b' });
    expect(made.map(({ path, body }) => [path, body.state ?? body.payload])).toEqual([
      ['/repos/acme/shop/deployments', { daywatch: '01JE' }],
      ['/repos/acme/shop/deployments/1/statuses', 'in_progress'],
      ['/repos/acme/shop/deployments/1/statuses', 'failure'],
    ]);
    expect(web.posted[0]?.headers.authorization).toBe('Bearer ghp_token');
  });

  it('makes nothing that is there already', async () => {
    const made = repository();
    await toGithub();
    expect((await toGithub()).outcome).toMatchObject({ type: 'accepted', because: 'GitHub had it already' });
    expect(made).toHaveLength(2);
    await toGithub({ options: { as: 'issue', labels: ['deploy'] }, key: 'a' });
    await toGithub({ options: { as: 'issue' }, key: 'a' });
    await toGithub({ options: { as: 'issue' }, about: { reason: 'rolled-back' }, key: 'b' });
    await toGithub({ options: { as: 'issue' }, about: { reason: 'rolled-back' }, key: 'b' });
    expect(made.slice(2).map(({ path }) => path)).toEqual([
      '/repos/acme/shop/issues',
      '/repos/acme/shop/issues/3/comments',
    ]);
  });

  it('writes nothing for a trial, and tells of a token that is not right', async () => {
    const made = repository();
    expect((await toGithub({ about: { reason: 'test' } })).outcome.type).toBe('accepted');
    expect(made).toEqual([]);
    web.answer(() => ({ status: 401, body: '{"message":"Bad credentials"}' }));
    expect((await toGithub()).outcome).toMatchObject({
      type: 'refused',
      because: expect.stringContaining('Bad credentials'),
    });
  });
});

describe('desktop', () => {
  const folder = temporaryFolder('desktop');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('hands title and text to the program as they are, and to no shell', async () => {
    const seen = join(folder, 'seen');
    writeFileSync(join(folder, 'notify-send'), `#!/bin/sh\nprintf '%s\\n' "$@" > ${seen}\n`);
    chmodSync(join(folder, 'notify-send'), 0o755);
    const desktop = desktopProgram({ PATH: `${folder}:/usr/bin:/bin` });
    const { outcome } = await send('desktop', { tools: { desktop }, about: { because: ['$(touch /tmp/x); `id`'] } });
    expect(outcome).toEqual({ type: 'accepted' });
    const shown = readFileSync(seen, 'utf8').split('\n');
    expect(shown.slice(0, 3)).toEqual(['--app-name=Daywatch', '--', 'NO-GO for shop 1.4.2 on production: roll back']);
    expect(shown.join('\n')).toContain('$(touch /tmp/x); `id`');
  });

  it('tells that there is no such program, and shows nothing for the plan of another machine', async () => {
    const missing = await send('desktop', { tools: { desktop: desktopProgram({ PATH: '/nowhere' }) } });
    expect(missing.outcome).toMatchObject({
      type: 'refused',
      final: true,
      because: 'notify-send is not installed here',
    });
    expect((await send('desktop')).outcome).toMatchObject({ type: 'refused', final: true });
  });

  it.each(['darwin', 'win32'])('on %s, too, reads nothing of a message as a command', (platform) => {
    const { program, parameters } = notification(`'); Remove-Item x; ("`, 'a " $(b)', platform);
    const script =
      platform === 'win32'
        ? Buffer.from(parameters.at(-1) ?? '', 'base64').toString('utf16le')
        : parameters.slice(0, 6).join(' ');
    expect(program).toBe(platform === 'win32' ? 'powershell.exe' : 'osascript');
    expect(script).not.toContain('Remove-Item');
  });
});
