import { hours, instant, minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { fold } from '../deployments/evolve.ts';
import { linksOf } from '../notify/links-of.ts';
import { signGrant } from '../notify/signed-link.ts';
import { deploying, recordOf, requested, verdict, watching } from '../notify/story.fixture.ts';
import { createTestApp } from './app.fixture.ts';

const key = 'a-key-of-the-tests';
const asked = instant(Date.parse('2026-12-01T21:05:00Z'));
const until = plus(asked, hours(48));

async function withNoGo() {
  const test = createTestApp();
  const events = recordOf(requested, ...deploying, watching, verdict('no-go', 'roll-back'));
  const deployment = fold(events);
  if (deployment === undefined) throw new Error('the story has no deployment');
  await test.store.append({ expected: 0, events, deployment });
  test.publish({ deployment });
  const link = (decision: 'go' | 'no-go' | 'extend' | 'roll-back' = 'roll-back', more: object = {}) =>
    `/decide/${signGrant({ may: 'decide', deployment: 'one', decision, to: 'ada@example.com', asked, until, ...more }, key)}`;
  const send = (path: string, fields: Record<string, string>) => {
    const body = new URLSearchParams(fields).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) };
    return test.ask('POST', path, { as: 'nobody', body, headers });
  };
  const decisions = async () => (await test.store.deployment('one'))?.decisions ?? [];
  return { ...test, link, send, decisions };
}

describe('a link to decide', () => {
  it('shows what is to be decided, and changes nothing however often it is followed', async () => {
    const { ask, link, decisions } = await withNoGo();
    for (const method of ['GET', 'GET', 'HEAD']) await ask(method, link(), { as: 'nobody' });
    const answer = await ask('GET', link(), { as: 'nobody' });
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page).toContain('shop 1.4.2 on production: NO-GO');
    expect(page).toContain('p95 is 412 ms');
    expect(page).toContain('by a person or a waiting runner, not by this page');
    expect(answer.headers.get('content-security-policy')).toContain("form-action 'self'");
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await decisions()).toEqual([]);
  });

  it('records the decision with its reason and who got the link, and runs nothing', async () => {
    const { send, link, decisions, store } = await withNoGo();
    const answer = await send(link(), { reason: ' checkout is broken ' });
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringContaining('Decide to roll back: checkout is broken'),
    ]);
    expect(await decisions()).toMatchObject([
      { decision: 'roll-back', reason: 'checkout is broken', by: 'ada@example.com (by link)' },
    ]);
    expect((await store.deployment('one'))?.phase).toBe('watching');
  });

  it('works once; then no link of that question works any more', async () => {
    const { send, ask, link, decisions } = await withNoGo();
    await send(link(), { reason: 'first' });
    for (const other of [link(), link('go'), link('no-go', { to: 'grace@example.com' })]) {
      const answer = await send(other, { reason: 'second' });
      expect([answer.status, await answer.text()]).toEqual([
        410,
        expect.stringContaining('ada@example.com (by link) decided ROLL BACK: first'),
      ]);
    }
    expect((await ask('GET', link(), { as: 'nobody' })).status).toBe(410);
    expect(await decisions()).toHaveLength(1);
  });

  it('says NO-GO as everybody does', async () => {
    const { send, link } = await withNoGo();
    await send(link('no-go'), { reason: 'slow' });
    expect(await (await send(link(), { reason: 'late' })).text()).toContain('decided NO-GO: slow');
  });

  it('lets one of many win who send it at the same time', async () => {
    const { send, link, decisions } = await withNoGo();
    const answers = await Promise.all([1, 2, 3, 4].map((turn) => send(link(), { reason: `turn ${turn}` })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await decisions()).toHaveLength(1);
  });

  it('wants a reason, and for more time how much', async () => {
    const { send, link, decisions } = await withNoGo();
    expect((await send(link(), { reason: '  ' })).status).toBe(422);
    expect((await send(link('extend'), { reason: 'quiet night', by: 'long' })).status).toBe(422);
    expect(await decisions()).toEqual([]);
    const page = await (await send(link(), {})).text();
    expect(page).toContain('A decision needs its reason.');
    expect((await send(link('extend'), { reason: 'quiet night', by: '2h' })).status).toBe(200);
    expect(await decisions()).toMatchObject([{ decision: 'extend', reason: 'quiet night' }]);
  });

  it.each([
    ['changed', (token: string) => `${token.slice(0, -2)}xx`],
    ['cut off', (token: string) => token.slice(0, 40)],
    [
      'of another key',
      () => signGrant({ may: 'decide', deployment: 'one', decision: 'go', to: 'x', asked, until }, 'another'),
    ],
    ['to read a report', () => signGrant({ may: 'read-report', deployment: 'one', until }, key)],
    ['nothing', () => 'nothing'],
  ])('%s is not valid', async (_, change) => {
    const { send, ask, link, decisions } = await withNoGo();
    const path = `/decide/${change(link('go').slice('/decide/'.length))}`;
    expect((await ask('GET', path, { as: 'nobody' })).status).toBe(403);
    expect((await send(path, { reason: 'x' })).status).toBe(403);
    expect(await decisions()).toEqual([]);
  });

  it('expires', async () => {
    const { send, link, decisions } = await withNoGo();
    const past = { until: plus(asked, minutes(1)) };
    expect((await send(link('go', past), { reason: 'x' })).status).toBe(410);
    expect(await decisions()).toEqual([]);
  });

  it('shows nothing of a page that somebody else has written into it', async () => {
    const { ask, link } = await withNoGo();
    const page = await (
      await ask('GET', link('go', { to: '<script>x</script>@example.com' }), { as: 'nobody' })
    ).text();
    expect(page).not.toContain('<script>');
  });

  it('takes no body without an end', async () => {
    const { ask, link, decisions } = await withNoGo();
    const headers = { 'content-length': '99999999' };
    expect((await ask('POST', link(), { as: 'nobody', body: 'reason=x', headers })).status).toBe(400);
    expect(await decisions()).toEqual([]);
  });
});

describe('a link to the report', () => {
  it('shows the report of its deployment without a token, until it expires', async () => {
    const { ask } = await withNoGo();
    const open = `/shared-report/${signGrant({ may: 'read-report', deployment: 'one', until }, key)}`;
    const answer = await ask('GET', open, { as: 'nobody' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await answer.text()).toContain('1.4.2');
    const expired = signGrant({ may: 'read-report', deployment: 'one', until: asked }, key);
    expect((await ask('GET', `/shared-report/${expired}`, { as: 'nobody' })).status).toBe(410);
    const other = signGrant({ may: 'decide', deployment: 'one', decision: 'go', to: 'x', asked, until }, key);
    expect((await ask('GET', `/shared-report/${other}`, { as: 'nobody' })).status).toBe(403);
  });
});

describe('links in a message', () => {
  const facts = {
    at: '2026-12-01T21:05:00.000Z',
    deployment: 'one',
    environment: 'production',
    reason: 'no-go',
  } as never;
  const base = { publicUrl: 'https://daywatch.example.com', key };
  const words = (decisions: boolean, more: object = {}) =>
    linksOf({ facts, to: 'ada@example.com' }, { decisions, name: 'mail' }, { ...base, ...more }).decide.map(
      (one) => one.decision,
    );

  it('to decide go to whom the plan lets decide, and to nobody else', () => {
    expect(words(true)).toEqual(['roll-back', 'no-go', 'extend', 'go']);
    expect(words(false)).toEqual([]);
  });
  it('are there only where people can reach the daemon', () => {
    expect(words(true, { publicUrl: undefined })).toEqual([]);
  });
  it('are the same each time the message is written out', () => {
    const write = () => linksOf({ facts, to: 'ada@example.com' }, { decisions: true, name: 'mail' }, base);
    expect(write()).toEqual(write());
  });
});
