import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../clock.ts';
import { run } from './run.ts';
import { stepRun } from './step-run.fixture.ts';

// Real processes: on a busy machine they take seconds.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'daywatch-run-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a command', () => {
  it.each([
    ['true', { outcome: 'passed', exitCode: 0, because: 'exit code 0' }],
    ['exit 3', { outcome: 'failed', exitCode: 3, because: 'exit code 3' }],
    ['no-such-command', { outcome: 'failed', exitCode: 127, because: 'exit code 127: command not found' }],
    ['kill -SEGV $$', { outcome: 'failed', exitCode: null, because: 'ended by SIGSEGV' }],
    [
      'sh -c "kill -TERM \\$\\$"; exit $?',
      { outcome: 'failed', exitCode: 143, because: 'exit code 143: ended by SIGTERM' },
    ],
  ])('%s', async (line, result) => {
    expect(await run.execute({ run: line }, stepRun({ folder }))).toEqual(result);
  });

  it('hands on what it prints, in the order in which it was printed', async () => {
    const step = stepRun({ folder });
    await run.execute({ run: 'echo one; echo two >&2; printf "drei – ünf"; nonsense' }, step);
    expect(step.text()).toMatch(/^one\ntwo\ndrei – ünf.*nonsense.*not found\n$/);
  });

  it('runs in the checkout, and says so when that is gone', async () => {
    writeFileSync(join(folder, 'here'), '');
    expect(await run.execute({ run: 'test -f here' }, stepRun({ folder }))).toMatchObject({ outcome: 'passed' });
    const gone = join(folder, 'gone');
    expect(await run.execute({ run: 'true' }, stepRun({ folder: gone }))).toEqual({
      outcome: 'failed',
      exitCode: null,
      because: `the folder ${gone} does not exist`,
    });
  });

  it('has nobody to ask: its input is empty', async () => {
    expect(await run.execute({ run: 'read answer' }, stepRun({ folder }))).toMatchObject({ outcome: 'failed' });
  });
});

describe('variables', () => {
  it.each([
    ['bare', `printf %s \${ref}`, 'v1.0;touch_pwned', 'v1.0;touch_pwned'],
    ['in double quotes', `printf %s "at \${ref}"`, '$(touch pwned)', 'at $(touch pwned)'],
    ['in a substitution', `printf %s "$(printf %s "\${ref}")"`, '`touch pwned`', '`touch pwned`'],
    ['in an inner shell', `sh -c 'printf %s "\${ref}"'`, "it's", "it's"],
    ['of the shell itself', `x=1; printf %s "\${x}\${ref:+yes}"`, 'v1', '1yes'],
  ])('are values, never code: %s', async (_where, line, ref, printed) => {
    const step = stepRun({ folder, variables: { ref } });
    expect(await run.execute({ run: line }, step)).toMatchObject({ outcome: 'passed' });
    expect(step.text()).toBe(printed);
    expect(await run.execute({ run: 'test ! -e pwned' }, stepRun({ folder }))).toMatchObject({ outcome: 'passed' });
  });
});

describe('the end of the time', () => {
  it('ends the command and everything it started', async () => {
    const step = stepRun({ folder, timeout: seconds(2) });
    const result = await run.execute({ run: 'sleep 60 & echo $!; wait' }, step);
    expect(result).toEqual({ outcome: 'timed-out', exitCode: null, because: 'not finished after 2s' });
    const child = Number(step.text());
    expect(child).toBeGreaterThan(1);
    await expect.poll(() => !alive(child)).toBe(true);
  });

  it('kills after five seconds what does not listen', async () => {
    const step = stepRun({ folder, timeout: seconds(2) });
    const began = systemClock.elapsed();
    const result = await run.execute(
      { run: 'trap "" TERM; (trap "" TERM; echo begun; while :; do sleep 1; done)' },
      step,
    );
    expect(result.outcome).toBe('timed-out');
    expect(systemClock.elapsed() - began).toBeGreaterThan(seconds(6));
    expect(step.text()).toBe('begun\n');
  });
});

describe('an interruption', () => {
  it('ends the whole group', async () => {
    const interruption = new AbortController();
    const step = stepRun({ folder, signal: interruption.signal });
    const result = run.execute({ run: 'sleep 60 & echo $!; wait' }, step);
    await expect.poll(() => step.text().endsWith('\n')).toBe(true);
    interruption.abort();
    expect(await result).toEqual({ outcome: 'interrupted', exitCode: null, because: 'interrupted' });
    await expect.poll(() => !alive(Number(step.text()))).toBe(true);
  });

  it('before the beginning starts nothing', async () => {
    const step = stepRun({ folder, signal: AbortSignal.abort() });
    expect(await run.execute({ run: 'touch started' }, step)).toMatchObject({ outcome: 'interrupted' });
    expect(await run.execute({ run: 'test ! -e started' }, stepRun({ folder }))).toMatchObject({ outcome: 'passed' });
  });
});

it('does not wait for, and does not end, what a passed command left running', async () => {
  const step = stepRun({ folder });
  const began = systemClock.elapsed();
  expect(await run.execute({ run: 'sleep 60 & echo $!' }, step)).toMatchObject({ outcome: 'passed' });
  expect(systemClock.elapsed() - began).toBeLessThan(seconds(20));
  const left = Number(step.text());
  expect(alive(left)).toBe(true);
  process.kill(left);
});
