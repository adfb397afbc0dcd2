import { minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { assessment, createTestApp, watched } from './app.fixture.ts';

const verdictPath = '/v1/environments/production/verdict';
const gatePath = '/v1/environments/production/gate';
const going = { deployment: watched, assessment: assessment() };
const failing = {
  deployment: watched,
  assessment: assessment({ verdict: 'no-go', recommendation: 'roll-back', because: ['p95 is 412 ms'] }),
};

describe('the verdict', () => {
  it('is the document of the contract', async () => {
    const { ask, publish } = createTestApp();
    publish(going);
    const answer = await ask('GET', verdictPath);
    expect(await answer.json()).toMatchObject({
      environment: 'production',
      verdict: 'go',
      recommendation: 'proceed',
      rule: 'every criterion is passing',
      because: ['errors are as usual'],
      asOf: '2026-12-01T22:00:00.000Z',
      validUntil: '2026-12-01T22:00:45.000Z',
      deployment: { id: '01JEDEPLOY', version: '1.4.2', commit: '9f8d111', phase: 'watching', deployedBy: 'devops' },
      watch: { seen: '1h', coverage: 1, falseAlarmBound: 0.01 },
      criteria: [{ name: 'api-errors', state: 'passing', value: 0.001 }],
      silences: [],
      links: { report: '/v1/deployments/01JEDEPLOY/report' },
    });
  });

  it('is not sent again to somebody who has it', async () => {
    const { ask, publish } = createTestApp();
    publish(going);
    const etag = (await ask('GET', verdictPath)).headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"production-1\.01JEID\d+"$/);
    for (const known of [etag, `"other", ${etag}`, '*']) {
      const again = await ask('GET', verdictPath, { headers: { 'if-none-match': known } });
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
      expect(again.headers.get('daywatch-valid-until')).toBe('2026-12-01T22:00:45.000Z');
    }
    publish(failing);
    expect((await ask('GET', verdictPath, { headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  it('has another ETag after a restart, whose revisions begin anew', async () => {
    const etagOf = async (ids: { next(): string }) => {
      const { ask, publish } = createTestApp({ ids });
      publish(going);
      return (await ask('GET', verdictPath)).headers.get('etag');
    };
    expect(await etagOf({ next: () => 'one' })).not.toBe(await etagOf({ next: () => 'two' }));
  });

  it('is undecided once the daemon has not looked for too long, and the gate is shut', async () => {
    const { ask, publish, clock } = createTestApp();
    publish(going);
    const etag = (await ask('GET', verdictPath)).headers.get('etag') ?? '';
    expect((await ask('GET', gatePath)).status).toBe(200);
    await clock.advance(seconds(46));
    const stale = await ask('GET', verdictPath, { headers: { 'if-none-match': etag } });
    expect(await stale.json()).toMatchObject({
      verdict: 'undecided',
      recommendation: 'hold',
      because: ['the daemon has not looked since 2026-12-01T22:00:00.000Z'],
    });
    for (const undecided of ['go', 'no-go']) {
      expect((await ask('GET', `${gatePath}?undecided=${undecided}`)).status).toBe(503);
    }
  });
});

describe('a long poll', () => {
  it('answers when the revision changes', async () => {
    const { ask, publish, clock } = createTestApp();
    publish(going);
    const waiting = ask('GET', `${verdictPath}?wait=30s`);
    await clock.advance(seconds(10));
    publish({ ...going, revision: 1 });
    publish({ ...going, name: 'staging' });
    await clock.advance(seconds(1));
    expect(await settled(waiting)).toBe(false);
    publish(failing);
    expect(await (await waiting).json()).toMatchObject({ verdict: 'no-go' });
  });

  it('answers 304 after its time, or the same document to who brought no ETag', async () => {
    const { ask, publish, clock } = createTestApp();
    publish(going);
    const etag = (await ask('GET', verdictPath)).headers.get('etag') ?? '';
    const conditional = ask('GET', `${verdictPath}?wait=30s`, { headers: { 'if-none-match': etag } });
    const plain = ask('GET', `${verdictPath}?wait=30s`);
    await clock.advance(seconds(30));
    expect([(await conditional).status, (await plain).status]).toEqual([304, 200]);
  });

  it('answers at once to who knows an older revision', async () => {
    const { ask, publish } = createTestApp();
    publish(going);
    const answer = await ask('GET', `${verdictPath}?wait=60s`, { headers: { 'if-none-match': 'W/"production-0.x"' } });
    expect(answer.status).toBe(200);
  });

  it('ends early when the state goes stale, the caller leaves, or the daemon stops', async () => {
    const { ask, app, publish, clock, stopping, parts } = createTestApp();
    publish(going);
    const untilStale = ask('GET', `${verdictPath}?wait=60s`);
    await clock.advance(seconds(46));
    expect(await (await untilStale).json()).toMatchObject({ verdict: 'undecided' });

    const leaving = new AbortController();
    const headers = { authorization: 'Bearer viewer-token' };
    const left = app.request(
      new Request(`http://localhost${verdictPath}?wait=60s`, { headers, signal: leaving.signal }),
    );
    await clock.advance(seconds(1));
    leaving.abort();
    expect((await left).status).toBe(200);

    const stopped = ask('GET', `${verdictPath}?wait=60s`);
    await clock.advance(seconds(1));
    stopping.abort();
    expect((await stopped).status).toBe(200);
    expect(parts.stopping.aborted).toBe(true);
  });

  it.each(['61s', 'soon', '2m', ''])('refuses to wait "%s"', async (wait) => {
    const { ask, publish } = createTestApp();
    publish(going);
    const answer = await ask('GET', `${verdictPath}?wait=${wait}`);
    expect([answer.status, await answer.json()]).toMatchObject([400, { problems: [{ path: 'query.wait' }] }]);
  });
});

describe('the gate', () => {
  it.each([
    ['go', going, '', 200, 'GO production 1.4.2: errors are as usual\n'],
    ['no-go', failing, '', 503, 'NO-GO production 1.4.2: p95 is 412 ms\n'],
    ['no-go', failing, '?undecided=go', 503, 'NO-GO production 1.4.2: p95 is 412 ms\n'],
    ['nothing deployed', {}, '', 503, 'UNDECIDED production: Nothing has been deployed to production yet\n'],
    [
      'nothing deployed',
      {},
      '?undecided=go',
      200,
      'UNDECIDED production: Nothing has been deployed to production yet\n',
    ],
    [
      'a deploy under way',
      { deployment: { ...watched, phase: 'deploying' } },
      '',
      503,
      'UNDECIDED production 1.4.2: devops is deploying 1.4.2\n',
    ],
  ] as const)('of %s: %o%s answers %i', async (_what, state, query, status, line) => {
    const { ask, publish } = createTestApp();
    publish(state);
    const answer = await ask('GET', `${gatePath}${query}`);
    expect([answer.status, await answer.text()]).toEqual([status, line]);
  });

  it('answers the verdict document to who asks for JSON', async () => {
    const { ask, publish, clock } = createTestApp();
    publish(failing);
    const answer = await ask('GET', gatePath, { headers: { accept: 'application/json' } });
    expect([answer.status, await answer.json()]).toMatchObject([503, { verdict: 'no-go' }]);
    await clock.advance(minutes(5));
    const stale = await ask('GET', gatePath, { headers: { accept: 'application/json' } });
    expect([stale.status, await stale.json()]).toMatchObject([503, { verdict: 'undecided' }]);
  });
});

const settled = (work: Promise<unknown> | unknown): Promise<boolean> =>
  Promise.race([
    Promise.resolve(work).then(() => true),
    new Promise<boolean>((resolve) => setImmediate(resolve, false)),
  ]);
