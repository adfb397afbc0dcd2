import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import type { Memory } from '@daywatch/daemon/src/ports/memory.ts';
import type { Occasion, Probe, Source } from '@daywatch/daemon/src/ports/source.ts';
import { createShell, refusingShell } from '@daywatch/daemon/src/shell.ts';
import { log } from '@daywatch/daemon/src/sources/log.ts';
import { shortMemory } from '@daywatch/daemon/src/sources/short-memory.ts';
import { sourceTools } from '@daywatch/daemon/src/sources/source-tools.fixture.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { minus, minutes, rfc3339, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;
const opened: Source[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daywatch-follow-'));
});
afterEach(async () => {
  for (const source of opened.splice(0)) await source.close();
  await rm(folder, { recursive: true });
});

const shell = () => createShell({ folder, environment: { PATH: `${folder}:${process.env.PATH}` }, clock: systemClock });

function open(options: Readonly<Record<string, unknown>>, memory: Memory = shortMemory(), own = shell()): Source {
  const source = log.open(
    log.options.parse(options),
    sourceTools({ name: 'logs', memory, clock: systemClock, shell: own }),
  );
  opened.push(source);
  return source;
}
const errors = (source: Source): Probe => source.probe({ name: 'errors', measure: 'count', query: 'errors' });
const ask = (probe: Probe, occasion?: Occasion): Promise<Reading> =>
  probe.observe(systemClock.timeout(seconds(5)), occasion);

/** Asks until so many were counted in all. */
async function counted(probe: Probe, wanted: number): Promise<void> {
  let sum = 0;
  await expect
    .poll(async () => {
      const reading = await ask(probe);
      sum += reading.type === 'count' ? reading.count : 0;
      return sum;
    })
    .toBe(wanted);
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a command that prints a log', () => {
  it('is followed, and ended with all that it started when the source is closed', async () => {
    const script = join(folder, 'follow.sh');
    await writeFile(script, 'sleep 600 &\necho $! >child\necho "ERROR one"\nsleep 0.2\necho "ERROR two"\nwait\n');
    const source = open({ command: 'sh follow.sh' });
    await counted(errors(source), 2);
    const child = Number(await readFile(join(folder, 'child'), 'utf8'));
    expect(isAlive(child)).toBe(true);
    await source.close();
    await expect.poll(() => isAlive(child)).toBe(false);
  });

  it('that ends is an error with its last words, never a zero, and is started again', async () => {
    const probe = errors(open({ command: 'echo "No such container: shop" >&2; exit 3' }));
    const seen: Reading[] = [];
    await expect
      .poll(async () => {
        seen.push(await ask(probe));
        return seen.at(-1);
      })
      .toMatchObject({
        type: 'error',
        because: expect.stringMatching(
          /^logs: echo .* ended with exit code 3 \(No such container: shop\); started again in \d/,
        ),
      });
    await expect
      .poll(async () => {
        seen.push(await ask(probe));
        return seen.at(-1);
      })
      .toMatchObject({ because: expect.stringMatching(/; started again just now$/) });
    expect(seen.filter(({ type }) => type === 'count')).toEqual([]);
  });

  it('does not tell again what it prints again: it is asked to go on from SINCE', async () => {
    const old = rfc3339(minus(systemClock.now(), minutes(5)));
    await writeFile(join(folder, 'shop.log'), `${old} ERROR old\n`);
    // Like docker logs without --since: everything, each time.
    const command = 'cat shop.log; echo "$SINCE" >>asked; exec sleep 600';
    const memory = shortMemory();
    const first = open({ command }, memory);
    await ask(errors(first));
    await expect.poll(() => readFile(join(folder, 'asked'), 'utf8').catch(() => '')).toMatch(/\n$/);
    await ask(errors(first));
    await first.close();
    await writeFile(join(folder, 'shop.log'), `${old} ERROR old\n${rfc3339(systemClock.now())} ERROR new\n`);
    await counted(errors(open({ command }, memory)), 1);
    const [, since] = (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n');
    expect(since).toBe(old);
  });

  it('is refused where the plan is not of the daemon’s own disk', async () => {
    const probe = errors(open({ command: 'cat' }, shortMemory(), refusingShell('only of a plan on its own disk')));
    expect(await ask(probe)).toMatchObject({
      type: 'error',
      because: expect.stringContaining('cat cannot be started: only of a plan on its own disk'),
    });
  });
});

describe('a journal', () => {
  /** Prints entries as systemd 252 does, from a file, and then what is added to it. */
  const fakeJournalctl = `#!/bin/sh
echo "$@" >>${'"$(dirname "$0")"'}/asked
exec tail -n +1 -f ${'"$(dirname "$0")"'}/journal
`;
  let cursor = 0;
  const entry = (message: unknown, priority: string, at = systemClock.now()) => {
    cursor += 1;
    return `${JSON.stringify({
      __CURSOR: `s=0b1;i=${cursor};b=2;m=3;t=4;x=5`,
      __REALTIME_TIMESTAMP: String(at * 1_000),
      __MONOTONIC_TIMESTAMP: '1234567',
      _BOOT_ID: '0b1',
      _TRANSPORT: 'stdout',
      PRIORITY: priority,
      SYSLOG_FACILITY: '3',
      SYSLOG_IDENTIFIER: 'shop',
      _PID: '812',
      _SYSTEMD_UNIT: 'shop.service',
      MESSAGE: message,
    })}\n`;
  };
  beforeEach(async () => {
    await writeFile(join(folder, 'journalctl'), fakeJournalctl);
    await chmod(join(folder, 'journalctl'), 0o755);
  });

  it('is followed from its cursor; the level is the program’s own, else the priority', async () => {
    const old = minus(systemClock.now(), minutes(90));
    const journal = join(folder, 'journal');
    await writeFile(journal, entry('old trouble of order 7', '3', old));
    const memory = shortMemory();
    const source = open({ journald: 'shop.service' }, memory);
    const probe = errors(source);
    const fresh = source.probe({ name: 'new', measure: 'count', query: 'new-signatures' });
    const occasion = {
      deployed: { deployment: '01J', version: '1', commit: 'c', since: minus(systemClock.now(), minutes(5)) },
    };
    await expect.poll(() => ask(fresh, occasion)).toEqual({ type: 'count', count: 0 });
    await writeFile(
      journal,
      entry('{"level":50,"msg":"no stock"}', '6') +
        entry([0x62, 0x6f, 0x6f, 0x6d, 0xff], '2') +
        entry('{"level":30,"msg":"fine"}', '6') +
        entry(null, '3') +
        entry(['two fields', 'of one name'], '3') +
        entry(`{"level":50,"msg":"too long for a line of the journal","stack":"${'x'.repeat(48_000)}`, '6'),
      { flag: 'a' },
    );
    await counted(probe, 5);
    expect(await ask(fresh, occasion)).toMatchObject({ type: 'count', count: 5 });
    await source.close();
    const last = `s=0b1;i=${cursor};b=2;m=3;t=4;x=5`;
    await ask(errors(open({ journald: 'shop.service' }, memory)));
    await expect
      .poll(() => readFile(join(folder, 'asked'), 'utf8'))
      .toBe(
        '--output=json --all --follow --no-pager --quiet --unit=shop.service --lines=5000\n' +
          `--output=json --all --follow --no-pager --quiet --unit=shop.service --after-cursor=${last}\n`,
      );
  });

  it('of a unit that has never said a word is not free of errors', async () => {
    await writeFile(join(folder, 'journal'), '');
    const memory = shortMemory();
    const silent = { type: 'absent', because: expect.stringContaining('shpo.service has printed nothing so far') };
    const before = open({ journald: 'shpo.service' }, memory);
    await expect.poll(() => ask(errors(before))).toMatchObject(silent);
    await before.close();
    const probe = errors(open({ journald: 'shpo.service' }, memory));
    await expect.poll(() => ask(probe)).toMatchObject(silent);
    await writeFile(join(folder, 'journal'), entry('{"level":50,"msg":"the first"}', '6'), { flag: 'a' });
    await counted(probe, 1);
  });

  it('that may not be read is an error', async () => {
    await writeFile(join(folder, 'journalctl'), '#!/bin/sh\necho "No journal files were opened" >&2\nexit 1\n');
    await expect.poll(() => ask(errors(open({ journald: 'shop' })))).toMatchObject({ type: 'absent' });
    const probe = errors(open({ journald: 'shop' }));
    await expect
      .poll(() => ask(probe))
      .toMatchObject({
        type: 'error',
        because: expect.stringContaining(
          'journalctl --unit=shop ended with exit code 1 (No journal files were opened)',
        ),
      });
  });
});
