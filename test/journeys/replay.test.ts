import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { commandLine } from '@daywatch/daemon/src/cli/command-line.fixture.ts';
import { describe, expect, it } from 'vitest';
import { deployed, folderWith, inOrder, lines, planOf } from '../replay/recordings.ts';

const program = join(import.meta.dirname, '../../packages/daemon/src/cli/main.ts');
const criteria = {
  'api-errors': { rate: 'pushed', tolerance: '25%' },
  healthy: { check: 'pushed', severity: 'blocking' },
};
/** Errors in one of four intervals before, in every interval from `worseFrom` on. */
const errors = (worseFrom: number) => (tick: number) => ({
  bad: tick >= worseFrom || tick % 4 === 0 ? 2 : 0,
  total: 200,
});
const story = (worseFrom: number, after = 24) =>
  inOrder(
    lines('api-errors', [24, after], errors(worseFrom)),
    lines('healthy', [24, after], () => ({ ok: true })),
  );

const replay = ['replay', '--observations', 'readings.jsonl', '--deployed-at', deployed];
const json = (out: string) => out.split('\n').map((line) => JSON.parse(line));

describe('a recorded deploy', () => {
  it('that changed nothing is GO, said when it was earned, and exits with 0', async () => {
    const folder = folderWith({ 'daywatch.yaml': planOf(criteria), 'readings.jsonl': story(Infinity) });
    const { code, out, err } = await commandLine(folder)(...replay, '--json');
    const said = json(out);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(said).toEqual([
      {
        at: expect.any(String),
        verdict: 'go',
        recommendation: 'proceed',
        because: expect.arrayContaining([expect.stringContaining('api-errors')]),
        criteria: { 'api-errors': 'passing', healthy: 'passing' },
      },
      { final: true, at: '2026-12-02T22:00:00.000Z', verdict: 'go', changes: 1 },
    ]);
    expect(Date.parse(said[0].at)).toBeGreaterThanOrEqual(Date.parse(deployed) + 30 * 60_000);
  });

  it('that made it worse at 02:00 is NO-GO then, at the end of an interval, and exits with 1', async () => {
    const folder = folderWith({ 'daywatch.yaml': planOf(criteria), 'readings.jsonl': story(4 * 240) });
    const { code, out } = await commandLine(folder)(...replay, '--json');
    const noGo = json(out).find(({ verdict }) => verdict === 'no-go');
    expect(code).toBe(1);
    expect(noGo).toMatchObject({ recommendation: 'hold', criteria: { 'api-errors': 'failing', healthy: 'passing' } });
    const after = (Date.parse(noGo.at) - Date.parse('2026-12-02T02:00:00Z')) / 60_000;
    expect(after).toBeGreaterThan(0);
    expect(after).toBeLessThan(60);
    expect(Date.parse(noGo.at) % 15_000).toBe(0);
    expect(json(out).at(-1)).toMatchObject({ final: true, verdict: 'no-go' });
  });

  it('whose recording ends too early is undecided and exits with 2', async () => {
    const folder = folderWith({ 'daywatch.yaml': planOf(criteria), 'readings.jsonl': story(Infinity, 0.25) });
    const { code, out } = await commandLine(folder)(...replay);
    expect(code).toBe(2);
    expect(out).toContain('when the recording ended, before the watch of 24h');
  });

  it('is told to people with its times, its reasons, and what each criterion had in the end', async () => {
    const folder = folderWith({ 'daywatch.yaml': planOf(criteria), 'readings.jsonl': story(4 * 240) });
    const { out } = await commandLine(folder)(...replay);
    expect(out).toMatch(/^shop in production, deployed 2026-12-01 22:00:00Z\n/);
    expect(out).toMatch(/\n2026-12-02 02:\d\d:\d\dZ {2}\+4h\S+ +NO-GO {2}hold: one critical criterion fails/);
    expect(out).toMatch(/ {2}✗ api-errors {2}failing\n {4}critical · 1 % · limit .* · usually 0\.25 %.* · E /);
    expect(out).toMatch(/ {2}✓ healthy {2}passing\n/);
  });

  it('is the same gzipped, out of order, with Windows line ends, and without its last line end', async () => {
    const text = story(4 * 240);
    const all = text.trimEnd().split('\n');
    const byCriterion = [...all].sort((a, b) => Number(a.includes('healthy')) - Number(b.includes('healthy')));
    const folder = folderWith({ 'daywatch.yaml': planOf(criteria), 'readings.jsonl': text });
    const run = commandLine(folder);
    const { out: expected } = await run(...replay, '--json');
    for (const [name, content] of [
      ['packed', gzipSync(text)],
      ['windows', `\uFEFF${all.join('\r\n')}`],
      ['by-criterion', byCriterion.join('\n')],
    ] as const) {
      writeFileSync(join(folder, name), content);
      const { out, err } = await run('replay', '--observations', name, '--deployed-at', deployed, '--json');
      expect({ name, out }).toEqual({ name, out: expected });
      expect(err).toBe(
        name === 'by-criterion'
          ? '! 11,519 lines not in order of time, the first in line 11,521: everything was read and sorted first.'
          : '',
      );
    }
  });

  it('may come through a pipe', async () => {
    const text = story(4 * 240);
    const folder = folderWith({ 'daywatch.yaml': planOf(criteria), 'readings.jsonl': text });
    const { out } = await commandLine(folder)(...replay, '--json');
    const words = [program, 'replay', '--observations', '-', '--deployed-at', deployed, '--json'];
    const piped = spawnSync(process.execPath, words, { cwd: folder, input: text, encoding: 'utf8' });
    expect({ code: piped.status, out: piped.stdout }).toEqual({ code: 1, out: `${out}\n` });
  });

  it('without its time begins with the first reading, has no baseline, and says so', async () => {
    const limits = { 'api-errors': { rate: 'pushed', limit: '1%' } };
    const text = inOrder(lines('api-errors', [0, 24], errors(Infinity)));
    const folder = folderWith({ 'daywatch.yaml': planOf(limits), 'readings.jsonl': text });
    const { code, err, out } = await commandLine(folder)('replay', '--observations', 'readings.jsonl');
    expect(code).toBe(0);
    expect(err).toContain('Without --deployed-at the first reading is the first after the deploy');
    expect(out).toContain('deployed 2026-12-01 22:00:00Z\nnothing is known of before');
  });

  it('can be judged by some of its criteria, in a shorter watch', async () => {
    const folder = folderWith({ 'daywatch.yaml': planOf(criteria), 'readings.jsonl': story(4 * 240) });
    const { code, out } = await commandLine(folder)(...replay, '--only', 'healthy', '--for', '4h', '--json');
    expect({ code, last: json(out).at(-1) }).toEqual({
      code: 0,
      last: { final: true, at: '2026-12-02T02:00:00.000Z', verdict: 'go', changes: 1 },
    });
  });
});

describe('a plan with other paces', () => {
  it('takes its pace from the lines where it says none', async () => {
    const slow = inOrder(lines('api-errors', [24, 24], () => ({ bad: 1, total: 800 }), 60));
    const folder = folderWith({
      'daywatch.yaml': planOf({ 'api-errors': { rate: 'pushed', tolerance: '25%' } }),
      'readings.jsonl': slow,
    });
    expect(await commandLine(folder)(...replay, '--json')).toMatchObject({ code: 0, err: '' });
  });
});

describe('what is wrong with a recording', () => {
  it('is told with its line and a hint, and the rest is used', async () => {
    const text = [
      'not json',
      '{"at":1764626400,"criterion":"api-errors","bad":1,"total":2}',
      '{"at":"2026-12-01T21:00:00Z","criterion":"api-errors","bad":"1","total":2}',
      '{"at":"2026-12-01T21:00:00Z","criterion":"api-errors","bad":9,"total":2}',
      '{"at":"2026-12-01T21:00:00Z","criterion":"api-erors","bad":1,"total":2}',
      '{"at":"2026-12-01T21:00:00Z","criterion":"healthy","ok":true,"seconts":5}',
      story(Infinity),
    ].join('\n');
    const folder = folderWith({ 'daywatch.yaml': planOf(criteria), 'readings.jsonl': text });
    const { code, err } = await commandLine(folder)(...replay);
    expect(code).toBe(0);
    expect(err.split('\n')).toEqual([
      expect.stringMatching(/^! readings\.jsonl:1: it is not JSON\. One JSON object a line, like \{"at"/),
      '! readings.jsonl:2: "at" is 1764626400, which is no time. "at" is RFC 3339 with its offset: 2025-12-01T22:00:00.000Z.',
      '! readings.jsonl:3: "bad" is "1". "bad" is a number; where there was none, write {"absent":"why"}.',
      '! 3 faulty lines of 23,046 left out.',
      '! The plan has no criterion "api-erors"; 1 reading of it left out. Did you mean "api-errors"?',
      '! readings.jsonl:6: "seconts" means nothing here; it is not looked at.',
      '! api-errors: 1 reading cannot be judged; the first in line 4: 9 bad of only 2.',
      expect.stringMatching(/lines? not in order of time/),
    ]);
  });

  it.each([
    [
      'a plan without a limit',
      planOf({ 'api-errors': { rate: 'pushed' } }),
      'Add tolerance: 25% (usual for a rate), or limit: 1%',
    ],
    ['no plan at all', undefined, 'there is no daywatch.yaml'],
  ])('%s is wrong use, not a NO-GO', async (_what, plan, said) => {
    const folder = folderWith({ ...(plan && { 'daywatch.yaml': plan }), 'readings.jsonl': story(Infinity, 1) });
    const { code, err } = await commandLine(folder)(...replay);
    expect(code).toBe(64);
    expect(err).toContain(said);
  });

  it.each([
    [['--observations', 'nowhere.jsonl'], 'There is no file nowhere.jsonl.'],
    [[], 'There is nothing to replay.'],
    [['--observations', 'readings.jsonl', '--deployed-at', 'yesterday'], '"yesterday" is no time.'],
    [['--observations', 'readings.jsonl', '--only', 'helthy'], 'production has no criterion "helthy".'],
    [['--observations', 'readings.jsonl', '--environment', 'staging'], 'The plan has no environment "staging".'],
    [['--observations', 'readings.jsonl', '--deployment', '01JE'], 'The readings come from one place'],
    [['--from-prometheus'], 'needs to know when the deploy finished'],
  ])('%j is wrong use', async (words, said) => {
    const folder = folderWith({ 'daywatch.yaml': planOf(criteria), 'readings.jsonl': story(Infinity, 1) });
    const { code, err } = await commandLine(folder)('replay', ...words);
    expect(code).toBe(64);
    expect(err).toContain(said);
  });

  it('damaged gzip is told', async () => {
    const folder = folderWith({ 'daywatch.yaml': planOf(criteria) });
    const packed = gzipSync(story(Infinity, 1));
    writeFileSync(join(folder, 'readings.jsonl'), packed.subarray(0, packed.length / 2));
    const { code, err } = await commandLine(folder)(...replay);
    expect(code).toBe(64);
    expect(err).toContain('its gzip data is damaged or cut off');
    expect(readFileSync(join(folder, 'readings.jsonl')).length).toBeGreaterThan(0);
  });
});
