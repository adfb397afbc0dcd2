import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundled } from '@daywatch/daemon/bundle/bundled.fixture.ts';
import { expect, it } from 'vitest';

const program = bundled(join(import.meta.dirname, '../../packages/daemon/src/cli/main.ts'));

/** Runs `daywatch wait` against a daemon that answers so; the exit code. */
async function wait(answer: RequestListener, ...more: string[]): Promise<number> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { PATH = '', HOME = '' } = process.env;
  const environment = { PATH, HOME, NO_COLOR: '1', ...program.environment(), DAYWATCH_TOKEN: 'a-token-0123456789' };
  const code = await new Promise<number>((resolve) => {
    const given = [program.file(), 'wait', 'production', '--daemon', url, '--timeout', '1s', ...more];
    execFile(process.execPath, given, { cwd: tmpdir(), env: environment }, (failure) =>
      resolve(failure === null ? 0 : Number(failure.code)),
    );
  });
  server.closeAllConnections();
  server.close();
  return code;
}

const json = { 'content-type': 'application/json' };
const problem = { 'content-type': 'application/problem+json' };

it.each<[string, RequestListener]>([
  ['500 again and again', (_, to) => to.writeHead(500, json).end('{"verdict":"go"}')],
  [
    'faults as problem documents',
    (_, to) => {
      const fault = { type: 'x', title: 'x', status: 503, code: 'internal-error', detail: 'x' };
      to.writeHead(503, problem).end(JSON.stringify(fault));
    },
  ],
  ["a proxy's page", (_, to) => to.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')],
  ['200 with nothing in it', (_, to) => to.writeHead(200).end()],
  ['a GO that lacks all else', (_, to) => to.writeHead(200, json).end('{"verdict":"go","final":true}')],
  ['cut connections', (_, to) => to.destroy()],
])('who waits and hears nothing but %s does not exit with 0', { timeout: 30_000 }, async (_, answer) => {
  expect(await Promise.all([wait(answer), wait(answer, '--for', 'final')])).toEqual([3, 3]);
});
