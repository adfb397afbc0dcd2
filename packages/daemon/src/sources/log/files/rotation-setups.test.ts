import {
  appendFile,
  copyFile,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { hours, type Instant, instant, type Millis, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sourceTools } from '../../source-tools.fixture.ts';
import { FilesFeed } from './files-feed.ts';

let folder: string;
let now: Instant;
let feed: FilesFeed | undefined;
let written: string[];
let count: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daywatch-setups-'));
  now = instant(Date.parse('2026-11-23T22:00:00Z'));
  feed = undefined;
  written = [];
  count = 0;
});
afterEach(async () => {
  await feed?.close();
  await rm(folder, { recursive: true });
});

const at = (file: string): string => join(folder, file);
const pass = (time: Millis): void => {
  now = plus(now, time);
};
async function stamp(file: string): Promise<void> {
  pass(seconds(1));
  await utimes(at(file), now / 1_000, now / 1_000);
}
/** One line; told later, as nobody has looked since. */
async function write(file: string): Promise<void> {
  count += 1;
  const text = `{"number":${count},"message":"GET /orders 200"}`;
  written.push(text);
  await appendFile(at(file), `${text}\n`);
  await stamp(file);
}
/** What was there before the first look. */
async function old(file: string): Promise<void> {
  const text = `{"file":"${file}","message":"of yesterday"}\n`;
  await writeFile(at(file), file.endsWith('.gz') ? gzipSync(text) : text);
  await stamp(file);
}
async function moved(from: string, to: string): Promise<void> {
  await rename(at(from), at(to));
}
async function made(file: string): Promise<void> {
  await writeFile(at(file), '');
  await stamp(file);
}
/** As gzip and logrotate do: the packed file is as old as what it holds. */
async function packed(file: string, { keepsTime = true }: { readonly keepsTime?: boolean } = {}): Promise<void> {
  const { mtimeMs } = await stat(at(file));
  await writeFile(at(`${file}.gz`), gzipSync(await readFile(at(file))));
  if (keepsTime) await utimes(at(`${file}.gz`), mtimeMs / 1_000, mtimeMs / 1_000);
  else await stamp(`${file}.gz`);
  await rm(at(file));
}
async function copiedAndEmptied(file: string, to: string): Promise<void> {
  await copyFile(at(file), at(to));
  await stamp(to);
  await truncate(at(file), 0);
  await stamp(file);
}

function open(glob: string, earlier?: unknown): void {
  const clock = { ...sourceTools().clock, now: () => now };
  feed = new FilesFeed({ globs: [at(glob)], atMost: 1_000_000, learn: 1_000_000, clock, earlier });
}
async function stopped(): Promise<unknown> {
  const position: unknown = JSON.parse(JSON.stringify(feed?.position()));
  await feed?.close();
  return position;
}
interface Told {
  readonly told: readonly string[];
  readonly notes: readonly string[];
}
async function look(): Promise<Told> {
  const told: string[] = [];
  const state = await feed?.read({
    line: ({ text, facts }) => {
      if (!facts.isHistory) told.push(text);
    },
    end: () => undefined,
  });
  if (state?.type !== 'read') throw new Error(state?.because);
  return { told, notes: state.notes };
}
/** What was written since it was asked last, and nothing said to be lost. */
function all(): Told {
  return { told: written.splice(0), notes: [] };
}

interface Setup {
  readonly title: string;
  readonly glob: string;
  /** The file that is written to in the given night, the first of which has the number 1. */
  file(night: number): string;
  readonly before: readonly string[];
  /** What happens in that night, after the last line in it was written. */
  rotate(night: number): Promise<void>;
  /** What can be read later no more by a daemon that is down in the night. */
  readonly packsAtOnce?: boolean;
}

async function shift(kept: number, ending = ''): Promise<void> {
  await rm(at(`shop.log.${kept}${ending}`), { force: true });
  for (let number = kept - 1; number > 0; number -= 1) {
    const from = `shop.log.${number}${ending}`;
    if (await stat(at(from)).catch(() => undefined)) await moved(from, `shop.log.${number + 1}${ending}`);
  }
}
const day = (night: number): string => `202611${22 + night}`;
const date = (night: number): string => `2026-11-${22 + night}`;
const one = (): string => 'shop.log';

const setups: readonly Setup[] = [
  {
    title: 'logrotate',
    glob: 'shop.log',
    file: one,
    before: ['shop.log.3', 'shop.log.2', 'shop.log.1'],
    rotate: async () => {
      await shift(4);
      await moved('shop.log', 'shop.log.1');
      await made('shop.log');
    },
  },
  {
    title: 'logrotate, its old files followed too',
    glob: 'shop.log*',
    file: one,
    before: ['shop.log.3', 'shop.log.2', 'shop.log.1'],
    rotate: async () => {
      await shift(4);
      await moved('shop.log', 'shop.log.1');
      await made('shop.log');
    },
  },
  ...['shop.log', 'shop.log*'].map((glob) => ({
    title: `logrotate with compress and delaycompress: ${glob}`,
    glob,
    file: one,
    before: ['shop.log.3.gz', 'shop.log.2.gz', 'shop.log.1'],
    rotate: async () => {
      await packed('shop.log.1');
      await shift(4, '.gz');
      await moved('shop.log', 'shop.log.1');
      await made('shop.log');
    },
  })),
  {
    title: 'logrotate with compress, delaycompress and copytruncate',
    glob: 'shop.log',
    file: one,
    before: ['shop.log.3.gz', 'shop.log.2.gz', 'shop.log.1'],
    rotate: async () => {
      await packed('shop.log.1');
      await shift(4, '.gz');
      await copiedAndEmptied('shop.log', 'shop.log.1');
    },
  },
  {
    title: 'logrotate with copytruncate',
    glob: 'shop.log',
    file: one,
    before: ['shop.log.3', 'shop.log.2', 'shop.log.1'],
    rotate: async () => {
      await shift(4);
      await copiedAndEmptied('shop.log', 'shop.log.1');
    },
  },
  {
    title: 'logrotate with dateext, compress and delaycompress',
    glob: 'shop.log',
    file: one,
    before: ['shop.log-20261120.gz', 'shop.log-20261121.gz', 'shop.log-20261122'],
    rotate: async (night) => {
      await packed(`shop.log-${day(night - 1)}`);
      await moved('shop.log', `shop.log-${day(night)}`);
      await made('shop.log');
      await rm(at(`shop.log-${day(night - 3)}.gz`));
    },
  },
  {
    title: 'logrotate with compress',
    glob: 'shop.log',
    file: one,
    before: ['shop.log.3.gz', 'shop.log.2.gz', 'shop.log.1.gz'],
    packsAtOnce: true,
    rotate: async () => {
      await shift(4, '.gz');
      await moved('shop.log', 'shop.log.1');
      await made('shop.log');
      await packed('shop.log.1');
    },
  },
  {
    title: 'logrotate with dateext and compress, by a tool that keeps no time',
    glob: 'shop*.log',
    file: one,
    before: ['shop-20261120.log.gz', 'shop-20261121.log.gz', 'shop-20261122.log.gz'],
    packsAtOnce: true,
    rotate: async (night) => {
      await moved('shop.log', `shop-${day(night)}.log`);
      await made('shop.log');
      await packed(`shop-${day(night)}.log`, { keepsTime: false });
      await rm(at(`shop-${day(night - 3)}.log.gz`));
    },
  },
  {
    title: 'pino-roll',
    glob: 'shop.*.log',
    file: (night) => `shop.${night + 3}.log`,
    before: ['shop.1.log', 'shop.2.log', 'shop.3.log', 'shop.4.log'],
    rotate: async (night) => {
      await made(`shop.${night + 4}.log`);
      await rm(at(`shop.${night}.log`));
    },
  },
  {
    title: 'pino-roll with ten files and more, none of them removed',
    glob: 'shop.*.log',
    file: (night) => `shop.${night + 8}.log`,
    before: ['shop.1.log', 'shop.8.log', 'shop.9.log'],
    rotate: (night) => made(`shop.${night + 9}.log`),
  },
  {
    title: 'winston-daily-rotate-file',
    glob: 'shop-*.log',
    file: (night) => `shop-${date(night)}.log`,
    before: [`shop-${date(-1)}.log`, `shop-${date(0)}.log`, `shop-${date(1)}.log`],
    rotate: async (night) => {
      await made(`shop-${date(night + 1)}.log`);
      await rm(at(`shop-${date(night - 2)}.log`));
    },
  },
  {
    title: 'winston-daily-rotate-file that begins another file by size',
    glob: 'shop-*',
    file: (night) => (night === 1 ? 'shop-2026-11-23.log' : `shop-2026-11-23.log.${night - 1}`),
    before: ['shop-2026-11-22.log', 'shop-2026-11-23.log'],
    rotate: (night) => made(`shop-2026-11-23.log.${night}`),
  },
  {
    title: 'winston-daily-rotate-file that compresses',
    glob: 'shop-*.log',
    file: (night) => `shop-${date(night)}.log`,
    before: [`shop-${date(-1)}.log.gz`, `shop-${date(0)}.log.gz`, `shop-${date(1)}.log`],
    packsAtOnce: true,
    rotate: async (night) => {
      await made(`shop-${date(night + 1)}.log`);
      await packed(`shop-${date(night)}.log`, { keepsTime: false });
      await rm(at(`shop-${date(night - 2)}.log.gz`));
    },
  },
  {
    title: 'a link to the file of the day',
    glob: 'current.log',
    file: (night) => `shop-${date(night)}.log`,
    before: [`shop-${date(0)}.log`, `shop-${date(1)}.log`],
    rotate: async (night) => {
      await made(`shop-${date(night + 1)}.log`);
      await rm(at('current.log'));
      await symlink(`shop-${date(night + 1)}.log`, at('current.log'));
    },
  },
  ...['0.log', '*.log'].map((glob) => ({
    title: `the kubelet, which compresses the last but one: ${glob}`,
    glob,
    file: () => '0.log',
    before: ['0.log.20261120-101010.gz', '0.log.20261121-101010.gz', '0.log.20261122-101010'],
    rotate: async (night: number) => {
      await packed(`0.log.${day(night - 1)}-101010`, { keepsTime: false });
      await moved('0.log', `0.log.${day(night)}-101010`);
      await made('0.log');
      await rm(at(`0.log.${day(night - 3)}-101010.gz`));
    },
  })),
];

async function begun({ before, file, glob }: Setup): Promise<void> {
  for (const each of before) await old(each);
  for (const other of ['api.log', 'api.log.1', 'shop-error.log', 'shop-error.log.1', 'shopping.log'])
    if (glob === 'shop.log') await old(other);
  if (!before.includes(file(1))) await old(file(1));
  if (glob === 'current.log') await symlink(file(1), at(glob));
  pass(hours(1));
  open(glob);
  expect(await look()).toEqual(all());
}

it.each(setups)('$title: each line once, and nothing said to be lost', async (setup) => {
  await begun(setup);
  for (const night of [1, 2, 3, 4]) {
    await write(setup.file(night));
    expect(await look()).toEqual(all());
    await write(setup.file(night));
    await setup.rotate(night);
    await write(setup.file(night + 1));
    expect(await look()).toEqual(all());
    for (const late of [1, 2, 3]) {
      pass(minutes(late));
      expect(await look()).toEqual(all());
    }
    pass(hours(23));
  }
});

it.each(setups)('$title: also by a daemon that was down in the night', async (setup) => {
  await begun(setup);
  for (const night of [1, 2, 3, 4]) {
    await write(setup.file(night));
    expect(await look()).toEqual(all());
    const position = await stopped();
    pass(hours(1));
    await setup.rotate(night);
    await write(setup.file(night + 1));
    open(setup.glob, position);
    const { told, notes } = await look();
    expect(told).toEqual(all().told);
    expect(notes).toHaveLength(setup.packsAtOnce === true ? 1 : 0);
    expect(await look()).toEqual(all());
    pass(hours(23));
  }
});

it.each(setups)('$title: started anew in an hour without a rotation', async (setup) => {
  await begun(setup);
  await write(setup.file(1));
  expect(await look()).toEqual(all());
  const position = await stopped();
  await write(setup.file(1));
  pass(hours(1));
  open(setup.glob, position);
  expect(await look()).toEqual(all());
  expect(await look()).toEqual(all());
});

it('knows a folder of many old files by a short list, also when the clock was put back', async () => {
  for (let number = 400; number > 0; number -= 1) await old(`shop.log.${number}${number > 200 ? '.gz' : ''}`);
  for (let number = 700; number > 400; number -= 1) await old(`shop.log.${number}`);
  await old('shop.log');
  open('shop.log');
  expect(await look()).toEqual(all());
  expect(JSON.stringify(feed?.position()).length).toBeLessThan(40_000);
  await packed('shop.log.200');
  await moved('shop.log', 'shop.log.0');
  await made('shop.log');
  expect(await look()).toEqual(all());
  await write('shop.log');
  pass(hours(-24));
  const position = await stopped();
  open('shop.log', position);
  await moved('shop.log', 'shop.log-20261124');
  await made('shop.log');
  expect(await look()).toEqual(all());
});
