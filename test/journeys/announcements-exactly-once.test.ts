import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundled } from '@daywatch/daemon/bundle/bundled.fixture.ts';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { fold } from '@daywatch/daemon/src/deployments/evolve.ts';
import { chain, emptyChain } from '@daywatch/daemon/src/record/chain.ts';
import { verifyRecord } from '@daywatch/daemon/src/record/verify.ts';
import { openSqliteStore } from '@daywatch/daemon/src/store/open-sqlite.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailReceiver, mailReceiver, type WebReceiver, webReceiver } from '../support/announcements/receivers.ts';

const program = bundled(join(import.meta.dirname, '../support/announcements/announcing-process.ts'));
const folder = temporaryFolder('announcements');
let mail: MailReceiver;
let web: WebReceiver;
beforeAll(async () => {
  [mail, web] = await Promise.all([mailReceiver(), webReceiver()]);
});
afterAll(async () => {
  await Promise.all([mail.close(), web.close()]);
  rmSync(folder, { recursive: true });
});

/** What has happened: the deploy ended, and the watch said NO-GO. */
const story: readonly DeploymentEvent[] = [
  {
    type: 'requested',
    environment: 'production',
    service: 'shop',
    version: { version: '1.4.2', commit: '9f8d111' },
    planHash: 'p',
    steps: [],
  },
  { type: 'phase-started', phase: 'deploying' },
  { type: 'phase-finished', phase: 'deploying', outcome: 'passed' },
  { type: 'watch-started', for: '1d' },
  {
    type: 'verdict-changed',
    verdict: 'no-go',
    recommendation: 'roll-back',
    rule: 'one blocking criterion fails',
    because: ['POST /checkout p95 is 412 ms'],
    final: false,
  },
];

const planFor = (id: string) => `
service: shop
mail: { server: "${mail.url}", from: "Deploys <deploy@example.com>" }
sources: { site: { type: http, url: "http://shop.test" } }
environments:
  production:
    watch: { criteria: { healthy: { source: site, check: { path: /healthz } } } }
    announce:
      - { name: mail, on: no-go, by: email, to: ${id}@example.com }
      - { name: channel, on: no-go, by: slack, to: "${web.url}/slack/${id}" }
      - { name: machine, on: no-go, by: webhook, idempotent: true, to: "${web.url}/hook/${id}" }
      - { name: alert, on: no-go, by: alertmanager, to: "${web.url}/${id}" }
`;

/** Four messages come to these steps one after the other, and not all at once. */
const byItself = ['before-announce', 'after-announce', 'after-record', 'after-mark'];

async function run(id: string, die = 'never'): Promise<string> {
  const count = byItself.includes(die) ? '1' : '4';
  const child = spawn(
    process.execPath,
    [program.file(), join(folder, id), join(folder, id, 'daywatch.yaml'), die, count],
    {
      env: { ...process.env, ...program.environment() },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? String(code))));
}

/** A store in which the story stands and nothing is told yet. */
async function told(id: string) {
  mkdirSync(join(folder, id));
  writeFileSync(join(folder, id, 'daywatch.yaml'), planFor(id));
  const store = await openSqliteStore({ folder: join(folder, id) });
  let head = emptyChain;
  const record = story.flatMap((event, index) => {
    const at = instant(Date.parse('2024-12-01T22:00:00Z') + index * 1_000);
    const appended = chain(head, [event], { deployment: id, at, actor: 'devops' });
    head = appended.at(-1) ?? head;
    return appended;
  });
  const deployment = fold(record);
  if (deployment === undefined) throw new Error('the story has no deployment');
  await store.append({ expected: 0, events: record, deployment });
  await store.close();
}

async function whatArrived(id: string) {
  const store = await openSqliteStore({ folder: join(folder, id) });
  const events = await store.events(id);
  const open = await store.outbox.open();
  await store.close();
  const ofWeb = (path: string) => web.posted.filter((one) => one.path === path);
  return {
    mails: mail.mails.filter(({ to }) => to.includes(`${id}@example.com`)).length,
    slack: ofWeb(`/slack/${id}`).length,
    hooks: new Set(ofWeb(`/hook/${id}`).map(({ headers }) => headers['idempotency-key'])).size,
    alerts: new Set(ofWeb(`/${id}/api/v2/alerts`).map(({ body }) => body)).size,
    noted: events
      .flatMap(({ event }) => (event.type === 'announcement-sent' ? [`${event.announcement} ${event.outcome}`] : []))
      .sort(),
    chain: verifyRecord(events.map((event) => JSON.stringify(event)).join('\n')).intact,
    open: open.length,
  };
}

const everything = ['alert sent', 'channel sent', 'machine sent', 'mail sent'];

// Each starts a process or two: on a busy machine that takes its time.
describe('a daemon that is killed between two steps', { timeout: 120_000, concurrent: true }, () => {
  it.each(['before-announce', 'after-announce', 'after-claim', 'before-hand-over', 'after-settle'])(
    '%s: everybody is told once',
    async (die) => {
      await told(die);
      expect(await run(die, die)).toBe('SIGKILL');
      expect(await run(die)).toBe('0');
      const { mails, slack, hooks, alerts, noted, open, chain: intact } = await whatArrived(die);
      expect({ mails, slack, hooks, alerts, noted, open, intact }).toEqual({
        mails: 1,
        slack: 1,
        hooks: 1,
        alerts: 1,
        noted: everything,
        open: 0,
        intact: true,
      });
    },
  );

  // While one is recorded, others may be in the middle of leaving.
  it.each(['after-record', 'after-mark'])('%s: everybody is told once, and each is recorded', async (die) => {
    await told(die);
    expect(await run(die, die)).toBe('SIGKILL');
    expect(await run(die)).toBe('0');
    const { mails, slack, hooks, alerts, noted, open } = await whatArrived(die);
    expect({ mails, slack, hooks, alerts, open }).toEqual({ mails: 1, slack: 1, hooks: 1, alerts: 1, open: 0 });
    expect(noted.map((note) => note.split(' ')[0])).toEqual(['alert', 'channel', 'machine', 'mail']);
  });

  it('after it was accepted: told once, and where nobody can know, that is said', async () => {
    await told('accepted');
    expect(await run('accepted', 'after-accept')).toBe('SIGKILL');
    expect(await run('accepted')).toBe('0');
    const { mails, slack, hooks, alerts, noted } = await whatArrived('accepted');
    expect({ mails, slack, hooks, alerts }).toEqual({ mails: 1, slack: 1, hooks: 1, alerts: 1 });
    expect(noted).toEqual(['alert sent', 'channel uncertain', 'machine sent', 'mail uncertain']);
  });

  it('between the note and the last byte: never twice, and not lost without a word', async () => {
    await told('between');
    expect(await run('between', 'after-hand-over')).toBe('SIGKILL');
    expect(await run('between')).toBe('0');
    const { mails, slack, hooks, alerts, noted } = await whatArrived('between');
    expect({ mails, slack, hooks, alerts }).toEqual({ mails: 0, slack: 0, hooks: 1, alerts: 1 });
    expect(noted).toEqual(['alert sent', 'channel uncertain', 'machine sent', 'mail uncertain']);
  });

  it('nothing is told twice however often it starts', async () => {
    await told('often');
    for (let start = 0; start < 3; start += 1) expect(await run('often')).toBe('0');
    expect(await whatArrived('often')).toMatchObject({ mails: 1, slack: 1, hooks: 1, alerts: 1, noted: everything });
  });
});
