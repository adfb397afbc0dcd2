import { execFileSync } from 'node:child_process';
import {
  appendFile,
  copyFile,
  mkdtemp,
  open as openFile,
  readdir,
  rename,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceTools } from '../../source-tools.fixture.ts';
import { FilesFeed } from './files-feed.ts';

let folder: string;
let file: string;
let now = instant(0);
let feed: FilesFeed | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daywatch-files-'));
  file = join(folder, 'shop.log');
  now = instant(Date.parse('2026-12-01T22:00:00Z'));
  feed = undefined;
});
afterEach(async () => {
  await feed?.close();
  await rm(folder, { recursive: true });
});

/** Each change of a file is a second after the one before. */
async function aged(path: string): Promise<void> {
  now = plus(now, seconds(1));
  await utimes(path, now / 1_000, now / 1_000);
}
async function write(text: string, path = file): Promise<void> {
  await appendFile(path, text);
  await aged(path);
}
async function renamed(to: string): Promise<void> {
  await rename(file, join(folder, to));
  await write('');
}
async function copiedAndEmptied(to: string): Promise<void> {
  await copyFile(file, join(folder, to));
  await aged(join(folder, to));
  await truncate(file, 0);
  await aged(file);
}
/** As logrotate does: shop.log.1 becomes shop.log.2. */
async function shifted(): Promise<void> {
  const old = (await readdir(folder)).map((name) => Number(/^shop\.log\.(\d+)$/.exec(name)?.[1] ?? 0));
  for (const number of old.filter((found) => found > 0).sort((one, other) => other - one))
    await rename(`${file}.${number}`, `${file}.${number + 1}`);
}
async function gzipped(name: string): Promise<void> {
  execFileSync('gzip', [join(folder, name)]);
}

function open(name = 'shop.log', earlier?: unknown): FilesFeed {
  const clock = { ...sourceTools().clock, now: () => now };
  const size = 1_000_000;
  feed = new FilesFeed({ globs: [join(folder, name)], atMost: size, learn: size, clock, earlier });
  return feed;
}
/** The daemon ends and starts: what the next one knows went through JSON. */
async function restarted(name?: string): Promise<void> {
  const earlier: unknown = JSON.parse(JSON.stringify(feed?.position()));
  await feed?.close();
  open(name, earlier);
}
/** What one look tells, without what is from before the first. */
async function look(): Promise<{ readonly told: readonly string[]; readonly notes: readonly string[] }> {
  const told: string[] = [];
  const state = await (feed ?? open()).read({
    line: ({ text, facts }) => {
      if (!facts.isHistory) told.push(text);
    },
    end: () => undefined,
  });
  if (state.type !== 'read') throw new Error(state.because);
  return { told, notes: state.notes };
}
const toldNothing = { told: [], notes: [] };
const told = (...lines: string[]) => ({ told: lines, notes: [] });

const long = (word: string): string => `${word} ${'is a line that says enough to be known again'}\n`;
const line = (word: string): string => long(word).trimEnd();

type Rotate = (to: string) => Promise<void>;
const rotations: readonly (readonly [string, Rotate])[] = [
  ['renamed', renamed],
  ['copied and emptied', copiedAndEmptied],
];
const daemons: readonly (readonly [string, () => Promise<void>])[] = [
  ['', async () => undefined],
  [', by a daemon that was down meanwhile', () => restarted()],
];

describe.each(rotations)('a log that is %s', (_, rotate) => {
  describe.each(daemons)('twice between two looks%s', (__, between) => {
    it('is told whole, in the order in which it was written', async () => {
      await write(long('before'));
      await look();
      await write(long('a'));
      expect(await look()).toEqual(told(line('a')));
      await write(long('b'));
      await rotate('shop.log.1');
      await write(long('c') + long('d'));
      await shifted();
      await rotate('shop.log.1');
      await write(long('e'));
      await between();
      expect(await look()).toEqual(told(...['b', 'c', 'd', 'e'].map(line)));
      expect(await look()).toEqual(toldNothing);
    });

    it('is told whole where it was empty at the last look', async () => {
      await write('');
      await look();
      await write(long('a'));
      await rotate('shop.log.1');
      await write(long('b'));
      await shifted();
      await rotate('shop.log.1');
      await between();
      expect(await look()).toEqual(told(line('a'), line('b')));
      expect(await look()).toEqual(toldNothing);
    });

    it('is told whole where little had been written', async () => {
      await write('up\n');
      await look();
      await write(long('a'));
      await rotate('shop.log.1');
      await write(`up\n${long('b')}`);
      await shifted();
      await rotate('shop.log.1');
      await write(long('c'));
      await between();
      expect(await look()).toEqual(told(line('a'), 'up', line('b'), line('c')));
      expect(await look()).toEqual(toldNothing);
    });
  });

  it('is told once however often that happens, and what was there before the first look is not', async () => {
    await write(long('older'), `${file}.2`);
    await write(long('old'), `${file}.1`);
    await write(long('before'));
    expect(await look()).toEqual(toldNothing);
    for (const round of [1, 2, 3]) {
      for (const part of ['a', 'b', 'c']) {
        await write(long(`${part}${round}`));
        await shifted();
        await rotate('shop.log.1');
      }
      expect(await look()).toEqual(told(...['a', 'b', 'c'].map((part) => line(`${part}${round}`))));
      await restarted();
      await shifted();
      expect(await look()).toEqual(toldNothing);
    }
  });

  it.each(['shop-20261202.log', 'shop.log-20261202', 'shop.log.2026-12-02', 'shop.2.log'])(
    'is found under a name with a date or a number: %s',
    async (name) => {
      await write(long('before'));
      await look();
      await rotate('shop-20261201.log');
      await write(long('a'));
      await rotate(name);
      expect(await look()).toEqual(told(line('a')));
    },
  );

  it('is told once where its old files have one of the names', async () => {
    open('shop.log*');
    await write(long('before'));
    await look();
    await write(long('a'));
    await rotate('shop.log.1');
    await write(long('b'));
    await shifted();
    await rotate('shop.log.1');
    await write(long('c'));
    expect(await look()).toEqual(told(line('a'), line('b'), line('c')));
    await shifted();
    await restarted('shop.log*');
    expect(await look()).toEqual(toldNothing);
  });

  it('is told once by little where its old files have one of the names', async () => {
    open('shop.log*');
    await write('up\n');
    await look();
    await write(long('a'));
    await rotate('shop.log.1');
    await write(`up\n${long('b')}`);
    await shifted();
    await rotate('shop.log.1');
    await write(long('c'));
    expect(await look()).toEqual(told(line('a'), 'up', line('b'), line('c')));
  });
});

it('goes on with a passed file while its writer does', async () => {
  await write(long('before'));
  await look();
  await renamed('shop.log.1');
  await write(long('a'));
  await shifted();
  await renamed('shop.log.1');
  expect(await look()).toEqual(told(line('a')));
  await write(long('late'), `${file}.1`);
  expect(await look()).toEqual(told(line('late')));
  now = plus(now, minutes(3));
  await look();
  await look();
  expect(await look()).toEqual(toldNothing);
});

describe('what is no old file of the log is not told', () => {
  it.each(['shop-error.log', 'shop-2.log', 'shop.error.log.1', 'shop.log.d', 'shop.log.bak'])('%s', async (name) => {
    await write(long('before'));
    await look();
    await write(long('another'), join(folder, name));
    expect(await look()).toEqual(toldNothing);
  });

  it('a copy of what lies there, also while it is made', async () => {
    const text = Array.from({ length: 100 }, (_, at) => long(String(at))).join('');
    await write(text);
    await look();
    const copy = await openFile(`${file}.1`, 'w');
    for (const size of [0, 10, 300, 3_000, text.length]) {
      await copy.write(text.slice((await copy.stat()).size, size));
      await aged(`${file}.1`);
      expect(await look()).toEqual(toldNothing);
    }
    await copy.close();
    await restarted();
    expect(await look()).toEqual(toldNothing);
    await truncate(file, 0);
    await write(long('a'));
    expect(await look()).toEqual(told(line('a')));
  });

  it('a copy that is made under one of the names', async () => {
    open('shop.log*');
    const text = Array.from({ length: 100 }, (_, at) => long(String(at))).join('');
    await write(text);
    await look();
    for (const size of [0, 10, 300, 3_000]) {
      await writeFile(`${file}.1`, text.slice(0, size));
      expect(await look()).toEqual(toldNothing);
    }
    await write(long('rest'));
    await copyFile(file, `${file}.1`);
    await truncate(file, 0);
    expect(await look()).toEqual(told(line('rest')));
  });

  it('a copy of an old file, or one that was unpacked or brought back', async () => {
    await write(long('oldest'), `${file}.3`);
    await gzipped('shop.log.3');
    await write(long('older'), `${file}.2`);
    await gzipped('shop.log.2');
    await write(long('old'), `${file}.1`);
    await write(long('before'));
    await look();
    execFileSync('gunzip', [`${file}.2.gz`]);
    await copyFile(`${file}.1`, `${file}.4`);
    await aged(`${file}.4`);
    await writeFile(`${file}.3`, execFileSync('gunzip', ['-c', `${file}.3.gz`]));
    await aged(`${file}.3`);
    expect(await look()).toEqual(toldNothing);
  });

  it('an old file that is written to, as its writer was never told', async () => {
    await write(long('old'), `${file}.1`);
    await write(long('before'));
    await look();
    await write(long('to the old'), `${file}.1`);
    expect(await look()).toEqual(toldNothing);
  });
});

it.each(['shop.log', 'shop.log*'])(
  'tells what was copied over an old copy, whose file is the same: %s',
  async (name) => {
    open(name);
    await write(long('old'), `${file}.1`);
    await write(long('older'), `${file}.2`);
    await write(long('before'));
    await look();
    const inode = (await stat(`${file}.1`)).ino;
    for (const word of ['a', 'b']) {
      await write(long(word));
      await copyFile(`${file}.1`, `${file}.2`);
      await aged(`${file}.2`);
      await copiedAndEmptied('shop.log.1');
    }
    expect((await stat(`${file}.1`)).ino).toBe(inode);
    expect(await look()).toEqual(told(line('a'), line('b')));
  },
);

it('tells the rest of a file that was copied and emptied, and then renamed', async () => {
  await write(long('before'));
  await look();
  await write(long('a'));
  await copiedAndEmptied('shop.log.1');
  await write('b\n');
  await shifted();
  await renamed('shop.log.1');
  await write(long('c'));
  const { told: lines, notes } = await look();
  expect([...lines].sort()).toEqual([line('a'), 'b', line('c')]);
  expect(notes).toEqual([]);
  expect(await look()).toEqual(toldNothing);
});

it('tells a new log whose inode was that of an old one', async () => {
  await write(long('before'));
  await look();
  await renamed('shop.log.1');
  await look();
  // What the next process knows of an inode is all it has: here it belongs to another file.
  const kept = JSON.stringify(feed?.position());
  const old = String((await stat(`${file}.1`)).ino);
  await write(long('a'));
  await shifted();
  await renamed('shop.log.1');
  const reused = String((await stat(`${file}.1`)).ino);
  const current = String((await stat(file)).ino);
  await rm(`${file}.2`);
  await feed?.close();
  expect(new Set([old, reused, current]).size).toBe(3);
  const swapped = JSON.parse(
    kept.replaceAll(`:${old}"`, ':x"').replaceAll(`:${reused}"`, ':1"').replaceAll(':x"', `:${reused}"`),
  );
  open('shop.log', swapped);
  expect((await look()).told).toEqual([line('a')]);
});

it('tells what was written after the clock was put back', async () => {
  await write(long('before'));
  await look();
  now = plus(now, minutes(-60));
  await renamed('shop.log.1');
  await write(long('a'));
  await renamed('shop.log.2');
  expect((await look()).told).toEqual([line('a')]);
});

it('is not misled by a file from times to come', async () => {
  await write(long('before'));
  const day = now / 1_000 + 86_400;
  await utimes(file, day, day);
  await look();
  await renamed('shop.log.1');
  await write(long('a'));
  await renamed('shop.log.2');
  expect(await look()).toEqual(told(line('a')));
});

it('goes on where a daemon stopped that did not look beside the files', async () => {
  await write(long('old'), `${file}.1`);
  await write(long('before'));
  await look();
  await write(long('a'));
  const position = feed?.position() as { readonly files: unknown } | undefined;
  await feed?.close();
  open('shop.log', position?.files);
  expect(await look()).toEqual(told(line('a')));
});

it('finds an old file again that was renamed twice, each time while the daemon was down', async () => {
  await write(long('before'));
  await look();
  await rename(file, join(folder, 'shop.1.log'));
  await write('');
  await restarted();
  expect(await look()).toEqual(toldNothing);
  await write(long('late'), join(folder, 'shop.1.log'));
  await rename(join(folder, 'shop.1.log'), join(folder, 'shop.2.log'));
  await restarted();
  expect(await look()).toEqual(told(line('late')));
});

describe('says what is lost', () => {
  it('when a log was emptied of which there is no copy', async () => {
    await write(long('before'));
    await look();
    await truncate(file, 0);
    await write(long('a'));
    expect(await look()).toEqual({
      told: [line('a')],
      notes: ['shop.log was emptied, with what was written to it after it was last read'],
    });
    expect(await look()).toEqual(toldNothing);
  });

  it('also when the look that found it out failed', async () => {
    await write(long('before'));
    await look();
    await rm(file);
    await restarted();
    await expect(look()).rejects.toThrow('is empty');
    await write(long('a'));
    expect(await look()).toEqual({
      told: [line('a')],
      notes: ['shop.log is gone, with what was written to it after it was last read'],
    });
    expect(await look()).toEqual(toldNothing);
  });

  it('when a log came and was compressed between two looks', async () => {
    await write(long('before'));
    await look();
    await write(long('a'));
    await renamed('shop.log.1');
    await gzipped('shop.log.1');
    await write(long('b'));
    await renamed('shop.log.2');
    await gzipped('shop.log.2');
    await write(long('c'));
    expect(await look()).toEqual({
      told: [line('a'), line('c')],
      notes: ['a rotated file was compressed before it was read'],
    });
    expect(await look()).toEqual(toldNothing);
  });

  it.each(daemons)('when copies were compressed at once%s', async (_, between) => {
    await write('');
    await look();
    for (const number of [1, 2]) {
      await write(long('a'));
      await copiedAndEmptied(`shop.log.${number}`);
      await gzipped(`shop.log.${number}`);
    }
    await between();
    expect(await look()).toEqual({ told: [], notes: ['2 rotated files were compressed before they were read'] });
  });

  it('and not when what is compressed was read', async () => {
    await write(long('old'), `${file}.1`);
    await write(long('before'));
    await look();
    for (const word of ['a', 'b', 'c']) {
      await write(long(word));
      // As logrotate does with delaycompress: the one before is compressed first, and the new one may get its inode.
      await gzipped('shop.log.1');
      await rename(`${file}.1.gz`, `${file}-2026120${'abc'.indexOf(word) + 1}.gz`);
      await renamed('shop.log.1');
      expect(await look()).toEqual(told(line(word)));
      for (let passed = 0; passed < 3; passed += 1) {
        now = plus(now, minutes(1));
        expect(await look()).toEqual(toldNothing);
      }
      await restarted();
    }
  });

  it.each(['shop.log', 'shop.log*'])('and not while a file is being compressed: %s', async (name) => {
    open(name);
    await write(long('before'));
    await look();
    await write(long('a'));
    await renamed('shop.log.1');
    await writeFile(`${file}.1.gz`, '\0'.repeat(100));
    expect(await look()).toEqual(told(line('a')));
    await rm(`${file}.1`);
    expect(await look()).toEqual(toldNothing);
  });

  it('and not when what was compressed was empty', async () => {
    await write('');
    await look();
    await copiedAndEmptied('shop.log.1');
    await gzipped('shop.log.1');
    expect(await look()).toEqual(toldNothing);
  });

  it('and not when a copy is compressed of a log that lies there as it did', async () => {
    await write(long('before'));
    await look();
    await copyFile(file, `${file}-20261201`);
    await gzipped('shop.log-20261201');
    expect(await look()).toEqual(toldNothing);
  });
});
