import { parseClockTime, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { linearExpression } from '../../web/linear-expression.ts';
import { entryReader, type Form } from './entry-reader.ts';
import { levelOf, levelOfPriority } from './level.ts';

const at = parseRfc3339('2026-12-01T22:05:12.123Z');
const clock = parseClockTime('2026-12-01 22:05:12,123');
const auto: Form = { format: 'auto' };

describe('an event', () => {
  it.each<[string, Form, string, object]>([
    [
      'pino',
      { format: 'pino' },
      '{"level":50,"time":1796162712123,"pid":1,"msg":"no stock"}',
      { at, level: 'error', message: 'no stock' },
    ],
    [
      'pino with ISO times',
      auto,
      '{"level":30,"time":"2026-12-01T22:05:12.123Z","msg":"paid"}',
      { at, level: 'info', message: 'paid' },
    ],
    [
      'bunyan',
      { format: 'bunyan' },
      '{"name":"shop","v":0,"level":60,"time":"2026-12-01T22:05:12.123Z","msg":"gone"}',
      { at, level: 'fatal', message: 'gone' },
    ],
    [
      'winston',
      { format: 'winston' },
      '{"level":"\\u001b[31merror\\u001b[39m","message":"no","timestamp":"2026-12-01T22:05:12.123Z"}',
      { at, level: 'error', message: 'no' },
    ],
    [
      'own fields',
      { format: 'json', fields: { level: 'meta.sev', message: 'text' } },
      '{"meta":{"sev":"WARNING"},"text":"slow"}',
      { level: 'warn', message: 'slow' },
    ],
    ['Google Cloud', auto, '{"severity":"CRITICAL","message":"x"}', { level: 'fatal', message: 'x' }],
    [
      'logfmt',
      auto,
      'time=2026-12-01T22:05:12.123Z level=error msg="no \\"stock\\"" id=7',
      { at, level: 'error', message: 'no "stock"' },
    ],
    ['plain', auto, '2026-12-01T22:05:12.123Z ERROR no stock', { at, level: 'error', message: 'no stock' }],
    ['plain in brackets', auto, '[2026-12-01 22:05:12,123] [warn] slow', { at: clock, level: 'warn', message: 'slow' }],
    ['plain with a leading level', auto, 'error: no stock', { level: 'error', message: 'no stock' }],
    ['a word far from the head is none', auto, `${'x'.repeat(120)} ERROR`, { message: `${'x'.repeat(120)} ERROR` }],
    ['a small word is none', auto, 'no error was found', { message: 'no error was found' }],
    [
      'a stack is an error',
      auto,
      'TypeError: x is null',
      { level: 'error', message: 'TypeError: x is null', fault: { type: 'TypeError', message: 'x is null' } },
    ],
    [
      'a pattern',
      { format: 'plain', pattern: linearExpression('^(?<level>\\w)\\|(?<time>\\S+)\\|(?<message>.*)$') },
      'E|2026-12-01T22:05:12.123Z|no stock',
      { at, message: 'no stock' },
    ],
    ['JSON that was cut', { format: 'pino' }, '{"level":50,"msg":"no st', { level: 'error', message: 'no st' }],
    [
      'JSON with a raw byte in a text',
      auto,
      '{"req":{"level":10,"tags":["a",{"level":20}]},"level":"error","body":"\u0001","msg":"no stock"}',
      { level: 'error', message: 'no stock' },
    ],
    [
      'JSON that was cut in the middle of its error',
      { format: 'pino' },
      '{"level":60,"err":{"type":"TypeError","message":"x is null","stack":"TypeError: x is null\\n    at total (/srv/shop/src/orders.ts:1:1)\\n  at ',
      {
        level: 'fatal',
        message: '',
        fault: { type: 'TypeError', message: 'x is null' },
      },
    ],
    ['what begins like JSON and is none', auto, '{ id: 7, level: 50 }', { message: '{ id: 7, level: 50 }' }],
    ['JSON that was cut before it says anything', auto, '{"id":7,"te', { message: '{"id":7,"te' }],
    [
      'a piece of a line that Docker cut',
      auto,
      '{"log":"{\\"level\\":50,\\"msg\\":\\"no st","stream":"stdout","time":"2026-12-01T22:05:12.123456789Z"}',
      { at, level: 'error', message: 'no st' },
    ],
    ['JSON that is no event', auto, '{"a":1}', { message: '{"a":1}' }],
    [
      'a file of Docker',
      auto,
      '{"log":"{\\"level\\":50,\\"msg\\":\\"no stock\\"}\\n","stream":"stderr","time":"2026-12-01T22:05:12.123456789Z"}',
      { at, level: 'error', message: 'no stock' },
    ],
    [
      'docker logs --timestamps',
      auto,
      '2026-12-01T22:05:12.123456789Z {"level":50,"msg":"no stock"}',
      { at, level: 'error', message: 'no stock' },
    ],
    ['docker compose logs', auto, 'shop-1  | {"level":50,"msg":"no stock"}', { level: 'error', message: 'no stock' }],
    ['seconds since 1970', auto, '{"level":"info","ts":1796162712.123,"msg":"x"}', { at, level: 'info', message: 'x' }],
  ])('of %s', (_, form, line, expected) => {
    const { text, ...entry } = entryReader(form)(line, []);
    expect(entry).toEqual(expected);
    expect(text).toBe(line);
  });

  it('takes the stack that was printed beside the logger', () => {
    const entry = entryReader(auto)('{"level":50,"msg":"x","err":{"type":"TypeError","message":"no"}}', [
      '    at total (/srv/shop/src/orders.ts:1:1)',
    ]);
    expect(entry.fault).toEqual({ type: 'TypeError', message: 'no', place: 'total (src/orders.ts)' });
  });
});

describe('a level', () => {
  it.each([
    [10, 'trace'],
    [35, 'info'],
    [50, 'error'],
    [60, 'fatal'],
    [70, 'fatal'],
    [3, undefined],
    ['50', 'error'],
    ['ERR', 'error'],
    ['Warning', 'warn'],
    ['http', 'info'],
    ['loud', undefined],
    [null, undefined],
    ['toString', undefined],
  ])('%s is %s', (written, level) => {
    expect(levelOf(written)).toBe(level);
  });

  it.each([
    ['0', 'fatal'],
    ['3', 'error'],
    ['4', 'warn'],
    ['6', 'info'],
    ['7', 'debug'],
    ['9', undefined],
  ])('of priority %s is %s', (priority, level) => {
    expect(levelOfPriority(priority)).toBe(level);
  });
});
