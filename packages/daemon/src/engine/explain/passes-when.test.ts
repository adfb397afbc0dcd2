import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { hours, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { count, criterion, gauge, latency, type Story, tell } from '../scenario.fixture.ts';

/** How it stands after so many intervals of 15 seconds. */
function watched(of: Partial<Criterion> & Pick<Criterion, 'measure'>, before: Story, after: Story) {
  const told = tell({
    criteria: [criterion({ ...of, name: 'one' })],
    before: { one: before },
    after: { one: after },
    baseline: hours(4),
  });
  return (ticks: number) => {
    told.until(seconds(15 * ticks));
    return told.judgement('one');
  };
}
const tenth = (t: number) => (Math.abs(t) % 20) / 100;
const times = { measure: 'latency', tolerance: 0.1 } as const;
const level = { measure: 'gauge', tolerance: 0.2, worse: 'lower' } as const;

describe('what would make a criterion pass', () => {
  it('is as many as its slowest quantile still needs, none over the lowest of the numbers that are to be ruled out', () => {
    const at = watched(
      times,
      (t) => latency(0.1 + tenth(t)),
      () => latency(0.05),
    );
    const told = at(12).flipsWhen ?? '';
    const [, needed, edge] = /^passing after (\d+) more requests, none of them over (\d+) ms/.exec(told) ?? [];
    expect(Number(edge)).toBeGreaterThan(190 * 1.25);
    expect(Number(edge)).toBeLessThan(190 * 1.5);
    expect(at(12 + Number(needed) - 1)).toMatchObject({
      state: 'undecided',
      flipsWhen: expect.stringMatching(/^passing after 1 more request, /),
    });
    expect(at(12 + Number(needed)).state).toBe('passing');
  });

  it('is none under the highest of them, where lower is worse', () => {
    const at = watched(
      level,
      (t) => gauge(100 + 100 * tenth(t)),
      () => gauge(150),
    );
    expect(at(12).flipsWhen).toMatch(/^passing after \d+ more readings, none of them under \d+/);
  });

  it('counts down to a minute', () => {
    const at = watched(
      { measure: 'count', limit: 0.5 },
      () => count(0),
      () => count(0),
    );
    let last = '';
    for (let ticks = 12; at(ticks).state !== 'passing'; ticks++) last = at(ticks).flipsWhen ?? '';
    expect(last).toMatch(/^passing after 1 more minute without an event/);
  });
});

describe('what must be ruled out', () => {
  const at = watched(
    times,
    (t) => latency(0.1 + tenth(t)),
    () => latency(0.05),
  );

  it('is each quantile that certifies, until it is', () => {
    expect(at(12).because).toMatch(/Too little yet to rule out a p50 of \d+ ms or more and a p95 of \d+ ms or more\.$/);
    let because = '';
    for (let ticks = 13; at(ticks).state !== 'passing'; ticks++) because = at(ticks).because;
    expect(because).toMatch(/Too little yet to rule out a p95 of \d+ ms or more\.$/);
  });

  it('and stays told when it is', () => {
    expect(at(400).because).toMatch(
      /Ruled out, at odds of 1 in 40: a p50 of \d+ ms or more and a p95 of \d+ ms or more/,
    );
  });

  it.each([
    ['of a limit beside it the nearer one: what was usual', 5, /p95 of (?!5 s)[\d.]+ m?s or more(\.$|;)/],
    ['of a limit beside it the nearer one: the limit', 0.202, /p95 of 202 ms or more(\.$|;)/],
  ])('is %s', (_, limit, last) => {
    const limited = watched(
      { ...times, limit },
      (t) => latency(0.1 + tenth(t)),
      () => latency(0.05),
    );
    for (const ticks of [12, 800]) {
      const { because } = limited(ticks);
      expect(because).toMatch(last);
      expect(because.match(/ or more/g)).toHaveLength(2);
    }
  });

  it('is as little or less, where lower is worse', () => {
    const low = watched(
      level,
      (t) => gauge(100 + 100 * tenth(t)),
      () => gauge(150),
    );
    expect(low(12).because).toMatch(/rule out a p50 of \d+(\.\d+)? or less and a p5 of \d+(\.\d+)? or less\.$/);
  });
});
