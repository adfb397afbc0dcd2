import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { createOutbound } from '@daywatch/daemon/src/outbound.ts';
import type { Memory } from '@daywatch/daemon/src/ports/memory.ts';
import type { Occasion, Probe } from '@daywatch/daemon/src/ports/source.ts';
import { sentry } from '@daywatch/daemon/src/sources/sentry.ts';
import { shortMemory } from '@daywatch/daemon/src/sources/short-memory.ts';
import { sourceTools } from '@daywatch/daemon/src/sources/source-tools.fixture.ts';
import type { Measure, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { type Instant, instant, type Millis, minus, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SentEvent } from '../support/sentry/grouping.ts';
import { SentryServer, sentryOrganization, sentryProject, sentryToken } from '../support/sentry-server.ts';

const start = instant(Date.parse('2026-12-01T22:05:00Z'));
let now: Instant;
let server: SentryServer;
const outbound = createOutbound({ clock: systemClock });
beforeEach(async () => {
  now = start;
  server = new SentryServer(() => now);
  await server.listen();
});
afterEach(() => server.close());
afterAll(() => outbound.close());

const later = (span: Millis): void => {
  now = plus(now, span);
};

/** A question that is asked again and again. */
function asking(
  measure: Measure,
  query: unknown,
  options: Readonly<Record<string, unknown>> = {},
  memory: Memory = shortMemory(),
): (occasion?: Occasion) => Promise<Reading> {
  const checked = sentry.options.parse({
    organization: sentryOrganization,
    project: sentryProject.slug,
    token: sentryToken,
    url: server.url(),
    ...options,
  });
  const clock = { ...sourceTools().clock, now: () => now };
  const source = sentry.open(checked, sourceTools({ name: 'sentry', clock, memory, outbound }));
  const probe: Probe = source.probe({ name: 'it', measure, query, every: seconds(15) });
  return (occasion) => probe.observe(systemClock.timeout(seconds(10)), occasion);
}

const deployed = (since: Instant = start, judged?: boolean): Occasion => ({
  deployed: { deployment: '01J', version: '1.4.2', commit: '9f8d111', since },
  ...(judged !== undefined && { judged }),
});

const failure = (
  type: string,
  value: string,
  more: Partial<SentEvent> & { readonly at?: Instant; readonly in?: string } = {},
): void => {
  const { at = now, in: place = 'placeOrder', ...event } = more;
  server.take({
    timestamp: at / 1_000,
    level: 'error',
    environment: 'production',
    exception: {
      values: [
        { type, value, stacktrace: { frames: [{ function: place, filename: '/app/src/order.ts', in_app: true }] } },
      ],
    },
    ...event,
  });
};

describe('new issues', () => {
  it('are those first seen since the deploy, told once, with what a person needs to look', async () => {
    failure('RangeError', 'old', { at: minus(start, minutes(60)) });
    const ask = asking('count', 'new-issues');
    expect(await ask(deployed())).toEqual({ type: 'count', count: 0 });
    later(seconds(20));
    failure('RangeError', 'old');
    failure('TypeError', 'x is null', { user: { id: '7' }, transaction: 'POST /checkout' });
    failure('TypeError', 'x is null', { user: { id: '8' }, transaction: 'POST /checkout' });
    expect(await ask(deployed())).toEqual({
      type: 'count',
      count: 1,
      because:
        'sentry: an issue new since the deploy of 1.4.2 (22:05 UTC): "TypeError: x is null" in POST /checkout ' +
        `(2 events, 2 users; ${server.url()}/organizations/acme/issues/1001/)`,
    });
    later(seconds(15));
    failure('TypeError', 'x is null');
    expect(await ask(deployed())).toEqual({ type: 'count', count: 0 });
  });

  it('fold into one fault what is of one type at one culprit, or at one place', async () => {
    const ask = asking('count', 'new-issues');
    failure('TypeError', 'a is null', { fingerprint: ['a'], transaction: 'POST /checkout', in: 'f' });
    failure('TypeError', 'b is null', { fingerprint: ['b'], transaction: 'POST /checkout', in: 'g' });
    failure('TypeError', 'c is null', { fingerprint: ['c'], transaction: 'GET /orders', in: 'g' });
    failure('RangeError', 'd', { fingerprint: ['d'], transaction: 'POST /checkout', in: 'g' });
    const reading = await ask(deployed());
    expect(reading).toMatchObject({ type: 'count', count: 2, because: expect.stringContaining('2 issues new') });
    expect(reading).toMatchObject({ because: expect.stringContaining('(3 events, 0 users, in 3 issues;') });
  });

  it('are told again until a reading is judged, when they come again', async () => {
    const ask = asking('count', 'new-issues');
    failure('TypeError', 'x');
    expect(await ask(deployed(start, false))).toMatchObject({ count: 1 });
    expect(await ask(deployed(start, false))).toEqual({ type: 'count', count: 0 });
    later(seconds(15));
    failure('TypeError', 'x');
    expect(await ask(deployed(start, true))).toMatchObject({ count: 1 });
    later(seconds(15));
    failure('TypeError', 'x');
    expect(await ask(deployed(start, true))).toEqual({ type: 'count', count: 0 });
  });

  it('of the release are told in the first reading that is judged, whether or not they come again', async () => {
    const ask = asking('count', 'new-issues', { release: 'shop@{version}' });
    failure('TypeError', 'x', { release: 'shop@1.4.2' });
    expect(await ask(deployed(start, false))).toMatchObject({ count: 1 });
    expect(await ask(deployed(start, false))).toEqual({ type: 'count', count: 0 });
    later(seconds(15));
    expect(await ask(deployed(start, true))).toMatchObject({ count: 1 });
    expect(await ask(deployed(start, true))).toEqual({ type: 'count', count: 0 });
  });

  it('are not told twice by a later process, and all again of another deploy', async () => {
    const memory = shortMemory();
    failure('TypeError', 'x');
    expect(await asking('count', 'new-issues', {}, memory)(deployed())).toMatchObject({ count: 1 });
    later(seconds(15));
    failure('TypeError', 'x');
    expect(await asking('count', 'new-issues', {}, memory)(deployed())).toEqual({ type: 'count', count: 0 });
    failure('RangeError', 'y');
    expect(await asking('count', 'new-issues', {}, memory)(deployed(now))).toMatchObject({ count: 1 });
  });

  it('are those of the environment and of the level or worse, and not what people have archived', async () => {
    const ask = asking('count', 'new-issues', { environment: 'production', level: 'warning' });
    failure('A', 'staging', { environment: 'staging', in: 'a' });
    failure('B', 'too mild', { level: 'info', in: 'b' });
    failure('C', 'archived', { in: 'c' });
    server.mark('1002', 'ignored');
    failure('D', 'warned', { level: 'warning', in: 'd' });
    expect(await ask(deployed())).toMatchObject({ count: 1, because: expect.stringContaining('D: warned') });
    failure('E', 'of a level that nobody knows', { level: 'critical', in: 'e' });
    failure('F', 'of a level below all', { level: 'sample', in: 'f' });
    expect(await ask(deployed())).toMatchObject({ count: 1, because: expect.stringContaining('E: of a level') });
  });

  it('are those first seen in the release, when the plan says how it is called', async () => {
    const ask = asking('count', 'new-issues', { release: 'shop@{version}' });
    failure('A', 'of the old one, that drains', { release: 'shop@1.4.1', in: 'a' });
    failure('B', 'of the new one', { release: 'shop@1.4.2', in: 'b', at: minus(start, minutes(1)) });
    expect(await ask(deployed())).toMatchObject({ count: 1, because: expect.stringContaining('B: of the new one') });
    expect(server.asked.at(-1)).toContain(`query=${encodeURIComponent('firstRelease:"shop@1.4.2"')}`);
  });

  it('are those since the deploy, and no count of 0, where Sentry does not know the release by the name of the plan', async () => {
    const ask = asking('count', 'new-issues', { release: 'store@{version}' });
    const unknown = 'Sentry knows no release store@1.4.2; what was first seen since the deploy is counted instead';
    expect(await ask(deployed())).toEqual({ type: 'count', count: 0, because: `sentry: ${unknown}` });
    failure('A', 'x is null', { release: 'shop@1.4.2' });
    expect(await ask(deployed())).toMatchObject({ count: 1, because: expect.stringMatching(/A: x is null.*; Sentry/) });
  });

  it('are found on every page', async () => {
    for (let at = 0; at < 250; at += 1) failure(`E${at}`, 'x', { in: `f${at}`, transaction: `T${at}` });
    expect(await asking('count', 'new-issues')(deployed())).toMatchObject({
      count: 250,
      because: expect.stringContaining('and 247 more'),
    });
    expect(server.asked.filter((path) => path.includes('/issues/'))).toHaveLength(3);
    expect(server.asked.at(-1)).toContain('cursor=0%3A200%3A0');
  });

  it('are shown without what is secret', async () => {
    failure('Error', 'login of ada@example.com with token=abc failed');
    expect(JSON.stringify(await asking('count', 'new-issues')(deployed()))).not.toMatch(/ada|abc/);
  });

  it('cannot be told without a deploy', async () => {
    expect(await asking('count', 'new-issues')()).toEqual({
      type: 'absent',
      because: 'sentry: no deploy is known yet, so no issue can be new since it',
    });
    // A token that is not good is told before it is needed.
    expect(await asking('count', 'new-issues', { token: 'wrong' })()).toMatchObject({ type: 'error' });
  });
});

describe('regressed issues', () => {
  it('are those that were resolved and came back since the deploy', async () => {
    const early = minus(start, minutes(60));
    for (const type of ['Before', 'After', 'Resolved']) failure(type, 'x', { at: early, in: type });
    for (const id of ['1000', '1001', '1002']) server.mark(id, 'resolved');
    failure('Before', 'x', { at: minus(start, minutes(30)), in: 'Before' });
    const ask = asking('count', 'regressed-issues');
    expect(await ask(deployed())).toEqual({ type: 'count', count: 0 });
    later(seconds(15));
    failure('Before', 'x', { in: 'Before' });
    failure('After', 'x', { in: 'After' });
    expect(await ask(deployed())).toMatchObject({
      type: 'count',
      count: 1,
      because: expect.stringMatching(
        /^sentry: an issue regressed since the deploy of 1\.4\.2 \(22:05 UTC\): "After: x"/,
      ),
    });
    expect(await ask(deployed())).toEqual({ type: 'count', count: 0 });
  });
});

describe('events', () => {
  it('are counted once each, when Sentry has had the time to count them', async () => {
    const ask = asking('count', 'events', { delay: '30s', environment: ['production'] });
    failure('A', 'x', { at: plus(start, seconds(-40)) });
    failure('A', 'x', { at: plus(start, seconds(-35)), level: 'warning' });
    failure('A', 'x', { at: plus(start, seconds(-35)), environment: 'staging' });
    failure('A', 'x', { at: plus(start, seconds(-30)) });
    expect(await ask()).toEqual({ type: 'count', count: 1 });
    later(seconds(15));
    expect(await ask()).toEqual({ type: 'count', count: 1 });
    later(seconds(15));
    expect(await ask()).toEqual({ type: 'count', count: 0 });
    expect(decodeURIComponent(server.asked.at(-1) ?? '')).toBe(
      '/api/0/organizations/acme/events/?dataset=errors&field=count()&project=42&environment=production' +
        '&query=level:[fatal, error]&start=2026-12-01T22:04:45&end=2026-12-01T22:05:00',
    );
  });
});

describe('events that came while Sentry could not be asked', () => {
  it.each([
    [minutes(4), { type: 'count', count: 2, over: 240 }],
    [
      minutes(20),
      {
        type: 'count',
        count: 1,
        over: 300,
        because: 'sentry: 2026-12-01T22:04:30 to 2026-12-01T22:19:30 was never counted',
      },
    ],
  ])('after %i ms are counted, and what is too long ago is said', async (gap, reading) => {
    const ask = asking('count', 'events', { delay: '30s' });
    await ask();
    failure('A', 'x', { at: plus(start, seconds(60)) });
    later(gap);
    failure('A', 'x', { at: minus(now, seconds(40)) });
    expect(await ask()).toEqual(reading);
  });
});

describe('what goes wrong', () => {
  it('is said with what was asked and answered, and never with the token', async () => {
    const wrong = await asking('count', 'events', { token: 'sntryu_wrong' })();
    expect(wrong).toEqual({
      type: 'error',
      because: 'sentry: GET /api/0/projects/acme/shop/ answered 401 "Invalid token"; the token is not valid here',
    });
    const missing = await asking('count', 'events', { project: 'shoop' })();
    expect(missing).toMatchObject({
      because: `sentry: GET /api/0/projects/acme/shoop/ answered 404 "The requested resource does not exist"; ${server.url()} has no acme/shoop that the token may see`,
    });
    const search = await asking('count', { of: 'new-issues', search: 'colour:red' })(deployed());
    expect(search).toMatchObject({
      type: 'error',
      because: expect.stringContaining('answered 400 "Error parsing search query'),
    });
    expect(JSON.stringify([wrong, missing, search])).not.toContain('sntryu');
  });

  it('is asked no more until the rate is free again', async () => {
    const ask = asking('count', 'new-issues');
    await ask(deployed());
    server.limitRate(0, plus(now, seconds(30)) / 1_000);
    expect(await ask(deployed())).toMatchObject({
      type: 'error',
      because: expect.stringMatching(/\/issues\/.*: backing off until \d\d:\d\d:\d\d UTC after answered 429$/),
    });
    const before = server.asked.length;
    expect(await ask(deployed())).toMatchObject({
      type: 'error',
      because: expect.stringContaining('backing off until'),
    });
    expect(server.asked).toHaveLength(before);
  });
});

describe('what the real SDK sends', () => {
  it('is grouped, counted, and found as new', async () => {
    now = systemClock.now();
    const since = minus(now, seconds(1));
    const program = fork(join(import.meta.dirname, '../support/sentry-program.ts'), {
      env: { ...process.env, DSN: server.dsn() },
    });
    expect(await once(program, 'exit')).toEqual([0, null]);
    now = systemClock.now();
    expect(
      server
        .issueList()
        .map(({ title, events }) => [title, events.length])
        .sort(),
    ).toEqual([
      ["TypeError: Cannot read properties of undefined (reading 'length')", 2],
      ['disk is nearly full', 1],
    ]);
    const reading = await asking('count', 'new-issues', { release: 'shop@{version}', environment: 'production' })(
      deployed(since),
    );
    expect(reading).toMatchObject({ type: 'count', count: 1 });
    expect(reading).toMatchObject({
      because: expect.stringMatching(
        /"TypeError: Cannot read properties of undefined \(reading 'length'\)" in \S*pay\S* \(2 events, 2 users;/,
      ),
    });
    const all = await asking('count', { of: 'new-issues', level: 'warning' })(deployed(since));
    expect(all).toMatchObject({ count: 2 });
  });
});

describe('sessions', () => {
  const session = async (sid: string, status: string, at: Instant): Promise<void> => {
    const item = {
      sid,
      init: status === 'ok',
      started: new Date(at).toISOString(),
      status,
      errors: 0,
      attrs: { release: 'shop@1.4.2', environment: 'production' },
    };
    const envelope = [{ sent_at: new Date(at).toISOString() }, { type: 'session' }, item]
      .map((part) => JSON.stringify(part))
      .join('\n');
    await fetch(`${server.url()}/api/${sentryProject.id}/envelope/`, { method: 'POST', body: envelope });
  };

  it('that crashed are bad, out of those that began since the reading before', async () => {
    const ask = asking('rate', 'sessions', { release: 'shop@{version}' });
    await session('0', 'exited', now);
    expect(await ask(deployed())).toMatchObject({
      type: 'absent',
      because: expect.stringContaining('counted from now on'),
    });
    for (const sid of ['1', '2', '3']) await session(sid, 'ok', now);
    await session('3', 'crashed', now);
    expect(await ask(deployed())).toEqual({ type: 'rate', bad: 1, total: 3 });
    await session('2', 'crashed', now);
    expect(await ask(deployed())).toEqual({ type: 'rate', bad: 0, total: 0 });
    await session('4', 'ok', now);
    expect(await ask(deployed())).toEqual({ type: 'rate', bad: 1, total: 1 });
  });
});
