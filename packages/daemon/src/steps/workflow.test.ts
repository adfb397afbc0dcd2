import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { basename, dirname } from 'node:path';
import { millis } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { certificateAuthority } from '../outbound/certificates.fixture.ts';
import { localServers } from '../outbound/local-servers.fixture.ts';
import { createOutbound } from '../outbound.ts';
import { stepRun } from './step-run.fixture.ts';
import { workflowStep } from './workflow.ts';

const servers = localServers();
const outbound = createOutbound({ clock: systemClock });
afterEach(() => servers.close());
afterAll(() => outbound.close());

const kindOf = (url: string, steps: readonly unknown[]) =>
  workflowStep({
    sources: {
      'workflow:sign-in': {
        name: 'workflow:sign-in',
        type: 'workflow',
        options: { url, headers: { 'x-key': '${API_KEY}' }, workflow: { timeout: '30s', steps } },
      },
    },
    secrets: { API_KEY: 'k3y-from-file', SHOP: 'http://127.0.0.1:9' },
  });
const asked = { workflow: 'sign-in' };

describe('a workflow as a step', () => {
  it('passes when each of its requests does, and prints them', async () => {
    const seen: unknown[] = [];
    const port = await servers.listen(
      createServer((incoming, answer) => {
        seen.push(incoming.headers['x-key']);
        answer.end('{"token":"t0ken"}');
      }),
    );
    const kind = kindOf(`http://127.0.0.1:${port}`, [
      { post: '/sign-in', keep: { token: '$.token' } },
      { get: '/me', bearer: '${token}' },
    ]);
    const run = stepRun({ folder: '.', outbound, environment: { API_KEY: 'k3y-of-environment' } });
    expect(await kind.execute(asked, run)).toMatchObject({ outcome: 'passed', exitCode: null });
    expect(run.text()).toMatch(/^ok {4}POST \/sign-in → 200 in .*; kept token=\*\*\*\nok {4}GET \/me → 200 in .*\n$/);
    expect(seen).toEqual(['k3y-of-environment', 'k3y-of-environment']);
  });

  it('finds certificates in the folder of the plan, wherever the runner was started', async () => {
    const authority = certificateAuthority();
    const own = authority.issue('localhost');
    const port = await servers.listen(
      createTlsServer({ key: own.key, cert: own.cert }, (_, answer) => answer.end('welcome')),
    );
    const steps = [{ get: '/', expect: 200 }];
    const options = { url: `https://localhost:${port}`, tls: { ca: basename(authority.caFile) }, workflow: { steps } };
    const kind = workflowStep({
      sources: { 'workflow:sign-in': { name: 'workflow:sign-in', type: 'workflow', options } },
      secrets: {},
    });
    const result = await kind.execute(asked, stepRun({ folder: dirname(authority.caFile), outbound }));
    authority.remove();
    expect(result).toMatchObject({ outcome: 'passed' });
  });

  it('fails with the first that does not, and prints no secret', async () => {
    const port = await servers.listen(
      createServer((incoming, answer) => answer.writeHead(403).end(`${incoming.headers['x-key']} may not`)),
    );
    const run = stepRun({ folder: '.', outbound });
    const result = await kindOf(`http://127.0.0.1:${port}`, [{ get: '/me' }]).execute(asked, run);
    expect(result).toEqual({
      outcome: 'failed',
      exitCode: null,
      because: 'step 1 of 1, GET /me answered 403, expected 2xx: "${API_KEY} may not"',
    });
    expect(run.text()).not.toContain('k3y');
  });

  it('has a time, and ends with an interruption', async () => {
    const port = await servers.listen(createServer(() => {}));
    const kind = kindOf(`http://127.0.0.1:${port}`, [{ get: '/slow' }]);
    expect(await kind.execute(asked, stepRun({ folder: '.', outbound, timeout: millis(60) }))).toMatchObject({
      outcome: 'timed-out',
    });
    const stop = new AbortController();
    const interrupted = kind.execute(asked, stepRun({ folder: '.', outbound, signal: stop.signal }));
    stop.abort();
    expect(await interrupted).toMatchObject({ outcome: 'interrupted' });
    const before = stepRun({ folder: '.', outbound, signal: AbortSignal.abort() });
    expect(await kind.execute(asked, before)).toMatchObject({ outcome: 'interrupted' });
  });

  it('says what is not there', async () => {
    const run = stepRun({ folder: '.', outbound });
    expect(await kindOf('http://127.0.0.1:9', [{ get: '/' }]).execute({ workflow: 'sign-up' }, run)).toMatchObject({
      outcome: 'failed',
      because: 'the plan has no workflow "sign-up"',
    });
    expect(await kindOf('${SHOP_URL}', [{ get: '/' }]).execute(asked, run)).toMatchObject({
      outcome: 'failed',
      because: 'not set in the environment: SHOP_URL',
    });
  });

  it('is called after the workflow', () => {
    expect(kindOf('', []).title(asked)).toBe('Workflow sign-in');
  });
});
