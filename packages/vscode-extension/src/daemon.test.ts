import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cleanEnvironment, findLocalDaemon, startLocalDaemon, toolSetOf } from './daemon.ts';

let folder: string;
let plan: string;
let server: Server;
let url: string;
/** What `/healthz` says; the daemon in place is process 42. */
let health: unknown;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'daywatch-extension-'));
  plan = join(folder, 'daywatch.yaml');
  health = { pid: 42 };
  server = createServer((_request, response) => response.end(JSON.stringify(health)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
  rmSync(folder, { recursive: true });
});

function announced(facts: Record<string, unknown> = {}): void {
  const data = join(folder, '.daywatch');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'token'), 'secret\n');
  writeFileSync(join(data, 'daemon.json'), JSON.stringify({ url, pid: 42, tokenFile: join(data, 'token'), ...facts }));
}

describe('findLocalDaemon', () => {
  it('finds the one that has announced itself', async () => {
    announced();
    expect(await findLocalDaemon(plan)).toMatchObject({ url, token: 'secret' });
  });

  it('finds none where none was announced, or the one that was does not answer', async () => {
    expect(await findLocalDaemon(plan)).toBeUndefined();
    announced();
    await new Promise((resolve) => server.close(resolve));
    expect(await findLocalDaemon(plan)).toBeUndefined();
  });

  it('gives no token to another program that has taken the port of a dead daemon', async () => {
    announced();
    health = { pid: 43 };
    expect(await findLocalDaemon(plan)).toBeUndefined();
  });

  it('follows no announcement to another machine', async () => {
    announced({ url: 'http://daywatch.example.com' });
    const asked: unknown[] = [];
    const fetch = async (address: unknown) => {
      asked.push(address);
      return new Response('{"pid":42}');
    };
    expect(await findLocalDaemon(plan, fetch as typeof globalThis.fetch)).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it("sends no other file than the folder's own token", async () => {
    const other = join(folder, 'id_rsa');
    writeFileSync(other, 'private');
    announced({ tokenFile: other });
    expect(await findLocalDaemon(plan)).toMatchObject({ url, token: 'secret' });
    const token = join(folder, '.daywatch', 'token');
    rmSync(token);
    symlinkSync(other, token);
    expect(await findLocalDaemon(plan)).toBeUndefined();
  });
});

it('asks a daemon for the name of its set of tools, and takes none for an answer', async () => {
  expect(await toolSetOf(url)).toBeUndefined();
  health = { pid: 42, toolSet: 'f624478e' };
  expect(await toolSetOf(url)).toBe('f624478e');
  await new Promise((resolve) => server.close(resolve));
  expect(await toolSetOf(url)).toBeUndefined();
});

describe('startLocalDaemon', () => {
  it('says why it did not start, with the last lines of its log', async () => {
    const main = join(folder, 'main.mjs');
    writeFileSync(main, 'console.error("daywatch.yaml:3:1: error: nothing to judge"); process.exit(3);');
    await expect(startLocalDaemon(plan, { node: process.execPath, main })).rejects.toThrow(
      'The daemon did not start: it ended with exit code 3.\ndaywatch.yaml:3:1: error: nothing to judge',
    );
  });

  it.each([
    ['one arena of memory, as it lives for long', undefined, '1'],
    ['as many as the user has asked for', '4', '4'],
  ])('gives it %s', async (_, asked, given) => {
    vi.stubEnv('MALLOC_ARENA_MAX', asked);
    const main = join(folder, 'main.mjs');
    writeFileSync(main, 'console.error(`arenas: ${process.env.MALLOC_ARENA_MAX}`); process.exit(3);');
    await expect(startLocalDaemon(plan, { node: process.execPath, main })).rejects.toThrow(`arenas: ${given}`);
  });
});

it("keeps the editor's own variables from programs that outlive it", () => {
  const variables = { PATH: '/bin', VSCODE_IPC_HOOK: 'x', ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--inspect' };
  expect(cleanEnvironment(variables)).toEqual({ PATH: '/bin' });
});
