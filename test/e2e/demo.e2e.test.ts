import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdLeash, type Leash } from '../support/leash.ts';

const program = join(import.meta.dirname, '../../packages/daemon/bin/daywatch.cjs');

let leash: Leash;
let folder: string;
beforeEach(() => {
  leash = holdLeash();
  folder = mkdtempSync(join(tmpdir(), 'demo-test-'));
});
afterEach(async () => {
  await leash.release();
  rmSync(folder, { recursive: true });
});

/** The demo as somebody without a terminal runs it, with a database of their own that is none of its business. */
function startDemo(...args: string[]) {
  const demo = spawn(process.execPath, [program, 'demo', ...args], {
    cwd: folder,
    env: { ...process.env, ...leash.env, NO_COLOR: '1', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [demo.stdout, demo.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return { demo, ended: once(demo, 'close'), output: () => output };
}

/** Processes that the demo has started, however far down, and that still run. */
function leftRunning(): string[] {
  const mark = `DAYWATCH_TEST_LEASH=${leash.env.DAYWATCH_TEST_LEASH}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const marked = readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark);
        return marked ? [readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')] : [];
      } catch {
        return []; // Ended meanwhile.
      }
    });
}

const leftBehind = (pid: number | undefined) =>
  readdirSync(tmpdir()).filter((name) => name.includes(`daywatch-demo-${pid}-`));

describe('daywatch demo', () => {
  it('tells of a good release and a bad one, and leaves nothing running', { timeout: 300_000 }, async () => {
    const { demo, ended, output } = startDemo('--watch', '40s');
    await expect.poll(output, { timeout: 120_000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+\/#token=\S+/);
    const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(output()) ?? [];
    expect(await (await fetch(address)).text()).toContain('<title>Daywatch</title>');

    const [code] = await ended;
    expect(output()).toMatch(/ GO {2}1\.1\.0 was seen in good health/);
    expect(output()).toMatch(
      / NO-GO {2}\d+\.\d s after the deploy\.\n +(API error rate|Errors when an order is opened): /,
    );
    expect(output()).toMatch(
      / BACK {2}1\.1\.0 serves again\.\n +(API error rate|Errors when an order is opened): 0 % before,/,
    );
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'daywatch-demo-server-errors.html'), 'utf8')).toContain('NO-GO');
    expect(leftRunning()).toEqual([]);
    expect(leftBehind(demo.pid)).toEqual([]);
  });

  it('stops everything at Ctrl-C', { timeout: 120_000 }, async () => {
    const { demo, ended, output } = startDemo();
    await expect.poll(output, { timeout: 100_000 }).toContain('requests a second');
    demo.kill('SIGINT');
    const [code] = await ended;
    expect(code).toBe(130);
    expect(output()).toContain('Nothing of the demo runs on.');
    expect(leftRunning()).toEqual([]);
    expect(leftBehind(demo.pid)).toEqual([]);
    expect(existsSync(join(folder, 'daywatch-demo-server-errors.html'))).toBe(false);
  });
});
