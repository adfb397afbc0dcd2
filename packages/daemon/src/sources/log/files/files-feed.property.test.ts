import { appendFile, copyFile, mkdtemp, readdir, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Instant, instant, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { sourceTools } from '../../source-tools.fixture.ts';
import { FilesFeed } from './files-feed.ts';

vi.setConfig({ testTimeout: 60_000 });

/** A log in a folder of its own, and whoever follows it by `name`. */
class World {
  readonly told: string[] = [];
  readonly notes: string[] = [];
  readonly written: string[] = [];
  private readonly file: string;
  private readonly folder: string;
  private readonly name: string;
  private now: Instant = instant(Date.parse('2026-12-01T22:00:00Z'));
  private feed: FilesFeed;

  constructor(folder: string, name: string) {
    this.folder = folder;
    this.file = join(folder, 'shop.log');
    this.name = name;
    this.feed = this.open(undefined);
  }

  async write(length: number): Promise<void> {
    const line = `line ${this.written.length}${' and on'.repeat(length)}`;
    this.written.push(line);
    await appendFile(this.file, `${line}\n`);
    await this.age(this.file);
  }

  async rename(): Promise<void> {
    await this.shift();
    await rename(this.file, `${this.file}.1`);
    await this.begin('');
  }

  async copyAndEmpty(): Promise<void> {
    await this.shift();
    await copyFile(this.file, `${this.file}.1`);
    await this.age(`${this.file}.1`);
    await truncate(this.file, 0);
    await this.age(this.file);
  }

  async begin(text: string): Promise<void> {
    await writeFile(this.file, text);
    await this.age(this.file);
  }

  async look(): Promise<void> {
    const state = await this.feed.read({
      line: ({ text, facts }) => {
        if (!facts.isHistory) this.told.push(text);
      },
      end: () => undefined,
    });
    if (state.type !== 'read') throw new Error(state.because);
    this.notes.push(...state.notes);
  }

  async restart(): Promise<void> {
    const earlier: unknown = JSON.parse(JSON.stringify(this.feed.position()));
    await this.feed.close();
    this.feed = this.open(earlier);
  }

  async wait(): Promise<void> {
    this.now = plus(this.now, minutes(3));
  }

  close(): Promise<void> {
    return this.feed.close();
  }

  private open(earlier: unknown): FilesFeed {
    const clock = { ...sourceTools().clock, now: () => this.now };
    const size = 1_000_000;
    return new FilesFeed({ globs: [join(this.folder, this.name)], atMost: size, learn: size, clock, earlier });
  }

  private async age(path: string): Promise<void> {
    this.now = plus(this.now, seconds(1));
    await utimes(path, this.now / 1_000, this.now / 1_000);
  }

  private async shift(): Promise<void> {
    const old = (await readdir(this.folder)).length - 1;
    for (let number = old; number > 0; number -= 1)
      await rename(`${this.file}.${number}`, `${this.file}.${number + 1}`);
  }
}

const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ type: fc.constant('write' as const), length: fc.nat(5) }) },
    { weight: 6, arbitrary: fc.record({ type: fc.constantFrom('rotate' as const, 'look' as const) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('restart' as const, 'wait' as const) }) },
  ),
  { maxLength: 40 },
);

it.each([
  ['rename', 'shop.log'],
  ['rename', 'shop.log*'],
  ['copyAndEmpty', 'shop.log'],
  ['copyAndEmpty', 'shop.log*'],
] as const)(
  'tells each line once, in order, whenever it looks and whenever the log is rotated: %s, %s',
  async (rotate, name) => {
    const example = fc.asyncProperty(
      fc.constantFrom('', 'before\n', `${'before '.repeat(10)}\n`),
      steps,
      async (text, taken) => {
        const folder = await mkdtemp(join(tmpdir(), 'daywatch-rotations-'));
        const world = new World(folder, name);
        try {
          await world.begin(text);
          await world.look();
          for (const step of taken) {
            if (step.type === 'write') await world.write(step.length);
            else if (step.type === 'rotate') await world[rotate]();
            else await world[step.type]();
          }
          await world.look();
          await world.look();
          expect(world.told).toEqual(world.written);
          expect(world.notes).toEqual([]);
        } finally {
          await world.close();
          await rm(folder, { recursive: true });
        }
      },
    );
    await fc.assert(example, { numRuns: 40 });
  },
);
