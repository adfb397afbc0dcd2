import { environmentView, runnerWork } from '@daywatch/shared/api/views.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { minutes, plus, rfc3339, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { createTestApp, watched } from './app.fixture.ts';

const path = '/v1/environments/production/work';
const body = { runner: 'RUNNER01', host: 'ci-3' };
const noGo = {
  type: 'verdict-changed',
  verdict: 'no-go',
  recommendation: 'roll-back',
  rule: 'one blocking criterion fails',
  because: ['checkout is slow'],
  final: false,
} satisfies Deployment['verdict'];

function waiting() {
  const test = createTestApp();
  test.publish({ deployment: watched });
  const offered = {
    ...watched,
    verdict: noGo,
    automaticRollback: { offeredAt: rfc3339(test.clock.now()), because: [...noGo.because] },
  };
  const offer = () =>
    test.publish({
      deployment: offered,
      asOf: test.clock.now(),
      validUntil: plus(test.clock.now(), minutes(1)),
    });
  const view = async () => environmentView.parse(await (await test.ask('GET', '/v1/environments/production')).json());
  const work = async (query = '') => {
    const answer = await test.ask('POST', `${path}${query}`, { as: 'developer', body });
    return runnerWork.parse(await answer.json());
  };
  return { ...test, offer, view, work };
}

describe('a runner that waits', () => {
  it('is told at once when there is something, and at the end of its wait when there is nothing', async () => {
    const { work, offer, clock } = waiting();
    const early = work('?wait=30s');
    await clock.advance(seconds(30));
    expect(await early).toEqual({ type: 'nothing' });
    const late = work('?wait=30s');
    await clock.advance(seconds(3));
    offer();
    await clock.advance(seconds(0));
    expect(await late).toEqual({
      type: 'roll-back',
      deployment: watched.id,
      version: '1.4.2',
      because: ['checkout is slow'],
    });
  });

  it('is seen while it asks, and for a moment after', async () => {
    const { work, view, clock } = waiting();
    expect((await view()).runners).toBeUndefined();
    const asking = work('?wait=30s');
    await clock.advance(seconds(1));
    expect((await view()).runners).toEqual([{ ...body, since: '2026-12-01T22:00:00.000Z' }]);
    await clock.advance(seconds(29));
    await asking;
    await clock.advance(seconds(9));
    expect((await view()).runners).toHaveLength(1);
    // It comes back in time, and is the same one.
    const again = work('?wait=30s');
    await clock.advance(seconds(20));
    expect((await view()).runners).toEqual([{ ...body, since: '2026-12-01T22:00:00.000Z' }]);
    await clock.advance(seconds(10));
    await again;
    await clock.advance(seconds(11));
    expect((await view()).runners).toBeUndefined();
  });

  it('is not offered what nobody took for a quarter of an hour', async () => {
    const { work, offer, view, clock } = waiting();
    offer();
    expect((await view()).deployment?.automaticRollback).toMatchObject({
      openUntil: rfc3339(plus(clock.now(), minutes(15))),
    });
    await clock.advance(minutes(15));
    offer();
    expect(await work()).toEqual({ type: 'nothing' });
    const { deployment, verdict } = await view();
    expect(deployment?.automaticRollback).not.toHaveProperty('openUntil');
    expect(verdict.because.at(-1)).toContain('nobody took the automatic rollback');
  });
});

describe('who asks in vain', () => {
  it.each([
    ['a viewer', 'viewer', path, body, 403, 'role-too-low'],
    ['somebody without a token', 'nobody', path, body, 401, 'token-missing'],
    ['about an unknown environment', 'developer', '/v1/environments/nowhere/work', body, 404, 'unknown-environment'],
    ['for too long', 'developer', `${path}?wait=1h`, body, 400, 'request-invalid'],
    ['without a name', 'developer', path, { host: 'ci-3' }, 400, 'request-invalid'],
  ] as const)('%s', async (_, as, where, sent, status, code) => {
    const answer = await waiting().ask('POST', where, { as, body: sent });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
  });
});
