import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createClient } from '@daywatch/shared/client/client.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { holdLeash, type Leash } from '../support/leash.ts';

const program = join(import.meta.dirname, '../../packages/daemon/dist/main.mjs');
const run = promisify(execFile);

let root: string;
let folder: string;
let leash: Leash;
let service: Server;

const environment = () => {
  const { PATH = '' } = process.env;
  const identity = {
    GIT_AUTHOR_NAME: 't',
    GIT_AUTHOR_EMAIL: 't@t',
    GIT_COMMITTER_NAME: 't',
    GIT_COMMITTER_EMAIL: 't@t',
  };
  return { PATH, HOME: root, ...identity, ...leash.env, NO_COLOR: '1', DAYWATCH_PORT: '0', DAYWATCH_LOG: 'warn' };
};
const git = (...words: string[]) => run('git', words, { cwd: folder, env: environment() });
const start = (...words: string[]) =>
  spawn(process.execPath, [program, ...words], { cwd: folder, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
async function daywatch(...words: string[]) {
  const child = start(...words);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  return { code: code as number, output };
}

beforeAll(async () => {
  leash = holdLeash();
  root = mkdtempSync(join(tmpdir(), 'daywatch-waiting-'));
  folder = join(root, 'shop');
  await run('git', ['init', '-q', '-b', 'main', folder]);
  // What is deployed decides how it answers.
  service = createServer((_, answer) => {
    const version = readFileSync(join(folder, 'deployed'), 'utf8').trim();
    answer.writeHead(version === 'bad' ? 503 : 200).end('{}');
  });
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  const { port } = service.address() as AddressInfo;
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write(
    'daywatch.yaml',
    `service: shop
sources: { site: { type: http, url: "http://127.0.0.1:${port}" } }
environments:
  production:
    deploy: { steps: [ ./deploy.sh ] }
    watch:
      for: 60s
      every: 1s
      settle: 1s
      criteria: { healthy: { title: The shop answers, severity: blocking, source: site, check: { path: /, status: 200 } } }
    rollback: { automatic: true, dry-run: "test \\"$(cat version)\\" = good", steps: [ "git checkout \${ref}", ./deploy.sh ] }
`,
  );
  write('deploy.sh', '#!/bin/sh\ntest ! -e slow || sleep 60\ncp version deployed\n');
  chmodSync(join(folder, 'deploy.sh'), 0o755);
  write('.gitignore', '.daywatch/\ndeployed\nslow\n');
  write('version', 'good\n');
  write('deployed', 'good\n');
  await git('add', '-A');
  await git('commit', '-qm', 'Good');
  await git('tag', 'stable/1.0.0');
  write('version', 'bad\n');
  await git('commit', '-qam', 'Bad');
});
afterAll(async () => {
  service.close();
  await leash.release();
  rmSync(root, { recursive: true, force: true });
});

it('takes the rollback that the daemon offers; a killed runner whose step goes on holds up the next one', {
  timeout: 60_000,
}, async () => {
  const daemon = start('serve');
  await once(daemon.stdout, 'data');
  const { url, tokenFile } = JSON.parse(readFileSync(join(folder, '.daywatch/daemon.json'), 'utf8'));
  const client = createClient({ url, token: readFileSync(tokenFile, 'utf8').trim() });
  const view = async () => {
    const got = await client.environment({ environment: 'production' });
    if (!got.ok) throw new Error(JSON.stringify(got.failure));
    return got.value;
  };

  const waiting = start('runner', 'production', '--once');
  let told = '';
  waiting.stdout.setEncoding('utf8').on('data', (text) => (told += text));
  const ended = once(waiting, 'close');
  await expect.poll(async () => (await view()).runners?.length).toBe(1);
  expect((await daywatch('deploy', 'production', '--yes')).code).toBe(0);

  const [code] = await ended;
  expect(told).toContain('rolling');
  expect(told).toContain('✓ production runs the version before again');
  expect(code).toBe(0);
  expect(readFileSync(join(folder, 'deployed'), 'utf8')).toBe('good\n');
  const after = await view();
  expect(after.deployment).toMatchObject({
    phase: 'rolled-back',
    automaticRollback: { taken: { host: expect.any(String) } },
    rollback: { watch: { for: '15m', first: ['healthy'] } },
  });
  // Another deploy is killed in the middle of a step, which does not notice.
  await git('checkout', '-q', 'main');
  writeFileSync(join(folder, 'slow'), '');
  const killed = start('deploy', 'production', '--yes');
  await expect.poll(() => lock()?.step?.title).toBe('./deploy.sh');
  const step = lock()?.step?.pid ?? 0;
  killed.kill('SIGKILL');
  await once(killed, 'close');
  const refused = await daywatch('deploy', 'production', '--yes');
  expect(refused.code).toBe(1);
  expect(refused.output).toContain(`A step of an earlier runner still runs here: ./deploy.sh (process ${step}`);
  process.kill(-step, 'SIGKILL');
  daemon.kill('SIGTERM');
  await once(daemon, 'close');
});

function lock(): { readonly step?: { readonly pid: number; readonly title: string } } | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, '.git/daywatch/runner.json'), 'utf8'));
  } catch {
    return undefined;
  }
}
