import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../clock.ts';
import { inCheckout, lockCheckout } from './checkout-lock.ts';
import { groupLives, startOf } from './process-start.ts';

vi.setConfig({ testTimeout: 30_000 });

let own: string;
beforeEach(() => {
  own = mkdtempSync(join(tmpdir(), 'daywatch-lock-'));
});
afterEach(() => rmSync(own, { recursive: true, force: true }));

const file = () => join(own, 'daywatch/runner.json');
const take = (what = 'daywatch deploy production') => lockCheckout(what, own, systemClock);
const leftBehind = (content: object) => {
  mkdirSync(join(own, 'daywatch'), { recursive: true });
  writeFileSync(
    file(),
    JSON.stringify({ what: 'daywatch deploy production', since: '2026-12-01T22:00:00.000Z', ...content }),
  );
};
/** A process with a group of its own that says when it runs. */
async function started(line: string) {
  const child = spawn('sh', ['-c', `echo up; ${line}`], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  return { pid, startedAt: startOf(pid) ?? '', kill: () => process.kill(-pid, 'SIGKILL'), gone: once(child, 'exit') };
}
const dead = { pid: 999_999_999, startedAt: 'long ago' };

it('one runner at a time works in a checkout, and leaves nothing behind', () => {
  const lock = take();
  expect(take('daywatch rollback production')).toEqual({
    type: 'failed',
    because: expect.stringMatching(
      /^Another runner is at work in this checkout: daywatch deploy production \(process \d+, since /,
    ),
    hint: 'Wait for it, or end it with Ctrl-C.',
  });
  if ('type' in lock) throw new Error('not taken');
  lock.release();
  expect(existsSync(file())).toBe(false);
  expect(take()).not.toHaveProperty('type');
});

it('keeps in mind which process a step has started, for as long as it runs', () => {
  const lock = take();
  if ('type' in lock) throw new Error('not taken');
  const over = lock.onProcess('./deploy.sh')(process.pid);
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ step: { pid: process.pid, title: './deploy.sh' } });
  over();
  expect(JSON.parse(readFileSync(file(), 'utf8'))).not.toHaveProperty('step');
});

it('a step that outlived its killed runner holds the next one up, with what to do', async () => {
  // One process alone: of a group that is killed, the leader may be gone before the others.
  const step = await started('exec sleep 60');
  leftBehind({ runner: dead, step: { pid: step.pid, startedAt: step.startedAt, title: './deploy.sh' } });
  expect(take()).toEqual({
    type: 'failed',
    because: `A step of an earlier runner still runs here: ./deploy.sh (process ${step.pid}, of daywatch deploy production).`,
    hint: `Wait until it has ended, or end it with all that it started (kill -- -${step.pid}), and try again.`,
  });
  step.kill();
  await step.gone;
  expect(take()).not.toHaveProperty('type');
});

it('also when its shell has ended and only what it started goes on', async () => {
  const step = await started('sleep 60 & exit 0');
  await step.gone;
  leftBehind({ runner: dead, step: { pid: step.pid, startedAt: step.startedAt, title: './deploy.sh' } });
  expect(take()).toMatchObject({ because: expect.stringContaining('still runs here: ./deploy.sh') });
  step.kill();
});

it('a process that only has got the same number is not the one that was meant', () => {
  leftBehind({
    runner: { pid: process.pid, startedAt: 'another time' },
    step: { pid: process.pid, startedAt: 'another time', title: './deploy.sh' },
  });
  expect(take()).not.toHaveProperty('type');
});

it.each(['', '{"runner":', '{}', '[]'])('a file that was cut off (%j) tells of nobody', (text) => {
  leftBehind({});
  writeFileSync(file(), text);
  expect(take()).not.toHaveProperty('type');
});

it('is given back when the work fails with a fault', async () => {
  const tools = { clock: systemClock, git: { ownFolder: async () => own } };
  await expect(
    inCheckout('daywatch deploy production', tools, async () => {
      throw new Error('a bug');
    }),
  ).rejects.toThrow('a bug');
  expect(existsSync(file())).toBe(false);
});

it('a process that has ended lives no more, whoever has not asked how', () => {
  expect(groupLives({ pid: process.pid, startedAt: startOf(process.pid) ?? '' }, 'process')).toBe(true);
  expect(groupLives(dead, 'group')).toBe(false);
  expect(startOf(dead.pid)).toBeUndefined();
});
