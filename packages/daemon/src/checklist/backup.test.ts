import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hours, instant, millis, minus, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../../test/fakes/fake-clock.ts';
import type { StepResult } from '../ports/step.ts';
import { backup } from './backup.ts';
import { judgeBackup } from './judge-backup.ts';
import { runnerLook } from './runner-look.fixture.ts';

const clock = createFakeClock();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daywatch-[backup]-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(path: string, { age = hours(1), text = 'dump' } = {}): string {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, text);
  touch(whole, age);
  return whole;
}
const touch = (path: string, age: number) => {
  const when = minus(clock.now(), millis(age)) / 1_000;
  utimesSync(path, when, when);
};

function look(written: Record<string, unknown>, command: () => Promise<StepResult & { output: string }> = neverRun) {
  const answerer = backup.answerer(backup.options.parse({ backup: written }));
  if (answerer.by !== 'runner') throw new Error('files and commands are looked at by the runner');
  return answerer.look(runnerLook(folder, { clock, command }));
}
const neverRun = async () => {
  throw new Error('no command is run here');
};

describe('a backup in files', () => {
  it('is the newest file that the glob finds', async () => {
    file('backups/monday.dump', { age: hours(30) });
    file('backups/tuesday.dump', { age: hours(2) });
    file('backups/notes.txt', { age: minutes(5) });
    expect(await look({ files: 'backups/*.dump', within: '6h' })).toEqual({
      state: 'passed',
      because: 'backups/tuesday.dump is of 2026-12-01 20:00 UTC; it may be 6h old',
    });
  });

  it('fails when it is too old', async () => {
    file('backups/monday.dump', { age: hours(7) });
    expect(await look({ files: 'backups/*.dump', within: '6h' })).toEqual({
      state: 'failed',
      because: 'backups/monday.dump is of 2026-12-01 15:00 UTC, older than 6h',
    });
  });

  it.each([
    ['there is none', () => undefined, 'there is no file backups/*.dump'],
    ['it is empty', () => file('backups/a.dump', { text: '' }), 'backups/a.dump is empty'],
    [
      'all are empty',
      () => [file('backups/a.dump', { text: '' }), file('backups/b.dump', { text: '' })],
      'all 2 files backups/*.dump are empty',
    ],
    [
      'it is a folder',
      () => mkdirSync(join(folder, 'backups/x.dump'), { recursive: true }),
      'there is no file backups/*.dump',
    ],
  ])('fails when %s', async (_what, make, because) => {
    make();
    expect(await look({ files: 'backups/*.dump' })).toEqual({ state: 'failed', because });
  });

  it('does not count one that is empty while there is another', async () => {
    file('backups/a.dump', { age: hours(2) });
    file('backups/b.dump', { age: hours(1), text: '' });
    expect(await look({ files: 'backups/*.dump' })).toMatchObject({
      state: 'passed',
      because: expect.stringMatching(/^backups\/a\.dump is of/),
    });
  });

  it('waits for one that still grows, unless an earlier one is good enough', async () => {
    const growing = file('backups/now.dump', { age: seconds(5) });
    const grow = async (within: string) => {
      const looking = look({ files: 'backups/*.dump', within });
      while (clock.waiting() === 0) await new Promise((resolve) => setImmediate(resolve));
      appendFileSync(growing, 'more');
      touch(growing, seconds(4));
      await clock.advance(seconds(1));
      return looking;
    };
    expect(await grow('6h')).toEqual({ state: 'waiting', because: 'backups/now.dump is still being written' });
    file('backups/earlier.dump', { age: hours(3) });
    expect(await grow('6h')).toMatchObject({ state: 'passed', because: expect.stringContaining('earlier.dump') });
    expect(await grow('1h')).toMatchObject({
      state: 'waiting',
      because: expect.stringMatching(
        /^backups\/now\.dump is still being written; backups\/earlier\.dump .* older than 1h$/,
      ),
    });
  });
});

describe('a backup that a command tells of', () => {
  const says = (output: string) => async () => ({
    outcome: 'passed' as const,
    exitCode: 0,
    because: 'exit code 0',
    output,
  });

  it.each([
    ['2026-12-01T20:00:00Z\n', 'passed', 'the newest backup is of 2026-12-01 20:00 UTC; it may be 6h old'],
    [
      'looking …\n2026-12-01 21:00:00+01:00\n',
      'passed',
      'the newest backup is of 2026-12-01 20:00 UTC; it may be 6h old',
    ],
    ['1796155200', 'passed', 'the newest backup is of 2026-12-01 20:00 UTC; it may be 6h old'],
    ['2026-11-30T20:00:00Z', 'failed', 'the newest backup is of 2026-11-30 20:00 UTC, older than 6h'],
    ['', 'failed', 'the command printed nothing, so there is no backup'],
    ['yesterday', 'failed', 'the command printed "yesterday", which is not a time like 2026-12-01T22:05:12Z'],
  ])('%j', async (output, state, because) => {
    expect(await look({ run: './last-backup.sh', within: '6h' }, says(output))).toEqual({ state, because });
  });

  it('fails with the command', async () => {
    const command = async () => ({
      outcome: 'failed' as const,
      exitCode: 2,
      because: 'exit code 2',
      output: '2026-12-01T20:00:00Z',
    });
    expect(await look({ run: './last-backup.sh' }, command)).toEqual({
      state: 'failed',
      because: 'the command did not tell: exit code 2',
    });
  });
});

it('a backup of the future is no backup, but clocks may differ a little', () => {
  const now = instant(Date.parse('2026-12-01T22:00:00Z'));
  const of = (ahead: number) => judgeBackup({ at: instant(now + ahead), what: 'it' }, hours(1), now).state;
  expect([of(minutes(1)), of(minutes(1) + 1)]).toEqual(['passed', 'failed']);
});

it.each([
  [{}, 'needs `files`, `sql` or `run`'],
  [{ files: 'a', run: 'b' }, 'a backup is looked for in one way only'],
  [{ sql: 'select 1' }, 'needs the `source` that is asked'],
  [{ files: 'a', source: 'database' }, 'has no effect without `sql`'],
])('%j is refused: %s', (written, message) => {
  expect(backup.options.safeParse({ backup: written }).error?.issues.map((issue) => issue.message)).toEqual([message]);
});
