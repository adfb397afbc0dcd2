import { execFile, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { bundled } from '@daywatch/daemon/bundle/bundled.fixture.ts';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase, type Database } from '../support/create-database.ts';
import { isLong } from '../support/is-long.ts';
import { readingsPerBatch } from './store-crash-place.ts';

const rounds = isLong ? 40 : 6;
const writer = bundled(join(import.meta.dirname, 'store-crash-writer.ts'));
const reader = bundled(join(import.meta.dirname, 'store-crash-reader.ts'));

type Counts = readonly [events: number, readings: number];
const counts = (line: string): Counts => {
  const [events, readings] = line.split(' ').map(Number);
  return [events ?? Number.NaN, readings ?? Number.NaN];
};

/** A process that writes until it is killed, from where the store stands. */
function startWriter(place: string, from: Counts) {
  const child = spawn(process.execPath, [writer.file(), place, ...from.map(String)], {
    env: { ...process.env, ...writer.environment() },
  });
  const { promise: opened, resolve: hasOpened } = Promise.withResolvers<void>();
  let printed = '';
  let complaint = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    hasOpened();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const ended = new Promise<{ acknowledged: Counts; complaint: string; signal: string | null }>((resolve) =>
    child.once('close', (_, signal) => {
      const [, ...lines] = printed.split('\n').slice(0, -1);
      const last = lines.at(-1);
      resolve({ acknowledged: last === undefined ? from : counts(last), complaint, signal });
    }),
  );
  return { opened, ended, kill: () => child.kill('SIGKILL') };
}

async function readAll(place: string, leave: 'close' | 'exit'): Promise<Counts> {
  const { stdout } = await promisify(execFile)(process.execPath, [reader.file(), place, leave], {
    env: { ...process.env, ...reader.environment() },
  });
  return counts(stdout);
}

async function killAgainAndAgain(place: string): Promise<void> {
  let there: Counts = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const writer = startWriter(place, there);
    // One round in five, the first among them, ends while the store is being opened.
    if (round % 5 === 0) await sleep(Math.random() * 400);
    else await Promise.race([writer.opened.then(() => sleep(20 + Math.random() * 900)), writer.ended]);
    writer.kill();
    const { acknowledged, complaint, signal } = await writer.ended;
    expect(signal, complaint).toBe('SIGKILL');

    const [events, readings] = await readAll(place, round % 2 === 0 ? 'close' : 'exit');
    const context = `round ${round}: ${acknowledged} acknowledged, ${[events, readings]} found`;
    const appends = (events - acknowledged[0]) / 2;
    const batches = (readings - acknowledged[1]) / readingsPerBatch;
    // At most the one write is there that was under way.
    expect([appends, batches], context).toBeOneOf([
      [0, 0],
      [1, 0],
      [0, 1],
    ]);
    there = [events, readings];
  }
  expect(there[0]).toBeGreaterThan(0);
}

describe('a writer killed at any moment loses nothing that was acknowledged', { timeout: rounds * 20_000 }, () => {
  const folder = temporaryFolder('crash');
  let database: Database;
  beforeAll(async () => {
    database = await createDatabase(inject('postgresUrl'), 'crash');
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
  });

  it('in node:sqlite', () => killAgainAndAgain(folder));
  it('in Postgres', () => killAgainAndAgain(database.url));
});

it('lets one writer have a folder, and the next one as soon as that one is dead', async () => {
  const folder = temporaryFolder('crash');
  const first = startWriter(folder, [0, 0]);
  await first.opened;
  const second = await startWriter(folder, [0, 0]).ended;
  expect(second.complaint).toMatch(/Another daemon \(process \d+\) uses the data folder/);
  first.kill();
  const { acknowledged } = await first.ended;
  const [events] = await readAll(folder, 'close');
  expect(events).toBeGreaterThanOrEqual(acknowledged[0]);
  rmSync(folder, { recursive: true });
});
