import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { createTestApp, quiet, tokens } from '../http/app.fixture.ts';
import { type Listening, listen } from '../http/listen.ts';
import { commands } from './commands.ts';
import type { Context } from './context.ts';
import { createProgram, runProgram } from './program.ts';
import { createPaint } from './terminal/paint.ts';

let test: ReturnType<typeof createTestApp>;
let server: Listening;
beforeEach(async () => {
  test = createTestApp();
  test.publish();
  server = await listen(test.app, { host: '127.0.0.1', port: 0, portMayMove: false, clock: systemClock, log: quiet });
});
afterEach(() => server.close());

/** Runs the command line in this process, as somebody with a developer's token. */
async function daywatch(...words: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const context: Context = {
    surroundings: {
      arguments: ['node', 'daywatch', ...words, '--daemon', server.url, '--token', tokens.developer],
      folder: '/',
      environment: {},
      color: false,
      live: false,
      canAsk: false,
    },
    clock: test.clock,
    paint: createPaint(false),
    print: (...lines) => out.push(...lines),
    tell: (...lines) => err.push(...lines),
    exit: () => undefined,
  };
  const code = await runProgram(createProgram(context, commands), context);
  return { code, out, err };
}
const words = ['silence', 'api-errors', '--for', '2h', '--reason', 'a load test'];

describe('daywatch silence', () => {
  it('mutes a criterion, lists what is muted, and ends it', async () => {
    const begun = await daywatch(...words, '--environment', 'production');
    expect(begun).toMatchObject({ code: undefined, err: [] });
    expect(begun.out).toEqual([
      '✓ Silenced:',
      '  api-errors in production until 2026-12-02T00:00:00.000Z, for 2h more',
      expect.stringMatching(/^ {4}the developer: a load test {2}01JEID/),
    ]);
    const listed = await daywatch('silence', '--list');
    expect(listed.out).toEqual(begun.out.slice(1));
    const [id = ''] = /01JEID\d+/.exec(begun.out.at(-1) ?? '') ?? [];
    const ended = await daywatch('silence', '--end', id);
    expect(ended.out).toEqual(['✓ api-errors of production is judged again.']);
    expect((await daywatch('silence', '--list')).out).toEqual(['Nothing is silenced.']);
  });

  it('finds the only environment by itself, and prints JSON', async () => {
    const { out } = await daywatch(...words, '--json');
    const silence = JSON.parse(out.join(''));
    expect(silence).toMatchObject({ environment: 'production', criterion: 'api-errors', owner: 'the developer' });
    const listed = JSON.parse((await daywatch('silence', '--list', '--json')).out.join(''));
    expect(listed).toEqual({ silences: [silence] });
  });

  it.each([
    ['what to mute', ['silence'], 'Which criterion?'],
    ['why', ['silence', 'api-errors', '--for', '2h'], 'A silence needs its reason.'],
    ['how long', ['silence', 'api-errors', '--reason', 'x'], 'A silence needs its end: --for or --until.'],
    ['one end, not two', [...words, '--until', '2026-12-01T23:00:00Z'], 'A silence needs its end: --for or --until.'],
    ['a duration', ['silence', 'api-errors', '--reason', 'x', '--for', 'soon'], '"soon" is not a duration.'],
    ['a time', ['silence', 'api-errors', '--reason', 'x', '--until', '23:00'], '"23:00" is not an RFC 3339 time.'],
  ])('wants to know %s', async (_, given, sentence) => {
    const { code, err } = await daywatch(...given);
    expect(code).toBe(64);
    expect(err[0]).toBe(sentence);
  });

  it.each([
    ['a criterion that is not there', ['silence', 'p95', '--reason', 'x', '--for', '1h'], 'has no criterion p95'],
    ['a silence that is not there', ['silence', '--end', '01JX'], 'No silence 01JX is in force in production.'],
    ['more than a day', ['silence', 'api-errors', '--reason', 'x', '--for', '2d'], 'a silence lasts 1d at most'],
  ])('tells what the daemon says of %s', async (_, given, sentence) => {
    const { code, err } = await daywatch(...given);
    expect(code).toBeGreaterThan(0);
    expect(err.join('\n')).toContain(sentence);
  });
});
