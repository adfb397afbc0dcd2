import { days, instant, millis } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { answerExpectation, faultsIn } from './answer-expectation.ts';
import { excerpt } from './excerpt.ts';

const schema = z.strictObject(answerExpectation);
const now = instant(Date.parse('2026-12-01T00:00:00Z'));
const body = JSON.stringify({
  status: 'ok',
  version: 'v1.4.2',
  queue: { depth: 7, oldest: null },
  shards: [{ up: true }, { up: false }],
});
const answer = (text: string, more: object = {}) => ({
  type: 'answered' as const,
  status: 200,
  headers: { 'content-type': 'application/json', 'x-release': 'v1.4.2' },
  body: text,
  phases: { firstByte: millis(1), total: millis(1) },
  ...more,
});
const faults = (expected: unknown, text = body, more: object = {}) =>
  faultsIn(answer(text, more), schema.parse(expected), now);

describe('an answer', () => {
  it.each<[unknown]>([
    [{}],
    [{ status: '2xx', body: 'ok', header: { 'X-Release': { matches: '^v1' } } }],
    [{ json: { '$.status': 'ok', '$.queue.depth': { 'at-least': 1, 'at-most': 7 }, '$.queue.oldest': null } }],
    [{ json: { '$.version': { matches: '^v\\d' }, '$.shards[0].up': true, '$.shards[?@.up == false].up': false } }],
    [{ size: { 'at-least': 10, 'at-most': '1kB' } }],
  ])('is as expected: %j', (expected) => {
    expect(faults(expected)).toEqual([]);
  });

  it.each<[unknown, readonly string[]]>([
    [{ status: 204, body: 'down' }, ['expected 204', `body "${excerpt(body)}" has no "down"`]],
    [{ json: { '$.status': 'up' } }, ['$.status is "ok", expected "up"']],
    [{ json: { '$.queue.depth': '7' } }, ['$.queue.depth is 7, expected "7"']],
    [{ json: { '$.queue.depth': { 'at-most': 5 } } }, ['$.queue.depth is 7, expected at most 5']],
    [{ json: { '$.status': { 'at-most': 5 } } }, ['$.status is "ok", expected a number']],
    [{ json: { '$.queue.depth': { contains: '7' } } }, ['$.queue.depth is 7, expected a text']],
    [{ json: { '$.version': { matches: '^2' } } }, ['$.version is "v1.4.2" and does not match /^2/']],
    [{ json: { '$.shards[*].up': true } }, ['$.shards[*].up finds 2 values, and one is expected: [true,false]']],
    [{ size: { 'at-most': '10B' } }, [`body of ${body.length} B, expected at most 10 B`]],
    [{ size: { 'at-least': '1MB' } }, [`body of ${body.length} B, expected at least 1 MB`]],
    [{ 'tls-days-left': 14 }, ['no certificate was seen']],
  ])('lacks what %j says', (expected, told) => {
    expect(faults(expected)).toEqual(told);
  });

  it('says what stands where a path leads nowhere', () => {
    expect(faults({ json: { '$.queue.length': 1 } }, '{"queue":{"depth":7}}')).toEqual([
      '$.queue.length is not in {"queue":{"depth":7}}',
    ]);
    expect(faults({ json: { '$.a': 1, '$.b': 2 } }, '<html>')).toEqual(['the body "<html>" is no JSON']);
    expect(faults({ json: { '$.a': 1 } }, '')).toEqual(['the body (empty) is no JSON']);
  });

  it('is as large as its bytes, not as the text that is made of them', () => {
    const picture = Buffer.alloc(100, 0xff);
    expect(faults({ size: { 'at-least': 150 } }, picture.toString('utf8'), { bytes: picture })).toEqual([
      'body of 100 B, expected at least 150 B',
    ]);
  });

  it('has a certificate that is good for long enough', () => {
    const certificate = { expires: instant(now + days(20)) };
    expect(faults({ 'tls-days-left': 14 }, body, { certificate })).toEqual([]);
    expect(faults({ 'tls-days-left': 21 }, body, { certificate })).toEqual([
      'the certificate ends 2026-12-21T00:00:00.000Z, expected at least 21 days left',
    ]);
  });
});

it.each([
  [{ json: { 'queue.depth': 1 } }, 'is not a JSON path: expected'],
  [{ json: { '$.a[': 1 } }, 'unclosed bracketed selection (character 4)'],
  [{ json: { '$.a': {} } }, 'expects nothing'],
  [{ size: { 'at-most': '10s' } }, 'is not a size'],
  [{ body: { matches: '[' } }, 'is not a regular expression'],
])('%j cannot be expected: %s', (expected, words) => {
  expect(schema.safeParse(expected).error?.message).toContain(words);
});
