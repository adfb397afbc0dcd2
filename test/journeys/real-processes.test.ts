import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Client, createClient } from '@daywatch/shared/client/client.ts';
import { parseDuration } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdLeash, type Leash } from '../support/leash.ts';

const program = join(import.meta.dirname, '../../packages/daemon/dist/main.mjs');
const run = promisify(execFile);

/** A service that is as well as the test says. */
let healthy = true;
let service: Server;
let folder: string;
let leash: Leash;

const environment = () => {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, ...leash.env, NO_COLOR: '1', DAYWATCH_PORT: '0' };
};
const daywatch = (...given: string[]) =>
  run(process.execPath, [program, ...given], { cwd: folder, env: environment() });
const failing = async (...given: string[]) => {
  const outcome = await daywatch(...given).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    (failure: { code: number; stdout: string; stderr: string }) => failure,
  );
  return outcome;
};

interface Announced {
  readonly url: string;
  readonly pid: number;
  readonly tokenFile: string;
}

async function serve(): Promise<{ client: Client; pid: number; gone: Promise<unknown> }> {
  const child = spawn(process.execPath, [program, 'serve'], {
    cwd: folder,
    env: { ...environment(), DAYWATCH_LOG: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const announced = JSON.parse(readFileSync(join(folder, '.daywatch/daemon.json'), 'utf8')) as Announced;
  const { url, pid, tokenFile } = announced;
  return {
    client: createClient({ url, token: readFileSync(tokenFile, 'utf8').trim() }),
    pid,
    gone: once(child, 'exit'),
  };
}

async function production(client: Client) {
  const answer = await client.environment({ environment: 'production' });
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
}

beforeAll(async () => {
  leash = holdLeash();
  service = createServer((_, answer) => answer.writeHead(healthy ? 200 : 503).end('{"status":"ok"}'));
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  folder = mkdtempSync(join(tmpdir(), 'daywatch-journey-'));
  const { port } = service.address() as AddressInfo;
  writeFileSync(
    join(folder, 'daywatch.yaml'),
    `service: shop
sources:
  site: { type: http, url: "http://127.0.0.1:${port}" }
environments:
  production:
    deploy: { steps: [ echo deployed ] }
    verify: [ test -f daywatch.yaml ]
    watch:
      for: 5m
      every: 1s
      settle: 1s
      criteria:
        healthy: { title: The shop answers, severity: blocking, source: site, check: { path: /healthz, status: 200 } }
    rollback: { steps: [ "echo back to \${ref}" ] }
`,
  );
  writeFileSync(join(folder, '.gitignore'), '.daywatch/\n');
  const git = (...given: string[]) =>
    run('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...given], { cwd: folder });
  await git('init', '-q', '-b', 'main');
  await git('add', '-A');
  await git('commit', '-qm', 'First');
  await git('tag', 'stable/1.0.0');
  await git('commit', '-qm', 'Second', '--allow-empty');
});
afterAll(async () => {
  service.close();
  await leash.release();
  rmSync(folder, { recursive: true, force: true });
});

describe('the daemon, the runner and a service, as processes', () => {
  it('keeps its token and its address for their owner only', async () => {
    const { client, pid, gone } = await serve();
    expect((await client.health()).ok).toBe(true);
    for (const file of ['token', 'daemon.json']) {
      expect(statSync(join(folder, '.daywatch', file)).mode & 0o777).toBe(0o600);
    }
    process.kill(pid, 'SIGTERM');
    await gone;
    expect(() => statSync(join(folder, '.daywatch/daemon.json'))).toThrow('ENOENT');
  });

  it('watches on after kill -9 in the middle of a watch, with the gap as blind time; then NO-GO, rollback, an intact record', {
    timeout: 90_000,
  }, async () => {
    const first = await serve();
    const deployed = await daywatch('deploy', 'production', '--yes');
    expect(deployed.stdout).toContain('echo deployed');
    await expect
      .poll(async () => parseDuration((await production(first.client)).verdict.watch?.seen ?? '0s'))
      .toBeGreaterThanOrEqual(3_000);

    process.kill(first.pid, 'SIGKILL');
    await first.gone;
    expect(await failing('wait', 'production', '--for', 'go', '--timeout', '1s')).toMatchObject({ code: 3 });
    // Nobody looks for a while.
    const until = performance.now() + 4_000;
    await expect.poll(() => performance.now()).toBeGreaterThan(until);

    const second = await serve();
    await expect.poll(async () => (await production(second.client)).deployment?.blindGaps.length).toBe(1);
    const view = await production(second.client);
    expect(view.deployment?.phase).toBe('watching');
    expect(parseDuration(view.verdict.watch?.blind ?? '0s')).toBeGreaterThanOrEqual(3_000);

    healthy = false;
    await expect.poll(async () => (await production(second.client)).verdict.verdict).toBe('no-go');
    const noGo = await production(second.client);
    expect(noGo.verdict.recommendation).toBe('roll-back');
    expect(noGo.verdict.because.join()).toContain('The shop answers');
    expect(await failing('wait', 'production', '--for', 'go', '--timeout', '1s')).toMatchObject({ code: 1 });

    healthy = true;
    const back = await daywatch('rollback', 'production', '--yes');
    expect(back.stdout).toContain('back to stable/1.0.0');
    const after = await production(second.client);
    expect(after.deployment).toMatchObject({
      phase: 'rolled-back',
      rollback: { target: { version: expect.any(String) } },
    });

    const record = await second.client.record({ deployment: after.deployment?.id ?? '' });
    if (!record.ok) throw new Error('no record');
    writeFileSync(join(folder, 'record.jsonl'), record.value);
    expect((await daywatch('record', 'verify', 'record.jsonl')).stdout).toContain('intact');
    writeFileSync(join(folder, 'record.jsonl'), record.value.replace('no-go', 'go'));
    expect(await failing('record', 'verify', 'record.jsonl')).toMatchObject({ code: 1 });

    process.kill(second.pid, 'SIGTERM');
    await second.gone;
  });

  it('lets one daemon into a folder', { timeout: 60_000 }, async () => {
    const { pid, gone } = await serve();
    const other = await failing('serve');
    expect(other.code).not.toBe(0);
    expect(other.stderr).toContain(String(pid));
    process.kill(pid, 'SIGTERM');
    await gone;
  });
});
