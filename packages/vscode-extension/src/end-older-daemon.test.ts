import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ConnectionParts, connect } from './connection.ts';
import { isAlive } from './is-alive.ts';
import type { Happened } from './model.ts';

let folder: string;
let daemon: ChildProcess;
let told: Happened[];
let leaving: AbortController;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daywatch-extension-'));
  told = [];
  leaving = new AbortController();
});
afterEach(() => {
  leaving.abort();
  daemon.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** A daemon whose messages nobody here knows. */
const another = (version: string) => `
  import { createServer } from 'node:http';
  import { writeFileSync } from 'node:fs';
  const server = createServer((request, response) => {
    if (request.url === '/healthz') return response.end(JSON.stringify({ pid: process.pid, version: '${version}' }));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"type":"of another time"}\\n\\n');
  });
  server.listen(0, '127.0.0.1', () => {
    const url = 'http://127.0.0.1:' + server.address().port;
    writeFileSync('.daywatch/daemon.json', JSON.stringify({ url, pid: process.pid }));
  });`;

/** Connected with a daemon of that version; ours would be 0.2.0. */
async function besides(version: string) {
  mkdirSync(join(folder, '.daywatch'));
  writeFileSync(join(folder, '.daywatch', 'token'), 'secret');
  daemon = spawn(process.execPath, ['--input-type=module', '-e', another(version)], { cwd: folder });
  await expect.poll(() => existsSync(join(folder, '.daywatch', 'daemon.json'))).toBe(true);
  writeFileSync(join(folder, 'main.mjs'), 'console.error("ours has begun"); process.exit(1);');
  const connection = connect({
    configured: undefined,
    plan: join(folder, 'daywatch.yaml'),
    program: { node: process.execPath, main: join(folder, 'main.mjs') },
    version: '0.2.0',
    mayStart: false,
    signal: leaving.signal,
    wait: async () => undefined,
    tell: (happened) => told.push(happened),
    log: () => undefined,
  } satisfies ConnectionParts);
  await expect.poll(() => JSON.stringify(told)).toContain('one of the two is older');
  return connection;
}

it('says what to press, and then takes the place of an older one', async () => {
  const connection = await besides('0.1.9');
  expect(JSON.stringify(told)).toContain('Start Local Daemon');
  await expect(connection.start()).rejects.toThrow('ours has begun');
  expect([daemon.exitCode, daemon.signalCode]).toEqual([null, 'SIGTERM']);
});

it('leaves a newer one alone', async () => {
  const connection = await besides('0.10.0');
  await expect(connection.start()).rejects.toThrow('version 0.10.0, newer than this extension (0.2.0)');
  expect(isAlive(daemon.pid ?? 0)).toBe(true);
});
