import { deploymentPage } from '@daywatch/shared/api/views.ts';
import { createClient } from '@daywatch/shared/client/client.ts';
import { problemDocument } from '@daywatch/shared/vocabulary/problem.ts';
import { minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { toolSet } from '../mcp/tool-set.ts';
import { assessment, createTestApp, deploymentRequest, plan, tokens } from './app.fixture.ts';

const problemOf = async (response: Response | Promise<Response>) => {
  const answer = await response;
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const problem = problemDocument.parse(await answer.json());
  expect(problem.status).toBe(answer.status);
  return problem;
};

describe('the app', () => {
  it('says that it runs, to anybody', async () => {
    const { ask } = createTestApp();
    const answer = await ask('GET', '/healthz', { as: 'nobody' });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { status: 'ok', version: '1.2.3', pid: 42, startedAt: '2026-12-01T22:00:00.000Z', toolSet },
    ]);
  });

  it('takes no name that every object has for a sign-off', async () => {
    const signOff = (id: string) => ({ by: 'people', type: 'sign-off', id, title: id, role: 'qa' }) as const;
    const checklist = ['constructor', 'toString'].map(signOff);
    const { ask, publish, commands } = createTestApp();
    await commands.begin('production', deploymentRequest(), 'devops');
    publish({ plan: { ...plan, checklist } });
    const answer = await ask('GET', '/v1/deployments/01JEDEPLOY');
    expect(await answer.json()).toMatchObject({ checklist: [{ state: 'waiting' }, { state: 'waiting' }] });
    const withdrawn = await ask('DELETE', '/v1/deployments/01JEDEPLOY/sign-offs/constructor', { as: 'developer' });
    expect(await withdrawn.json()).toMatchObject({ code: 'unknown-item' });
  });

  it('is ready when the store answers and nothing is late, else says what is not', async () => {
    const late: string[] = [];
    const { ask, store, clock } = createTestApp({ late: () => late });
    expect((await ask('GET', '/readyz', { as: 'nobody' })).status).toBe(200);
    late.push('production was not looked at since 22:00');
    const answer = await ask('GET', '/readyz');
    expect([answer.status, await answer.json()]).toEqual([503, { status: 'late', late }]);
    store.ping = async () => Promise.reject(new Error('password=hunter2 refused'));
    expect(await (await ask('GET', '/readyz')).json()).toMatchObject({ late: ['the store does not answer', ...late] });
    store.ping = () => new Promise(() => undefined);
    const hanging = ask('GET', '/readyz');
    await clock.advance(seconds(2));
    expect(await (await hanging).json()).toMatchObject({ late: ['the store has not answered for 2 s', ...late] });
  });

  it('answers every call of the typed client with what the client expects', async () => {
    const { app, publish, commands, ask } = createTestApp();
    publish();
    const ticket = await commands.begin('production', deploymentRequest(), 'devops');
    if ('refused' in ticket) throw new Error(ticket.refused.detail);
    const url = 'http://localhost';
    const fetch = async (address: string, init: RequestInit) => app.request(address, init);
    const client = createClient({ url, token: tokens.lead, fetch });
    const runner = createClient({ url, token: ticket.runnerToken, fetch });
    const deployment = '01JEDEPLOY';
    const environment = 'production';
    const answers = {
      health: await client.health(),
      readiness: await client.readiness(),
      metrics: await client.metrics(),
      dashboard: await client.dashboard(),
      environments: await client.environments(),
      environment: await client.environment({ environment }),
      verdict: await client.verdict({ environment }),
      gate: await client.gate({ environment }),
      registerPlan: await client.registerPlan({ environment, body: { text: 'service: shop' } }),
      beginDeployment: await client.beginDeployment({ environment, body: deploymentRequest() }),
      override: await client.override({ deployment, body: { what: 'tests', reason: 'the site is down' } }),
      lookAtChecklist: await client.lookAtChecklist({ deployment }),
      deployments: await client.deployments(),
      deployment: await client.deployment({ deployment }),
      signOff: await client.signOff({ deployment, body: { item: 'reviewed', note: 'read it' } }),
      withdrawSignOff: await client.withdrawSignOff({ deployment, item: 'reviewed' }),
      series: await client.series({ deployment, criterion: 'api-errors', points: 10 }),
      record: await client.record({ deployment }),
      report: await client.report({ deployment, format: 'md' }),
      openapi: await client.openapi(),
      docs: await client.docs(),
    };
    expect(Object.entries(answers).filter(([, answer]) => !answer.ok)).toEqual([]);
    // The repeated begin has replaced the runner's key.
    expect(await runner.reportProgress({ deployment, body: { reports: [{ type: 'heartbeat' }] } })).toMatchObject({
      ok: false,
      failure: { problem: { code: 'token-unknown' } },
    });
    if (!answers.beginDeployment.ok) return;
    const second = createClient({ url, token: answers.beginDeployment.value.runnerToken, fetch });
    expect(await client.override({ deployment, body: { what: 'reviewed', reason: 'rehearsed' } })).toMatchObject({
      ok: true,
    });
    const reports = [
      { type: 'phase-started', phase: 'preflight' },
      {
        type: 'step-finished',
        phase: 'preflight',
        step: 'tests',
        outcome: 'passed',
        exitCode: 0,
        seconds: 1,
        tail: '',
      },
      { type: 'phase-started', phase: 'deploying' },
      { type: 'phase-finished', phase: 'deploying', outcome: 'failed', because: './deploy.sh failed' },
    ] as const;
    expect(await second.reportProgress({ deployment, body: { reports: [...reports] } })).toMatchObject({
      ok: true,
      value: { phase: 'failed', verdict: 'no-go', checklist: [{ state: 'passed' }, { state: 'waiting' }] },
    });
    expect(await client.verdict({ environment })).toMatchObject({
      value: { verdict: 'no-go', recommendation: 'roll-back', because: ['./deploy.sh failed'] },
    });
    const rollback = { target: { version: '1.4.1', commit: 'abc' }, steps: [], reason: 'it failed' };
    expect(await client.beginRollback({ deployment, body: rollback })).toMatchObject({ ok: true });
    expect(await client.resumeDeployment({ deployment })).toMatchObject({
      failure: { problem: { code: 'environment-busy' } },
    });
    expect(await client.decide({ deployment, body: { decision: 'go', reason: 'so be it' } })).toMatchObject({
      failure: { problem: { code: 'wrong-phase', status: 409 } },
    });
    expect(
      (
        await ask('POST', `/v1/environments/production/deployments`, {
          as: 'developer',
          body: deploymentRequest('01JEOTHER'),
        })
      ).status,
    ).toBe(409);
  });

  it('gives every answer the headers that keep it to itself', async () => {
    const { ask } = createTestApp();
    for (const path of ['/healthz', '/', '/docs', '/nowhere', '/v1/environments']) {
      const { headers } = await ask('GET', path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('allows the dashboard its own inline script and style, by hash', async () => {
    const { ask } = createTestApp();
    const policy = (await ask('GET', '/', { as: 'nobody' })).headers.get('content-security-policy');
    // printf 'run()' | openssl dgst -sha256 -binary | base64
    expect(policy).toContain("script-src 'sha256-AvyuiL0SD1mVY3NNxR+V2uo+lhk6RMFrytWmRt6CrJQ='");
    expect(policy).not.toContain('unsafe');
  });

  describe('refuses', () => {
    it('what it does not know', async () => {
      const { ask, publish } = createTestApp();
      publish();
      const cases: [string, string, string][] = [
        ['GET', '/nowhere', 'unknown-route'],
        ['PATCH', '/healthz', 'unknown-route'],
        ['GET', '/v1/environments/moon', 'unknown-environment'],
        ['GET', '/v1/environments/moon/verdict', 'unknown-environment'],
        ['GET', '/v1/environments/moon/gate', 'unknown-environment'],
        ['GET', '/v1/deployments/nope', 'unknown-deployment'],
        ['GET', '/v1/deployments/nope/record', 'unknown-deployment'],
        ['GET', '/v1/deployments/nope/report', 'unknown-deployment'],
        ['GET', '/v1/deployments/nope/criteria/x/series', 'unknown-deployment'],
        ['POST', '/v1/deployments/nope/resume', 'unknown-deployment'],
      ];
      for (const [method, path, code] of cases) {
        expect(await problemOf(ask(method, path, { as: 'lead' }))).toMatchObject({ code, status: 404 });
      }
      expect(await problemOf(ask('GET', '/v1/environments/moon'))).toMatchObject({ hint: 'Known: production.' });
    });

    it('a body or a query with faults, naming each', async () => {
      const { ask } = createTestApp();
      const path = '/v1/environments/production/deployments';
      const body = { ...deploymentRequest(), id: 'x', version: { version: 1 }, extra: true };
      expect(await problemOf(ask('POST', path, { as: 'developer', body }))).toMatchObject({
        code: 'request-invalid',
        detail: 'The body has 4 faults.',
        problems: [
          { path: 'body.id', code: 'invalid-format' },
          { path: 'body.version.version', code: 'invalid-type' },
          { path: 'body.version.commit', code: 'invalid-type' },
          { path: 'body.extra', code: 'unrecognized-keys', message: 'is not known here' },
        ],
      });
      expect(await problemOf(ask('GET', '/v1/deployments?limit=0'))).toMatchObject({
        problems: [{ path: 'query.limit' }],
      });
      expect(await problemOf(ask('POST', path, { as: 'developer', body: '{' }))).toMatchObject({
        problems: [{ path: 'body', code: 'not-json' }],
      });
      expect(await problemOf(ask('POST', path, { as: 'developer' }))).toMatchObject({ detail: 'The body is missing.' });
      expect(await problemOf(ask('GET', '/v1/environments/production/gate?undecided=maybe'))).toMatchObject({
        problems: [{ path: 'query.undecided' }],
      });
    });

    it('a body of more than 1 MiB, announced or not', async () => {
      const { app, ask } = createTestApp();
      const path = '/v1/environments/production/plan';
      const text = 'x'.repeat(1_100_000);
      const announced = ask('PUT', path, { as: 'lead', body: { text }, headers: { 'content-length': '1100011' } });
      expect(await problemOf(announced)).toMatchObject({ code: 'too-large', status: 413 });
      const stream = new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
      });
      const init = { method: 'PUT', body: stream, duplex: 'half', headers: { authorization: `Bearer ${tokens.lead}` } };
      expect(await problemOf(app.request(path, init as RequestInit))).toMatchObject({ code: 'too-large' });
    });

    it('other host names, so that no web page can give itself this address', async () => {
      const { ask, app } = createTestApp({
        access: { tokens: [], open: { gate: true, metrics: true }, hosts: ['watch.example.com'] },
      });
      for (const host of ['127.0.0.1:4790', 'localhost', '[::1]:4790', 'LOCALHOST:1', 'watch.example.com']) {
        expect((await ask('GET', '/healthz', { headers: { host } })).status).toBe(200);
      }
      for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:4790']) {
        expect(await problemOf(ask('GET', '/healthz', { headers: { host } }))).toMatchObject({ code: 'host-refused' });
      }
      expect((await app.request('http://evil.example/healthz')).status).toBe(403);
    });

    it.each([
      { opened: false, metrics: 401, gate: 401 },
      { opened: true, metrics: 200, gate: 503 },
    ])(
      'metrics and the gate to whoever has no token, unless they were opened: $opened',
      async ({ opened, ...statuses }) => {
        const { ask, publish } = createTestApp({
          access: { tokens: [], open: { gate: opened, metrics: opened }, hosts: [] },
        });
        publish();
        const statusOf = async (path: string) => (await ask('GET', path, { as: 'nobody' })).status;
        expect({
          metrics: await statusOf('/metrics'),
          gate: await statusOf('/v1/environments/production/gate'),
        }).toEqual(statuses);
      },
    );

    it('nobody else with the words of a bug', async () => {
      const { ask, store, faults } = createTestApp();
      store.deployment = async () => {
        throw new Error('password=hunter2');
      };
      const problem = await problemOf(ask('GET', '/v1/deployments/01JEDEPLOY'));
      expect(problem).toMatchObject({ code: 'internal-error', status: 500 });
      expect(problem.detail).toMatch(/under 01JEID\d+\.$/);
      expect(JSON.stringify(problem)).not.toContain('hunter2');
      expect(faults).toMatchObject([{ message: 'password=hunter2' }]);
    });
  });

  it('notes each answer by its route', async () => {
    const { ask, answered } = createTestApp();
    await ask('GET', '/healthz');
    await ask('GET', '/v1/environments/moon');
    await ask('GET', '/v1/environments', { as: 'nobody' });
    expect(answered).toEqual([
      ['health', 200],
      ['environment', 404],
      ['environments', 401],
    ]);
  });

  it('pages through the history, newest first', async () => {
    const { ask, commands, clock, publish } = createTestApp();
    publish();
    for (const id of ['01JEDEPLOY1', '01JEDEPLOY2', '01JEDEPLOY3']) {
      await commands.begin('production', deploymentRequest(id), 'devops');
      await commands.report(id, [{ type: 'phase-finished', phase: 'preflight', outcome: 'failed', because: 'red' }]);
      await clock.advance(minutes(1));
    }
    const read = async (path: string) => deploymentPage.parse(await (await ask('GET', path)).json());
    const first = await read('/v1/deployments?limit=2');
    expect(first).toMatchObject({
      deployments: [
        { id: '01JEDEPLOY3', phase: 'cancelled', verdict: 'undecided', because: 'red' },
        { id: '01JEDEPLOY2' },
      ],
      next: '01JEDEPLOY2',
    });
    const second = await read(`/v1/deployments?limit=2&before=${first.next}`);
    expect(second.deployments).toMatchObject([{ id: '01JEDEPLOY1' }]);
    expect(second).not.toHaveProperty('next');
  });

  it('shows an environment with nothing deployed as undecided', async () => {
    const { ask, publish } = createTestApp();
    publish({ assessment: assessment() });
    expect(await (await ask('GET', '/v1/environments/production')).json()).toMatchObject({
      name: 'production',
      verdict: {
        verdict: 'undecided',
        because: ['Nothing has been deployed to production yet'],
        criteria: [],
        links: { dashboards: [{ name: 'application', url: 'https://grafana.example.com/d/shop' }] },
      },
    });
  });
});
