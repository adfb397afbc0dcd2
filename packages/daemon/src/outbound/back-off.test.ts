import { instant, millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { Exchange, FailureCause } from '../ports/outbound.ts';
import { afterExchange, type Patience, patient, refusal } from './back-off.ts';

const start = instant(Date.parse('2026-12-01T22:41:00Z'));
const at = (after: number) => instant(start + after * 1_000);
const answered = (status: number, headers: Readonly<Record<string, string>> = {}): Exchange => ({
  type: 'answered',
  status,
  headers,
  body: '',
  phases: { firstByte: millis(1), total: millis(1) },
});
const failed = (cause: FailureCause, words = 'trouble'): Exchange => ({
  type: 'failed',
  cause,
  because: `GET https://provider.example/api: ${words} after 2 ms`,
  after: millis(2),
});
/** How it stands after these answers, one a second; chance in the middle. */
const after = (...answers: readonly Exchange[]): Patience =>
  answers.reduce((before, answer, n) => afterExchange(before, answer, { now: at(n), chance: 0.5 }), patient);
/** Seconds from the last answer until it is asked again. */
const waits = (state: Patience, answers: number): number =>
  state.until === undefined ? 0 : (state.until - at(answers - 1)) / 1_000;

describe('a provider', () => {
  it.each<[string, readonly Exchange[], number]>([
    ['that answers is asked again', [answered(200)], 0],
    ['that refuses a question is asked the next one', [answered(404), answered(401)], 0],
    ['that had a blip is asked again', [answered(503), answered(500)], 0],
    ['that is in trouble is left alone', [answered(503), failed('refused'), answered(500)], 5],
    ['that is in trouble for longer is left alone for longer', Array.from({ length: 5 }, () => failed('timeout')), 20],
    ['is left alone for a minute at most', Array.from({ length: 30 }, () => failed('reset')), 60],
    ['that had enough is left alone at once', [answered(429)], 5],
    ['says how long', [answered(429, { 'retry-after': '90' })], 90.5],
    ['says when its window ends', [answered(429, { 'x-sentry-rate-limit-reset': `${at(40) / 1_000}` })], 40.5],
    ['says until when', [answered(503, { 'retry-after': 'Tue, 01 Dec 2026 22:43:00 GMT' })], 120.5],
    ['cannot send us away for longer than an hour', [answered(429, { 'retry-after': '86400' })], 3_600.5],
    ['says nonsense', [answered(429, { 'retry-after': 'soon' })], 5],
    ['is forgiven once it answers', [answered(500), answered(500), answered(200), answered(500)], 0],
  ])('%s', (_rule, answers, wait) => {
    expect(waits(after(...answers), answers.length)).toBeCloseTo(wait, 3);
  });

  it('is not blamed for what is our own', () => {
    const ours = (['aborted', 'invalid', 'too-large', 'backing-off'] as const).map((cause) => failed(cause));
    expect(after(...ours, ...ours)).toEqual(patient);
  });

  it('is not asked by many in the same moment', () => {
    const until = (chance: number) => afterExchange(patient, answered(429), { now: start, chance }).until ?? 0;
    expect([until(0), until(1)]).toEqual([start + seconds(4), start + seconds(6)]);
  });
});

describe('a question in the meantime', () => {
  it('is answered with what happened and how long it takes', () => {
    expect(refusal(after(answered(429)), at(1))).toBe('backing off until 22:41:05 UTC after answered 429');
    const down = after(
      failed('refused', 'connection refused'),
      failed('reset'),
      failed('refused', 'connection refused'),
    );
    expect(refusal(down, at(3))).toBe(
      'backing off until 22:41:07 UTC after 3 failures in a row, the last: connection refused',
    );
  });

  it('is sent when the time is over: one, and the others when that one is answered', () => {
    const state = after(answered(429));
    expect(refusal(state, at(6))).toBeUndefined();
    const trying = { ...state, trying: true };
    expect(refusal(trying, at(6))).toBeDefined();
    expect(refusal(afterExchange(trying, answered(200), { now: at(7), chance: 0 }), at(7))).toBeUndefined();
    expect(refusal(afterExchange(trying, failed('aborted'), { now: at(7), chance: 0 }), at(7))).toBeUndefined();
  });
});
