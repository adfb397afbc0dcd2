import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import type { Memory } from '@daywatch/daemon/src/ports/memory.ts';
import type { Probe, Source } from '@daywatch/daemon/src/ports/source.ts';
import { log } from '@daywatch/daemon/src/sources/log.ts';
import { shortMemory } from '@daywatch/daemon/src/sources/short-memory.ts';
import { sourceTools } from '@daywatch/daemon/src/sources/source-tools.fixture.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';

const lines = 4_000;
let folder: string;
let file: string;
let writers: ChildProcess[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daywatch-rotation-'));
  file = join(folder, 'shop.log');
  await writeFile(file, '{"level":30,"msg":"before"}\n');
  writers = [];
});
afterEach(async () => {
  for (const writer of writers) writer.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

/** Follows the log while `step` happens again and again, with the daemon restarted in between; what it counted in all. */
async function followed(name: string, step: (round: number) => Promise<void>): Promise<{ bad: number; total: number }> {
  const memory = shortMemory();
  const sum = { bad: 0, total: 0 };
  let opened = openLog(name, memory);
  const look = async (): Promise<number> => {
    const reading = await opened.probe.observe(systemClock.timeout(seconds(10)));
    if (reading.type !== 'rate') return 0;
    expect(reading.because ?? '').not.toContain('is gone');
    sum.bad += reading.bad;
    sum.total += reading.total;
    return reading.total;
  };
  await look();
  const writer = fork(join(import.meta.dirname, '../support/pino-writer.ts'), [file, String(lines)]);
  writers.push(writer);
  let isOver = false;
  const over = once(writer, 'exit').then(() => {
    isOver = true;
  });
  await expect.poll(look).toBeGreaterThan(0);
  for (let round = 0; !isOver && round < 12; round += 1) {
    await step(round);
    if (round % 3 === 2) {
      await opened.source.close();
      opened = openLog(name, memory);
    }
    await look();
  }
  await over;
  while ((await look()) > 0);
  await opened.source.close();
  return sum;
}

function openLog(name: string, memory: Memory): { source: Source; probe: Probe } {
  const source = log.open(
    log.options.parse({ file: join(folder, name), format: 'pino' }),
    sourceTools({ name: 'logs', clock: systemClock, memory }),
  );
  return { source, probe: source.probe({ name: 'it', measure: 'rate', query: { bad: 'error' } }) };
}

/** A signal is delivered when the process is next interrupted: until then it goes on writing, into a file that is copied. */
async function holdStill(writer: ChildProcess): Promise<void> {
  writer.kill('SIGSTOP');
  if (writer.exitCode !== null) return;
  const state = async (): Promise<string> => readFile(`/proc/${writer.pid}/status`, 'utf8').catch(() => 'State:\tgone');
  await expect.poll(state, { interval: 1 }).toMatch(/^State:\s*(?:T|Z|X|gone)/m);
}

it.each(['shop.log', 'shop.log*'])(
  'a service that rotates by rename and SIGHUP: %s tells each line once',
  async (name) => {
    const sum = await followed(name, async (round) => {
      await rename(file, `${file}.${round}`);
      // Made by logrotate; the service opens it when it hears of it.
      await writeFile(file, '', { flag: 'a' });
      for (const writer of writers) writer.kill('SIGHUP');
    });
    expect(sum).toEqual({ bad: lines / 10, total: lines });
  },
);

it('logrotate by copytruncate, with the writer held still: each line once', async () => {
  const sum = await followed('shop.log', async (round) => {
    for (const writer of writers) await holdStill(writer);
    await copyFile(file, `${file}.${round}`);
    await truncate(file, 0);
    for (const writer of writers) writer.kill('SIGCONT');
  });
  expect(sum).toEqual({ bad: lines / 10, total: lines });
});
