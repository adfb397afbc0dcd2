import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Client, createClient } from '@daywatch/shared/client/client.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdLeash, type Leash } from '../support/leash.ts';

const program = join(import.meta.dirname, '../../packages/daemon/dist/main.mjs');
const run = promisify(execFile);

let folder: string;
let leash: Leash;

const environment = () => {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, ...leash.env, NO_COLOR: '1', DAYWATCH_PORT: '0', DAYWATCH_LOG: 'warn' };
};

async function serve() {
  const child = spawn(process.execPath, [program, 'serve'], {
    cwd: folder,
    env: { ...environment(), DAYWATCH_TOKENS: 'ci:ingest:ingest-token-of-ci' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const { url, tokenFile } = JSON.parse(readFileSync(join(folder, '.daywatch/daemon.json'), 'utf8'));
  return {
    viewer: createClient({ url, token: readFileSync(tokenFile, 'utf8').trim() }),
    ci: createClient({ url, token: 'ingest-token-of-ci' }),
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function daywatch(...given: string[]): Promise<void> {
  await run(process.execPath, [program, ...given], { cwd: folder, env: environment() });
}

async function nightly(viewer: Client) {
  const answer = await viewer.environment({ environment: 'production' });
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  const { verdict } = answer.value;
  return { verdict: verdict.verdict, because: verdict.because.join(' ') };
}

beforeAll(() => {
  leash = holdLeash();
  folder = mkdtempSync(join(tmpdir(), 'daywatch-push-'));
  writeFileSync(
    join(folder, 'daywatch.yaml'),
    `service: shop
sources:
  ci: { type: push, silence: 1h }
environments:
  production:
    deploy: { steps: [ echo deployed ] }
    watch:
      for: 10m
      every: 1s
      settle: 1s
      criteria:
        nightly: { title: The nightly tests pass, severity: blocking, source: ci, check: pushed }
`,
  );
  writeFileSync(join(folder, '.gitignore'), '.daywatch/\n');
  const git = (...given: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...given], { cwd: folder });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'first');
});
afterAll(async () => {
  await leash.release();
  rmSync(folder, { recursive: true, force: true });
});

const line = (ok: boolean) => ({ criterion: 'nightly', ok, ...(!ok && { because: '3 tests failed' }) });

describe('readings that others push', () => {
  it('are taken from whoever may, and every fault of a batch is told', async () => {
    const daemon = await serve();
    const batch = { environment: 'production', body: { observations: [line(true)] } };
    expect(await daemon.viewer.pushObservations(batch)).toMatchObject({
      ok: false,
      failure: { problem: { code: 'role-too-low' } },
    });
    const unknown = { environment: 'production', body: { observations: [{ ...line(true), criterion: 'nightli' }] } };
    expect(await daemon.ci.pushObservations(unknown)).toMatchObject({
      ok: false,
      failure: { problem: { code: 'request-invalid', problems: [{ path: 'body.observations[0].criterion' }] } },
    });
    expect(await daemon.ci.pushObservations(batch)).toEqual({
      ok: true,
      value: { environment: 'production', accepted: 1 },
    });
    await daemon.kill();
  });

  it('are judged like others, and known again after kill -9 without being pushed again', async () => {
    const daemon = await serve();
    await daywatch('deploy', 'production', '--yes');
    await daemon.ci.pushObservations({ environment: 'production', body: { observations: [line(false)] } });
    const failing = { verdict: 'no-go', because: expect.stringContaining('3 tests failed') };
    await expect.poll(() => nightly(daemon.viewer)).toEqual(failing);
    await daemon.kill();
    const again = await serve();
    expect(await nightly(again.viewer)).toEqual(failing);
    await again.kill();
  });
});
