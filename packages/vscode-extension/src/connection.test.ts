import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ConnectionParts, connect } from './connection.ts';
import { aView } from './model.fixture.ts';
import type { Happened } from './model.ts';

let folder: string;
let server: Server;
let url: string;
let told: Happened[];
let leaving: AbortController;
/** What the daemon answers to the stream; the token it takes is "secret". */
const view = aView(instant(1_764_626_400_000));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'daywatch-extension-'));
  told = [];
  leaving = new AbortController();
  server = createServer((request, response) => {
    if (request.url === '/healthz') return response.end(JSON.stringify({ pid: process.pid }));
    if (request.headers.authorization !== 'Bearer secret') {
      const problem = {
        type: 'about:blank',
        title: 'No',
        status: 401,
        code: 'token-unknown',
        detail: 'Not this token.',
      };
      return response.writeHead(401, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    return response.write(`data: ${JSON.stringify({ type: 'environment', environment: view })}\n\n:\n\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  leaving.abort();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const plan = () => join(folder, 'daywatch.yaml');
const states = () => told.map((one) => (one.type === 'connection' ? one.connection.state : one.type));

function open(parts: Partial<ConnectionParts> = {}) {
  return connect({
    configured: undefined,
    plan: plan(),
    program: { node: process.execPath, main: join(folder, 'main.mjs') },
    version: '0.2.0',
    mayStart: false,
    signal: leaving.signal,
    // As in the editor, but for an hour: only being woken ends it.
    wait: (_, signal) => wait(3_600_000, undefined, { signal }).catch(() => undefined),
    tell: (happened) => told.push(happened),
    log: () => {},
    ...parts,
  });
}

function announced(): void {
  mkdirSync(join(folder, '.daywatch'), { recursive: true });
  writeFileSync(join(folder, '.daywatch', 'token'), 'secret');
  writeFileSync(join(folder, '.daywatch', 'daemon.json'), JSON.stringify({ url, pid: process.pid }));
}

it('asks nobody in a folder without a plan', async () => {
  open({ plan: undefined });
  await expect.poll(states).toEqual(['no-plan']);
});

it('shows what the daemon of the folder says', async () => {
  announced();
  const connection = open();
  await expect.poll(states).toEqual(['connecting', 'environment', 'online']);
  expect(connection.current()).toMatchObject({ url, token: 'secret' });
});

it('says that no daemon runs, and is there at once when one was started', async () => {
  const connection = open();
  await expect.poll(states).toEqual(['connecting', 'offline']);
  announced();
  await connection.start();
  await expect.poll(states).toEqual(['connecting', 'offline', 'environment', 'online']);
});

it('tells a token that is not taken from a daemon that is not there', async () => {
  open({ configured: async () => ({ url, token: 'another' }) });
  await expect
    .poll(() => told[1])
    .toEqual({
      type: 'connection',
      connection: { state: 'refused', because: 'Not this token.' },
    });
});

it('says why a daemon could not be started', async () => {
  writeFileSync(join(folder, 'main.mjs'), 'console.error("no criteria"); process.exit(2);');
  open({ mayStart: true });
  await expect.poll(() => JSON.stringify(told), { timeout: 10_000 }).toContain('no criteria');
  expect(states()).toEqual(['connecting', 'offline']);
});

it('has nothing more to tell once it is over, whatever was still under way', async () => {
  let fail: (cause: Error) => void = () => undefined;
  const asked = new Promise<never>((_, reject) => {
    fail = reject;
  });
  open({ configured: () => asked });
  leaving.abort();
  fail(new Error('too late'));
  await expect(asked).rejects.toThrow('too late');
  await new Promise(setImmediate);
  expect(states()).toEqual(['connecting']);
});
