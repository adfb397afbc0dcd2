import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundled } from '../../bundle/bundled.fixture.ts';
import { systemClock } from '../clock.ts';

// Each test starts a process of its own; on a busy machine that takes seconds.
vi.setConfig({ testTimeout: 60_000 });

const main = bundled(join(import.meta.dirname, 'main.ts'));
const plan = `
service: shop
sources:
  site: { type: http, url: "http://127.0.0.1:9" }
environments:
  production:
    verify: [ "touch begun; sleep 0.1", { run: "exit \${CODE:-0}", title: the check } ]
    watch:
      criteria:
        healthy: { source: site, check: { path: /, status: 200 } }
`;

let folder: string;
let server: Server | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daywatch-cli-'));
  writeFileSync(join(folder, 'daywatch.yaml'), plan);
});
afterEach(() => {
  server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function daywatch(
  words: readonly string[],
  environment: Record<string, string> = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: folder, ...main.environment(), ...environment };
  const child = spawn(process.execPath, [main.file(), ...words], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
  return { child, ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err }))) };
}

/** Something on a port that answers every request alike. */
async function answering(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe.each([
  ['without a command', [], 64, 'Usage: daywatch'],
  ['with an unknown command', ['deplyo', 'production'], 64, "unknown command 'deplyo'"],
  ['with an unknown option', ['status', '--wacth'], 64, "unknown option '--wacth'"],
  ['without what it needs', ['deploy'], 64, "missing required argument 'environment'"],
  [
    'with a time that is none',
    ['wait', 'production', '--timeout', 'soon', '--daemon', 'http://127.0.0.1:9'],
    64,
    '"soon" is not a time',
  ],
  ['with an environment that is not in the plan', ['verify', 'staging'], 64, 'no environment "staging"'],
  ['without a daemon', ['status'], 3, 'No daemon has announced itself for this folder.'],
  ['with a port that is none', ['serve', '--port', 'abc'], 64, '--port: error: "abc" is not a port'],
  ['without a plan', ['check', '--plan', 'other.yaml'], 1, 'other.yaml: error: there is no such file'],
  ['as a daemon of a plan that is not there', ['serve', '--plan', 'other.yaml'], 1, 'The plan cannot be read: ENOENT'],
])('%s', (_what, words, code, sentence) => {
  it(`exits ${code}, and says why without a stack`, async () => {
    const { code: got, err } = await daywatch(words).ended;
    expect(got).toBe(code);
    expect(err).toContain(sentence);
    expect(err).not.toMatch(/^ {4}at /m);
  });
});

describe('check', () => {
  it('finds the plan good', async () => {
    expect(await daywatch(['check']).ended).toEqual({
      code: 0,
      out: '✓ The plan of shop is good: production with 1 criterion.\n',
      err: '',
    });
  });

  it('names every fault with its place', async () => {
    writeFileSync(join(folder, 'daywatch.yaml'), plan.replace('type: http', 'type: htpp').replace('watch:', 'wacth:'));
    const { code, err } = await daywatch(['check']).ended;
    expect(code).toBe(1);
    expect(err).toMatch(/^daywatch\.yaml:4:\d+: error: .*htpp/m);
    expect(err).toMatch(/^daywatch\.yaml:8:\d+: error: .*wacth/m);
    const json = await daywatch(['check', '--json']).ended;
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out).problems.length).toBeGreaterThanOrEqual(2);
  });
});

describe('verify', () => {
  it('runs the steps and exits 0', async () => {
    const { code, out } = await daywatch(['verify', 'production']).ended;
    expect(code).toBe(0);
    expect(out).toContain('✓ the check');
    expect(out).not.toContain('\x1b');
  });

  it('exits 1 when one fails, and tells it as JSON when asked', async () => {
    const { code, out } = await daywatch(['verify', 'production', '--json'], { CODE: '4' }).ended;
    expect(code).toBe(1);
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ type }) => type)).toContain('step-finished');
    expect(events.at(-1)).toMatchObject({
      type: 'ended',
      ending: 'failed',
      exitCode: 1,
      because: 'the check: exit code 4',
    });
  });

  it('ends with its step at Ctrl-C, and exits 130', async () => {
    writeFileSync(join(folder, 'daywatch.yaml'), plan.replace('sleep 0.1', 'sleep 60 & echo $! > child; wait'));
    const { child, ended } = daywatch(['verify', 'production']);
    await expect.poll(() => existsSync(join(folder, 'child'))).toBe(true);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, err: expect.stringContaining('stopped (SIGINT)') });
  });

  it('exits at once at the second Ctrl-C', async () => {
    const stubborn = "trap 'touch asked' TERM; touch begun; while :; do sleep 1; done";
    writeFileSync(join(folder, 'daywatch.yaml'), plan.replace('touch begun; sleep 0.1', stubborn));
    const { child, ended } = daywatch(['verify', 'production']);
    await expect.poll(() => existsSync(join(folder, 'begun'))).toBe(true);
    child.kill('SIGINT');
    await expect.poll(() => existsSync(join(folder, 'asked'))).toBe(true);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, err: expect.not.stringContaining('stopped (SIGINT)') });
  });
});

describe('wait', () => {
  const wait = (url: string, ...more: readonly string[]) =>
    daywatch(['wait', 'production', '--daemon', url, '--timeout', '1s', ...more]).ended;
  const document = (verdict: string, validUntil = '2999-01-01T00:00:00Z') =>
    JSON.stringify({
      service: 'shop',
      environment: 'production',
      verdict,
      final: false,
      certified: false,
      recommendation: 'hold',
      rule: 'a rule',
      because: ['a reason'],
      asOf: '2026-12-01T00:00:00Z',
      validUntil,
      criteria: [],
      silences: [],
      links: { dashboard: '/', dashboards: [] },
    });

  it.each([
    ['go', 0],
    ['no-go', 1],
    ['undecided', 2],
  ])('answered %s exits %i', async (verdict, code) => {
    const url = await answering((_request, response) => response.end(document(verdict)));
    const ended = await wait(url);
    expect(ended.code).toBe(code);
    expect(ended.out).toContain('A reason.'.toLowerCase());
  });

  it('says no more often than there is news, whatever the counts are', async () => {
    let asked = 0;
    const url = await answering((_request, response) => {
      asked += 1;
      response.end(document('undecided').replace('a reason', `${asked} looks`));
    });
    const { err } = await daywatch(['wait', 'production', '--daemon', url, '--timeout', '3s']).ended;
    expect(asked).toBeGreaterThan(1);
    expect(err.match(/UNDECIDED/g)).toHaveLength(1);
  });

  it('says NO-GO by its exit code even when nobody reads on', async () => {
    const url = await answering((_request, response) => response.end(document('no-go')));
    const { child, ended } = daywatch(['wait', 'production', '--daemon', url, '--timeout', '1s']);
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect((await ended).code).toBe(1);
  });

  it('gives a daemon that hangs no longer than it was given', async () => {
    const url = await answering(() => undefined);
    const began = systemClock.elapsed();
    expect((await wait(url)).code).toBe(3);
    server?.closeAllConnections();
    expect(systemClock.elapsed() - began).toBeLessThan(15_000);
  });

  it('does not take a stale GO for a GO', async () => {
    const url = await answering((_request, response) => response.end(document('go', '2020-01-01T00:00:00Z')));
    expect((await wait(url)).code).toBe(3);
  });

  it('never exits 0 on errors, however often they come', async () => {
    const url = await answering((_request, response) => response.writeHead(502).end('Bad Gateway'));
    expect((await wait(url)).code).toBe(3);
  });

  it('exits 3 when nobody is there', async () => {
    expect(await wait('http://127.0.0.1:9')).toMatchObject({ code: 3, out: expect.stringContaining('UNKNOWN') });
  });
});

describe('check --online', () => {
  it('takes one reading of every criterion, and fails when there is none to take', async () => {
    const url = await answering((_, answer) => answer.writeHead(200).end());
    writeFileSync(join(folder, 'daywatch.yaml'), plan.replace('http://127.0.0.1:9', url));
    const good = await daywatch(['check', '--online']).ended;
    expect(good).toMatchObject({ code: 0, out: expect.stringContaining('✓ healthy  holds') });

    writeFileSync(join(folder, 'daywatch.yaml'), plan.replace('"http://127.0.0.1:9"', '$' + '{SHOP_URL}'));
    const blind = await daywatch(['check', '--online']).ended;
    expect(blind).toMatchObject({ code: 1, out: expect.stringContaining('needs SHOP_URL') });

    writeFileSync(join(folder, '.env'), `SHOP_URL=${url}\n`);
    expect((await daywatch(['check', '--online']).ended).code).toBe(0);
  });
});

describe('demo --project', () => {
  it('writes into no folder that holds anything, and says what to do', async () => {
    const full = await daywatch(['demo', '--project', '.']).ended;
    expect(full).toMatchObject({
      code: 64,
      err: expect.stringContaining('is not empty, so nothing was written into it'),
    });
    expect(full.err).toContain('Name a folder that is empty or new.');
  });

  it('ends nothing but a sample', async () => {
    const other = await daywatch(['demo', '--project', '.', '--end']).ended;
    expect(other).toMatchObject({ code: 64, err: expect.stringContaining('is not the sample of the demo') });
    const which = await daywatch(['demo', '--end']).ended;
    expect(which).toMatchObject({ code: 64, err: expect.stringContaining('Which sample is to end?') });
  });

  it('is told apart from the story', async () => {
    const both = await daywatch(['demo', '--project', 'tea', '--all']).ended;
    expect(both).toMatchObject({ code: 64, err: expect.stringContaining('cannot be used with') });
    expect(existsSync(join(folder, 'tea'))).toBe(false);
  });
});
