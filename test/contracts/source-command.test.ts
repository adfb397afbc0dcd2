import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { createOutbound } from '@daywatch/daemon/src/outbound.ts';
import type { Logger } from '@daywatch/daemon/src/ports/logger.ts';
import { createShell, refusingShell } from '@daywatch/daemon/src/shell.ts';
import { command } from '@daywatch/daemon/src/sources/command.ts';
import { fullReach } from '@daywatch/daemon/src/sources/full-reach.fixture.ts';
import { shortMemory } from '@daywatch/daemon/src/sources/short-memory.ts';
import type { Measure } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
const outbound = createOutbound({ clock: systemClock });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daywatch-command-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function source(options: Readonly<Record<string, unknown>> = {}, environment: Record<string, string> = {}) {
  const shell = createShell({ folder, environment: { PATH: process.env.PATH, ...environment }, clock: systemClock });
  const tools = {
    name: 'tests',
    outbound,
    clock: systemClock,
    log: quiet,
    memory: shortMemory(),
    shell,
    reach: fullReach,
  };
  return command.open(command.options.parse(options), tools);
}

function ask(measure: Measure, query: unknown, of = source()) {
  const probe = of.probe({ name: 'it', measure, query });
  return (commit = '9f8d111') =>
    probe.observe(systemClock.timeout(seconds(20)), {
      deployed: { deployment: '01', version: '1.4.2', commit, since: instant(0) },
    });
}

const running = (id: number): boolean => {
  try {
    // A zombie that nobody has waited for is not running.
    return !readFileSync(`/proc/${id}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

describe('a check by exit code', () => {
  it('passes with 0, or with the one that the plan names', async () => {
    expect(await ask('check', { run: 'true' })()).toEqual({ type: 'check', ok: true });
    expect(await ask('check', { run: 'exit 3', 'exit-code': 3 })()).toEqual({ type: 'check', ok: true });
  });

  it('fails with the command, its exit code and the last thing it complained about', async () => {
    expect(await ask('check', { run: 'echo first >&2; echo "no such table" >&2; exit 2' })()).toEqual({
      type: 'check',
      ok: false,
      because: 'tests: `echo first >&2; echo "no such table" >&2; exit 2` ended with exit code 2: no such table',
    });
  });

  it('says which signal ended it', async () => {
    expect(await ask('check', { run: 'kill -9 $$' })()).toMatchObject({
      ok: false,
      because: 'tests: `kill -9 $$` was ended by SIGKILL',
    });
  });

  it("runs in the plan's folder with its variables, and without the daemon's own", async () => {
    writeFileSync(join(folder, 'here'), '');
    const of = source({ environment: { REGION: 'eu' } }, { DAYWATCH_TOKENS: 'secret', LANGUAGE: 'en' });
    const run = 'test -f here && test "$REGION$LANGUAGE" = euen && test -z "$DAYWATCH_TOKENS"';
    expect(await ask('check', { run }, of)()).toEqual({ type: 'check', ok: true });
  });

  it('cannot look where the folder is missing', async () => {
    expect(await ask('check', { run: 'true' }, source({ folder: 'gone' }))()).toMatchObject({
      type: 'error',
      because: expect.stringMatching(/^tests: `true`: the folder .*gone does not exist$/),
    });
  });
});

describe('a command that does not end', () => {
  it('is ended with everything it has started, also what left its group and what does not listen to TERM', async () => {
    const script = `sh -c 'trap "" TERM; echo $$ > deaf; while :; do sleep 1; done' &
      setsid sh -c 'echo $$ > stray; sleep 600' & echo $$ > leader; wait`;
    const reading = await ask('check', { run: script, timeout: '3s' })();
    expect(reading).toMatchObject({ type: 'error', because: expect.stringContaining('not finished after 3s') });
    const ids = ['leader', 'deaf', 'stray'].map((name) => Number(readFileSync(join(folder, name), 'utf8')));
    expect(ids.filter((id) => id > 0)).toHaveLength(3);
    await expect.poll(() => ids.filter(running)).toEqual([]);
  });

  it('is given up when the reading is, and when the source closes', async () => {
    const of = source();
    const stop = new AbortController();
    const given = of.probe({ name: 'a', measure: 'check', query: { run: 'sleep 600' } }).observe(stop.signal);
    const closed = ask('gauge', { run: 'sleep 600' }, of)();
    stop.abort();
    expect(await given).toEqual({ type: 'error', because: 'tests: `sleep 600`: given up' });
    await of.close();
    expect(await closed).toEqual({ type: 'error', because: 'tests: `sleep 600`: given up' });
  });

  it('is ended when it writes without end', async () => {
    expect(await ask('gauge', { run: 'yes' })()).toMatchObject({
      type: 'error',
      because: expect.stringMatching(/it wrote more than \d+ bytes$/),
    });
  });
});

describe('a reading that a command prints', () => {
  it.each<[Measure, string, object]>([
    ['rate', '{"bad": 3, "total": 1204}', { type: 'rate', bad: 3, total: 1204 }],
    ['latency', '{"values": [0.21, 0.19]}', { type: 'latency', values: [0.21, 0.19] }],
    ['latency', '{"bounds": [0.1], "counts": [4, 1]}', { type: 'histogram', bounds: [0.1], counts: [4, 1] }],
    ['count', '{"count": 2, "because": "two refunds"}', { type: 'count', count: 2, because: 'tests: two refunds' }],
    ['gauge', '{"value": 17}', { type: 'gauge', value: 17 }],
    ['gauge', '{"absent": "no queue"}', { type: 'absent', because: 'tests: no queue' }],
  ])('is a %s: %s', async (measure, line, reading) => {
    expect(await ask(measure, { run: `echo warming up; echo '${line}'` })()).toEqual(reading);
  });

  it('is a check with its reason', async () => {
    const query = { run: `echo '{"ok": false, "because": "queue is stuck"}'`, json: true };
    expect(await ask('check', query)()).toEqual({ type: 'check', ok: false, because: 'tests: queue is stuck' });
  });

  it.each([
    ['nothing', 'true', 'it printed nothing'],
    ['no JSON', 'echo 17', 'it printed 17'],
    ['half of it', `echo '{"value": 1'`, 'its last line is not JSON'],
    ['another measure', `echo '{"count": 1}'`, 'it printed {"count": 1}'],
    ['text for a number', `echo '{"value": "17"}'`, 'it printed {"value": "17"}'],
    ['null', `echo '{"value": null}'`, 'it printed {"value": null}'],
    ['no number', `echo '{"value": NaN}'`, 'its last line is not JSON'],
  ])('is an error, and never a number, when it is %s', async (_, run, because) => {
    const reading = await ask('gauge', { run })();
    expect(reading).toMatchObject({ type: 'error', because: expect.stringContaining(because) });
  });

  it('does not count when the command failed', async () => {
    expect(await ask('gauge', { run: `echo '{"value": 0}'; exit 1` })()).toMatchObject({
      type: 'error',
      because: expect.stringContaining('ended with exit code 1'),
    });
  });
});

const junit = (tests: string, count: number) =>
  `<?xml version="1.0"?><testsuites><testsuite name="shop" tests="${count}">${tests}</testsuite></testsuites>`;
const passed = (name: string) => `<testcase classname="shop" name="${name}"/>`;
const told = (xml: string) => `cat > report.xml <<'END'\n${xml}\nEND\n`;
const reported = { format: 'junit', file: 'report.xml' } as const;

describe('a report of tests', () => {
  it('passes when all of them passed', async () => {
    const query = { run: told(junit(passed('a') + passed('b'), 2)), report: reported };
    expect(await ask('check', query)()).toEqual({ type: 'check', ok: true, because: 'tests: 2 tests passed' });
  });

  it('fails with the names of those that failed', async () => {
    const failed = '<testcase classname="shop" name="pays"><failure message="402 &lt; 200">x</failure></testcase>';
    const query = { run: `${told(junit(passed('a') + failed, 2))} exit 1`, report: reported };
    expect(await ask('check', query)()).toMatchObject({
      ok: false,
      because: expect.stringContaining('1 of 2 tests failed: "shop › pays" (402 < 200)'),
    });
  });

  it.each(['status="failed"', 'result="FAIL"', 'status="error"'])(
    'fails by an attribute alone: %s',
    async (attribute) => {
      const failed = `<testcase classname="shop" name="pays" ${attribute}/>`;
      expect(await ask('check', { run: told(junit(passed('a') + failed, 2)), report: reported })()).toMatchObject({
        ok: false,
        because: expect.stringContaining('1 of 2 tests failed: "shop › pays"'),
      });
    },
  );

  it.each([
    ['a file of this machine', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>', '&e;'],
    [
      'a billion laughs',
      '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
      '&e;',
    ],
  ])('resolves no entities: %s', async (_, type, name) => {
    const xml = `<?xml version="1.0"?>${type}<testsuites><testsuite name="shop" tests="1"><testcase name="${name}"/></testsuite></testsuites>`;
    expect(await ask('check', { run: told(xml), report: reported })()).toMatchObject({
      type: 'error',
      because: expect.stringContaining('not JUnit XML'),
    });
  });

  it('counts what GoogleTest left out as skipped', async () => {
    const left = '<testcase classname="shop" name="b" status="notrun" result="suppressed"/>';
    const query = { run: told(junit(passed('a') + left, 2)), report: reported };
    expect(await ask('check', query)()).toEqual({
      type: 'check',
      ok: true,
      because: 'tests: 1 test passed, 1 skipped',
    });
    const strictly = { ...query, report: { ...reported, skipped: 'failing' } };
    expect(await ask('check', strictly)()).toMatchObject({ ok: false });
  });

  it.each([
    ['mkfifo report.xml', 'is not a file'],
    ['mkdir report.xml', 'is not a file'],
    ['head -c 9000000 /dev/zero > report.xml', 'is larger than 8 MB, the limit'],
  ])('is an error when it is no report to be read: %s', async (makes, words) => {
    const query = { run: `rm -rf report.xml; ${makes}`, report: reported };
    const reading = await ask('check', query)();
    rmSync(join(folder, 'report.xml'), { recursive: true });
    expect(reading).toMatchObject({ type: 'error', because: expect.stringContaining(words) });
  });

  it('fails when tests were announced that did not run', async () => {
    const query = { run: told(junit(passed('a'), 5)), report: reported };
    expect(await ask('check', query)()).toMatchObject({
      ok: false,
      because: expect.stringContaining('4 of 5 tests did not run'),
    });
  });

  it.each([
    ['announces', `<testsuites errors="1"><testsuite name="shop" tests="1">${passed('a')}</testsuite></testsuites>`],
    [
      'tells',
      `<testsuites><testsuite name="shop"><error message="before all"/>${passed('a')}</testsuite></testsuites>`,
    ],
  ])('fails when a suite %s a failure that none of its tests has', async (_, xml) => {
    expect(await ask('check', { run: told(xml), report: reported })()).toMatchObject({
      ok: false,
      because: expect.stringContaining('"outside of the tests" (a suite announces a failure that no test has)'),
    });
  });

  it('fails when fewer ran than there must be: a run without tests is never a pass', async () => {
    const none = { run: told('<testsuites></testsuites>'), report: reported };
    expect(await ask('check', none)()).toMatchObject({
      ok: false,
      because: expect.stringContaining('0 tests ran, at least 1 must'),
    });
    const skipped = { run: told(junit('<testcase name="a"><skipped/></testcase>', 1)), report: reported };
    expect(await ask('check', skipped)()).toMatchObject({ ok: false });
  });

  it('misses a test that the same version has run before, and not one of an earlier version', async () => {
    writeFileSync(join(folder, 'report.xml'), junit(passed('a') + passed('b'), 2));
    const look = ask('check', { run: 'touch report.xml', report: reported });
    expect(await look()).toMatchObject({ ok: true });
    writeFileSync(join(folder, 'report.xml'), junit(passed('a'), 1));
    expect(await look()).toMatchObject({
      ok: false,
      because: expect.stringContaining('missing, though the same version ran them before: "shop › b"'),
    });
    expect(await look('a1b2c3d')).toMatchObject({ ok: true });
  });

  it('does not take the report of an earlier run for one of this', async () => {
    const file = join(folder, 'report.xml');
    writeFileSync(file, junit(passed('a'), 1));
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    expect(await ask('check', { run: 'true', report: reported })()).toMatchObject({
      type: 'error',
      because: expect.stringContaining('so it has not been written by it'),
    });
    expect(await ask('check', { run: 'true', report: { ...reported, file: 'none.xml' } })()).toMatchObject({
      type: 'error',
      because: expect.stringMatching(/it has not written .*none\.xml$/),
    });
  });

  it('cannot read what is no report', async () => {
    for (const xml of ['<html></html>', '<testsuites><testsuite>', 'all good']) {
      const reading = await ask('check', { run: told(xml), report: reported })();
      expect(reading, xml).toMatchObject({ type: 'error', because: expect.stringContaining('not JUnit XML') });
    }
    const tap = { run: 'echo ok 1 - a', report: { format: 'tap' } };
    expect(await ask('check', tap)()).toMatchObject({ type: 'error', because: expect.stringContaining('not TAP') });
  });

  it('reads TAP from standard output: plan, subtests, bail out', async () => {
    const tap = (lines: readonly string[]) => ({
      run: `cat <<'END'\n${['TAP version 13', ...lines].join('\n')}\nEND\n`,
      report: { format: 'tap' },
    });
    expect(await ask('check', tap(['1..2', 'ok 1 - a', 'ok 2 - b # SKIP later']))()).toMatchObject({
      ok: true,
      because: 'tests: 1 test passed, 1 skipped',
    });
    expect(await ask('check', tap(['1..3', 'ok 1 - a', 'not ok 2 - b']))()).toMatchObject({
      ok: false,
      because: expect.stringMatching(/1 of 2 tests failed: "b"; 1 of 3 tests did not run/),
    });
    expect(await ask('check', tap(['1..1', 'ok 1 - a', 'ok 2 - b']))()).toMatchObject({
      ok: false,
      because: expect.stringContaining('"the plan" (1 more came than it announces)'),
    });
    expect(await ask('check', tap(['1..9', 'ok 1 - a', 'Bail out! no database']))()).toMatchObject({
      type: 'error',
      because: expect.stringContaining('the tests were given up: no database'),
    });
  });

  it("reads what Node's own test runner writes in both formats", async () => {
    writeFileSync(
      join(folder, 'a.test.mjs'),
      `import { describe, it } from 'node:test';
       describe('basket', () => { it('adds', () => {}); describe('deep', () => { it('goes', () => {}); }); });`,
    );
    for (const format of ['tap', 'junit']) {
      const run = `node --test --test-reporter=${format} a.test.mjs`;
      expect(await ask('check', { run, report: { format } })(), format).toEqual({
        type: 'check',
        ok: true,
        because: 'tests: 2 tests passed',
      });
    }
  });
});

describe('commands of a plan that came over the network', () => {
  it('are never run', async () => {
    const shell = refusingShell('the daemon runs commands only of a plan on its own disk');
    const tools = {
      name: 'tests',
      outbound,
      clock: systemClock,
      log: quiet,
      memory: shortMemory(),
      shell,
      reach: fullReach,
    };
    const probe = command.open({}, tools).probe({ name: 'a', measure: 'check', query: { run: 'touch ran' } });
    expect(await probe.observe(systemClock.timeout(seconds(5)))).toEqual({
      type: 'error',
      because: 'tests: `touch ran`: the daemon runs commands only of a plan on its own disk',
    });
    expect(() => readFileSync(join(folder, 'ran'))).toThrow(/ENOENT/);
  });
});
