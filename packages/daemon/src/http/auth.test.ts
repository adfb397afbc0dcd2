import { describe, expect, it } from 'vitest';
import { createTestApp, deploymentRequest } from './app.fixture.ts';

describe('a token', () => {
  it.each([
    ['nobody', 401, 'token-missing'],
    ['guessed', 401, 'token-unknown'],
    ['ingest', 403, 'role-too-low'],
    ['viewer', 200, undefined],
    ['developer', 200, undefined],
    ['lead', 200, undefined],
  ])('of %s reads environments: %i', async (as, status, code) => {
    const { ask } = createTestApp();
    for (const _twice of [1, 2]) {
      const answer = await ask('GET', '/v1/environments', { as });
      expect(answer.status).toBe(status);
      if (code !== undefined) expect(await answer.json()).toMatchObject({ code });
      expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
    }
  });

  it.each([
    ['viewer', 403],
    ['developer', 403],
    ['lead', 404],
  ])('of a %s decides: %i', async (as, status) => {
    const { ask } = createTestApp();
    const body = { decision: 'go', reason: 'seen enough' };
    expect((await ask('POST', '/v1/deployments/none/decisions', { as, body })).status).toBe(status);
  });

  it('counts only as a bearer token in the header', async () => {
    const { app } = createTestApp();
    const status = async (path: string, authorization?: string) =>
      (await app.request(path, { headers: authorization === undefined ? {} : { authorization } })).status;
    expect(await status('/v1/environments?token=viewer-token')).toBe(401);
    expect(await status('/v1/environments', 'Basic viewer-token')).toBe(401);
    expect(await status('/v1/environments', 'viewer-token')).toBe(401);
    expect(await status('/v1/environments', 'bearer viewer-token')).toBe(200);
  });

  it('of a runner reports on its own deployment, and does nothing else', async () => {
    const { ask, commands, publish } = createTestApp();
    publish();
    const ticket = await commands.begin('production', deploymentRequest(), 'devops');
    if ('refused' in ticket) throw new Error(ticket.refused.detail);
    const as = ticket.runnerToken;
    const body = { reports: [{ type: 'heartbeat' }] };
    const events = (id: string, who: string) => ask('POST', `/v1/deployments/${id}/events`, { as: who, body });
    expect((await events('01JEDEPLOY', as)).status).toBe(200);
    expect((await events('01JEOTHER', as)).status).toBe(401);
    expect((await events('01JEDEPLOY', 'guessed')).status).toBe(401);
    expect((await events('01JEDEPLOY', 'nobody')).status).toBe(401);
    expect((await events('01JEDEPLOY', 'lead')).status).toBe(403);
    expect((await ask('GET', '/v1/environments', { as })).status).toBe(401);
  });

  it('is needed for the gate and the metrics only where the settings say so', async () => {
    const status = async (gate: boolean, metrics: boolean, path: string) => {
      const access = { tokens: [], open: { gate, metrics }, hosts: [] };
      const { ask, publish } = createTestApp({ access });
      publish();
      return (await ask('GET', path, { as: 'nobody' })).status;
    };
    expect(await status(true, true, '/v1/environments/production/gate')).toBe(503);
    expect(await status(false, true, '/v1/environments/production/gate')).toBe(401);
    expect(await status(true, true, '/metrics')).toBe(200);
    expect(await status(true, false, '/metrics')).toBe(401);
  });

  it('is known in the record by its name', async () => {
    const { ask, publish, store } = createTestApp();
    publish();
    const path = '/v1/environments/production/deployments';
    expect((await ask('POST', path, { as: 'developer', body: deploymentRequest() })).status).toBe(201);
    expect((await store.events('01JEDEPLOY'))[0]?.actor).toBe('the developer');
  });
});
