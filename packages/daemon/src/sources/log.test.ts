import { execFileSync } from 'node:child_process';
import {
  appendFile,
  copyFile,
  mkdir,
  mkdtemp,
  rename,
  rm,
  truncate,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measure, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import {
  type Instant,
  instant,
  type Millis,
  minutes,
  plus,
  rfc3339,
  seconds,
} from '@daywatch/shared/vocabulary/time.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../ports/memory.ts';
import type { Occasion, Source } from '../ports/source.ts';
import { log } from './log.ts';
import { shortMemory } from './short-memory.ts';
import { sourceTools } from './source-tools.fixture.ts';

let folder: string;
let file: string;
let now: Instant;
const start = instant(Date.parse('2026-12-01T22:00:00Z'));
const opened: Source[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daywatch-log-'));
  file = join(folder, 'shop.log');
  now = start;
});
afterEach(async () => {
  for (const source of opened.splice(0)) await source.close();
  await rm(folder, { recursive: true });
});

const later = (span: Millis): void => {
  now = plus(now, span);
};

function open(options: Readonly<Record<string, unknown>> = {}, memory: Memory = shortMemory()): Source {
  const clock = { ...sourceTools().clock, now: () => now };
  const source = log.open(log.options.parse({ file, ...options }), sourceTools({ name: 'logs', memory, clock }));
  opened.push(source);
  return source;
}

/** One probe that is asked again and again. */
function asking(measure: Measure, query: unknown, source = open()): (occasion?: Occasion) => Promise<Reading> {
  const probe = source.probe({ name: 'it', measure, query });
  return (occasion) => probe.observe(new AbortController().signal, occasion);
}

const line = (level: string, message: string, at: Instant = now): string =>
  `${JSON.stringify({ time: rfc3339(at), level, message })}\n`;
const write = (...lines: string[]): Promise<void> => appendFile(file, lines.join(''));
const aged = (path: string, at: Instant): Promise<void> => utimes(path, at / 1_000, at / 1_000);

/** A log that is there, and a count of its errors that has looked once. */
async function counting(options: Readonly<Record<string, unknown>> = {}, memory?: Memory) {
  await write(line('error', 'before the first look'));
  await aged(file, now);
  const ask = asking('count', 'errors', open(options, memory));
  expect(await ask()).toMatchObject({ type: 'absent', because: expect.stringContaining('first look') });
  return ask;
}

describe('a count', () => {
  it('is of what was written since the last reading, with one line of it', async () => {
    const ask = await counting();
    await write(line('info', 'fine'), line('error', 'no stock'), line('fatal', 'gone'));
    expect(await ask()).toEqual({
      type: 'count',
      count: 2,
      because: `logs: 2 of 3 lines at error or worse; for instance shop.log: ${line('error', 'no stock').trim()}`,
    });
    expect(await ask()).toEqual({ type: 'count', count: 0 });
  });

  it('waits for a line to be whole, also in the middle of a character', async () => {
    const ask = await counting();
    const bytes = Buffer.from(line('error', 'größer als erlaubt'));
    const middle = bytes.indexOf(0xc3) + 1;
    await appendFile(file, bytes.subarray(0, middle));
    expect(await ask()).toEqual({ type: 'count', count: 0 });
    await appendFile(file, bytes.subarray(middle));
    expect(await ask()).toMatchObject({ count: 1, because: expect.stringContaining('größer als erlaubt') });
  });

  it('takes a stack as one line with what it follows', async () => {
    const ask = await counting({ format: 'plain' });
    await write(
      '2026-12-01T22:00:00Z ERROR boom\n',
      '    at f (x.js:1:1)\n',
      'Caused by: y\n',
      '2026-12-01T22:00:00Z INFO ok\n',
    );
    expect(await ask()).toMatchObject({ count: 1, because: expect.stringContaining('1 of 2 lines') });
  });

  it('is of lines that match, whatever their level', async () => {
    await write(line('info', 'old'));
    await aged(file, now);
    const ask = asking('count', { match: '/slow query/i' });
    await ask();
    await write(line('info', 'Slow query: 900 ms'), line('info', 'query'));
    expect(await ask()).toMatchObject({
      type: 'count',
      count: 1,
      because: expect.stringContaining('that match /slow query/i'),
    });
  });
});

describe('a rate', () => {
  it('is bad lines out of all, or out of those that match', async () => {
    await write(line('info', 'old'));
    await aged(file, now);
    const source = open();
    const all = asking('rate', { bad: 'error' }, source);
    const checkout = source.probe({
      name: 'other',
      measure: 'rate',
      query: { bad: { level: 'warn' }, of: 'checkout' },
    });
    const never = new AbortController().signal;
    await all();
    await checkout.observe(never);
    await write(
      line('error', 'checkout failed'),
      line('warn', 'checkout slow'),
      line('info', 'checkout paid'),
      line('error', 'x'),
    );
    expect(await all()).toMatchObject({ type: 'rate', bad: 2, total: 4 });
    expect(await checkout.observe(never)).toMatchObject({ type: 'rate', bad: 2, total: 3 });
  });

  it('is an error where no line says its level: it would always be good', async () => {
    await writeFile(file, 'GET / 200\n');
    await aged(file, now);
    const ask = asking('rate', { bad: 'error' });
    await ask();
    await write('GET / 500\n');
    expect(await ask()).toEqual({
      type: 'error',
      because:
        'logs: none of 2 lines so far says its level; check format (and level or pattern), or ask with match instead of a level',
    });
  });
});

describe('a log that is silent', () => {
  it('has no errors for a while, then it is absent', async () => {
    const ask = await counting();
    later(minutes(10));
    expect(await ask()).toEqual({ type: 'count', count: 0 });
    later(minutes(1));
    expect(await ask()).toEqual({
      type: 'absent',
      because: 'logs: no line since 22:00 UTC, for 11m; after 10m a log counts as silent',
    });
    await write(line('info', 'back'));
    expect(await ask()).toEqual({ type: 'count', count: 0 });
  });

  it('was silent already when it was opened', async () => {
    await write(line('info', 'long ago'));
    await aged(file, plus(now, minutes(-30)));
    const ask = asking('count', 'errors');
    await ask();
    expect(await ask()).toMatchObject({ type: 'absent', because: expect.stringContaining('no line since 21:30 UTC') });
  });

  it('is an error when it does not exist, with what there is instead', async () => {
    await writeFile(join(folder, 'shop.txt'), '');
    expect(await asking('count', 'errors')()).toEqual({
      type: 'error',
      because: `logs: the file ${file} does not exist; ${folder} has shop.txt`,
    });
    const nowhere = join(folder, 'none', '*.log');
    expect(await asking('count', 'errors', open({ file: nowhere }))()).toEqual({
      type: 'error',
      because: `logs: no file matches ${nowhere}: there is no folder ${join(folder, 'none')}`,
    });
  });

  it('is read from its beginning when it appears later', async () => {
    const ask = asking('count', 'errors');
    expect(await ask()).toMatchObject({ type: 'error' });
    await write(line('error', 'first line of a new file'));
    expect(await ask()).toMatchObject({ type: 'count', count: 1 });
  });
});

describe('rotation loses nothing and repeats nothing', () => {
  it('when the file is renamed and a new one is made', async () => {
    const ask = await counting();
    await write(line('error', 'last of the old'));
    await rename(file, `${file}.1`);
    await writeFile(file, line('error', 'first of the new'));
    expect(await ask()).toMatchObject({ count: 2 });
    await appendFile(`${file}.1`, line('error', 'from a writer that has not noticed'));
    expect(await ask()).toMatchObject({ count: 1 });
    expect(await ask()).toEqual({ type: 'count', count: 0 });
  });

  it('when the renamed file still has one of the names', async () => {
    const ask = await counting({ file: join(folder, 'shop.log*') });
    await write(line('error', 'a'));
    await rename(file, `${file}.1`);
    expect(await ask()).toMatchObject({ count: 1 });
    await writeFile(file, line('error', 'b'));
    expect(await ask()).toMatchObject({ count: 1 });
  });

  it.each([
    ['outside of the names', 'shop.log'],
    ['under one of the names', 'shop.log*'],
  ])('when it is copied and emptied, with the copy %s', async (_, name) => {
    const ask = await counting({ file: join(folder, name) });
    await write(line('error', 'read'));
    expect(await ask()).toMatchObject({ count: 1 });
    await write(line('error', 'not read yet'));
    await copyFile(file, `${file}.1`);
    await truncate(file, 0);
    await write(line('error', 'of the emptied file'));
    expect(await ask()).toMatchObject({ count: 2 });
    expect(await ask()).toEqual({ type: 'count', count: 0 });
  });

  it('when it is emptied and has grown beyond what was read', async () => {
    const ask = await counting();
    await truncate(file, 0);
    await write(...Array.from({ length: 50 }, (_, at) => line('error', `line ${at} of another log`)));
    expect(await ask()).toMatchObject({ count: 50 });
  });

  it('when the file is deleted and made again', async () => {
    const ask = await counting();
    await write(line('error', 'a'));
    await unlink(file);
    expect(await ask()).toMatchObject({ count: 1 });
    await writeFile(file, line('error', 'b'));
    expect(await ask()).toMatchObject({ count: 1 });
    await unlink(file);
    await ask();
    later(minutes(3));
    await ask();
    expect(await ask()).toMatchObject({ type: 'error', because: expect.stringContaining('is empty') });
  });

  it('when it is compressed', async () => {
    const ask = await counting({ file: join(folder, '*') });
    await rename(file, `${file}.1`);
    execFileSync('gzip', [`${file}.1`]);
    await writeFile(file, line('error', 'a'));
    expect(await ask()).toMatchObject({ count: 1 });
  });

  it('when a further file appears', async () => {
    const ask = await counting({ file: [join(folder, '*.log')] });
    await writeFile(join(folder, 'other.log'), line('error', 'a'));
    expect(await ask()).toMatchObject({ count: 1, because: expect.stringContaining('other.log') });
  });
});

describe('a restart', () => {
  it('loses no line and repeats none', async () => {
    const memory = shortMemory();
    const ask = await counting({}, memory);
    await write(line('error', 'a'));
    expect(await ask()).toMatchObject({ count: 1 });
    await write(line('error', 'b'));
    const after = asking('count', 'errors', open({}, memory));
    expect(await after()).toMatchObject({ count: 1, because: expect.stringContaining('"b"') });
  });

  it('keeps what one question has made be read and another has not been told', async () => {
    const memory = shortMemory();
    await counting({}, memory);
    const source = open({}, memory);
    const one = source.probe({ name: 'one', measure: 'count', query: 'errors' });
    source.probe({ name: 'two', measure: 'rate', query: { bad: 'error' } });
    await write(line('error', 'a'));
    await one.observe(new AbortController().signal);
    const later = open({}, memory).probe({ name: 'two', measure: 'rate', query: { bad: 'error' } });
    expect(await later.observe(new AbortController().signal)).toMatchObject({ type: 'rate', bad: 1, total: 1 });
  });

  it.each([
    ['renamed', async () => rename(file, `${file}.1`)],
    [
      'copied and emptied',
      async () => {
        await copyFile(file, `${file}.1`);
        await truncate(file, 0);
      },
    ],
  ])('finds the rest of a file that was %s meanwhile', async (_, rotate) => {
    const memory = shortMemory();
    await counting({}, memory);
    await write(line('error', 'a'));
    await rotate();
    await write(line('error', 'b'));
    expect(await asking('count', 'errors', open({}, memory))()).toMatchObject({ count: 2 });
  });

  it('says when the rest of a file is gone', async () => {
    const memory = shortMemory();
    await counting({}, memory);
    await unlink(file);
    await writeFile(join(folder, 'new'), line('error', 'b'));
    await rename(join(folder, 'new'), file);
    expect(await asking('count', 'errors', open({}, memory))()).toMatchObject({
      count: 1,
      because: expect.stringContaining('shop.log is gone, with what was written to it after it was last read'),
    });
  });
});

it('skips what is too much, and says so', async () => {
  const ask = await counting({ 'at-most': '1kB' });
  await write(...Array.from({ length: 100 }, (_, at) => line('error', `line ${at}`)));
  expect(await ask()).toMatchObject({
    type: 'count',
    because: expect.stringMatching(/[\d.]+ kB of shop\.log were skipped unread: at most 1 kB are read at once$/),
  });
});

it.each<[Measure, unknown]>([
  ['count', 'errors'],
  ['rate', { bad: 'error' }],
  ['check', { never: 'heap out of memory' }],
  ['check', { contains: 'backup done' }],
  ['check', { contains: 'backup done', within: '1m' }],
])(
  'does not say that all is well, or that something is missing, when lines were skipped: %s %j',
  async (measure, query) => {
    await write(line('info', 'started'));
    const ask = asking(measure, query, open({ 'at-most': '1kB' }));
    await ask();
    later(minutes(5));
    await write(...Array.from({ length: 100 }, () => line('info', 'order taken')));
    expect(await ask()).toMatchObject({
      type: 'absent',
      because: expect.stringContaining('kB of shop.log were skipped'),
    });
  },
);

it('knows a line that must come by the next reading again, or when those not read are too old to matter', async () => {
  await write(line('info', 'started'));
  const ask = asking('check', { contains: 'backup done', within: '1m' }, open({ 'at-most': '1kB' }));
  await ask();
  later(minutes(5));
  await write(...Array.from({ length: 100 }, () => line('info', 'order taken')));
  await ask();
  later(seconds(30));
  await write(line('info', 'order taken'));
  expect(await ask()).toMatchObject({
    type: 'absent',
    because: expect.stringContaining('may be among those not read'),
  });
  later(minutes(1));
  expect(await ask()).toMatchObject({ type: 'check', ok: false });
});

describe('kinds of errors never seen before the deploy', () => {
  const deployed = (since: Instant, judged?: boolean): Occasion => ({
    deployed: { deployment: '01J', version: '1.4.2', commit: '9f8d111', since },
    ...(judged !== undefined && { judged }),
  });
  const history = async (...lines: string[]) => {
    await write(line('info', 'started', plus(start, minutes(-120))), ...lines);
    await aged(file, start);
  };
  const known = () => line('error', 'order 17 failed', plus(start, minutes(-30)));

  it('are told once, with a line and how often they came', async () => {
    await history(known());
    const ask = asking('count', 'new-signatures');
    expect(await ask(deployed(start))).toEqual({ type: 'count', count: 0 });
    later(seconds(15));
    await write(line('error', 'order 18 failed'), line('error', 'no stock of 4'), line('error', 'no stock of 5'));
    expect(await ask(deployed(start))).toEqual({
      type: 'count',
      count: 1,
      because: 'logs: a kind of error never seen before the deploy of 1.4.2 (22:00 UTC): "no stock of 4" (2 lines)',
    });
    await write(line('error', 'no stock of 6'));
    expect(await ask(deployed(start))).toEqual({ type: 'count', count: 0 });
  });

  it('are told again until a reading is judged', async () => {
    await history(known());
    const ask = asking('count', 'new-signatures');
    await ask(deployed(start, false));
    for (const [judged, count] of [
      [false, 1],
      [true, 1],
      [true, 0],
    ] as const) {
      later(seconds(15));
      await write(line('error', 'no stock'));
      expect(await ask(deployed(start, judged))).toMatchObject({ type: 'count', count });
    }
  });

  it('are found also when the daemon starts after the deploy: the lines say when they were written', async () => {
    await history(known(), line('error', 'no stock', plus(start, minutes(-1))));
    expect(await asking('count', 'new-signatures')(deployed(plus(start, minutes(-2))))).toMatchObject({ count: 1 });
  });

  it('are known after a restart, and not told twice', async () => {
    const memory = shortMemory();
    await history(known());
    const ask = asking('count', 'new-signatures', open({}, memory));
    await ask(deployed(start));
    later(seconds(15));
    await write(line('error', 'no stock of 4'));
    expect(await ask(deployed(start))).toMatchObject({ count: 1 });
    const after = asking('count', 'new-signatures', open({}, memory));
    await write(line('error', 'no stock of 5'), line('error', 'order 20 failed'));
    expect(await after(deployed(start))).toEqual({ type: 'count', count: 0 });
    const next = plus(now, seconds(1));
    later(seconds(15));
    await write(line('error', 'no stock of 7'), line('error', 'disk full'));
    expect(await after(deployed(next))).toMatchObject({ count: 1, because: expect.stringContaining('disk full') });
  });

  it('cannot be told without lines from before the deploy', async () => {
    await write(line('error', 'no stock', plus(start, minutes(5))));
    await aged(file, start);
    expect(await asking('count', 'new-signatures')(deployed(start))).toEqual({
      type: 'absent',
      because:
        'logs: the oldest line seen is from 22:05 UTC, and the deploy began at 22:00 UTC: without lines from before it nothing can be told to be new',
    });
  });

  it('say when little was seen before the deploy', async () => {
    await write(line('error', 'order 17 failed', plus(start, minutes(-4))));
    await aged(file, start);
    expect(await asking('count', 'new-signatures')(deployed(start))).toEqual({
      type: 'count',
      count: 0,
      because: 'logs: only 4m of the log from before the deploy were seen',
    });
  });

  it('are not known without a deploy', async () => {
    await history(known());
    expect(await asking('count', 'new-signatures')()).toMatchObject({
      type: 'absent',
      because: expect.stringContaining('no deploy is known'),
    });
  });

  it('may begin at warnings', async () => {
    await history(known());
    const source = open();
    const warn = asking('count', { 'new-signatures': 'warn' }, source);
    const error = source.probe({ name: 'error', measure: 'count', query: 'new-signatures' });
    await warn(deployed(start));
    later(seconds(15));
    await write(line('warn', 'cache is cold'));
    expect(await warn(deployed(start))).toMatchObject({ count: 1 });
    expect(await error.observe(new AbortController().signal, deployed(start))).toEqual({ type: 'count', count: 0 });
  });
});

describe('a check', () => {
  it('fails by a line that must never be there', async () => {
    await write(line('info', 'old'));
    await aged(file, now);
    const ask = asking('check', { never: '/out of memory/i' });
    await ask();
    await write(line('info', 'all well'));
    expect(await ask()).toEqual({ type: 'check', ok: true });
    await write(line('info', 'JavaScript heap out of memory'));
    expect(await ask()).toMatchObject({
      ok: false,
      because: expect.stringContaining('logs: a line matched /out of memory/i: shop.log: '),
    });
  });

  it('fails without a line that must be there within some time', async () => {
    await write(line('info', 'backup done', plus(now, minutes(-50))));
    await aged(file, now);
    const ask = asking('check', { contains: 'backup done', within: '1h' });
    expect(await ask()).toEqual({ type: 'check', ok: true });
    later(minutes(11));
    expect(await ask()).toMatchObject({
      type: 'absent',
      because: expect.stringContaining('was not watched for 1h yet'),
    });
    later(minutes(60));
    expect(await ask()).toEqual({
      type: 'check',
      ok: false,
      because: 'logs: no line matched /backup done/ within 1h; the last was at 21:10 UTC',
    });
  });
});

it('shows no secret', async () => {
  const ask = await counting();
  await write(line('error', 'login of ada@example.com with token=abc failed'));
  expect(JSON.stringify(await ask())).not.toMatch(/ada|abc/);
});

it('says which file may not be read', async () => {
  await mkdir(join(folder, 'shop.log.d'));
  const ask = asking('count', 'errors', open({ file: join(folder, 'shop.log.d') }));
  expect(await ask()).toMatchObject({ type: 'error', because: expect.stringContaining('shop.log.d does not exist') });
});

it.each([
  [{}, 'a log is read from one place'],
  [{ file: 'a', journald: 'b' }, 'a log is read from one place'],
  [{ journald: 'shop; rm -rf /' }, 'a unit has letters'],
  [{ file: 'a', pattern: '(', format: 'plain' }, 'missing closing )'],
  [{ file: 'a', pattern: 'x' }, 'only plain lines are read by a pattern'],
  [{ file: 'a', 'at-most': '32' }, 'is not a size'],
  [{ file: 'a', quiet: '10' }, 'is not a duration'],
])('%j is no log: %s', (options, words) => {
  expect(JSON.stringify(log.options.safeParse(options).error?.issues)).toContain(words);
});
