import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { absent, check, count, criterion, gauge, latency, rate, type Story, tell } from '../scenario.fixture.ts';

/** A criterion judged by facts, `ticks` intervals of 15 seconds after the deploy at 22:00. */
function said(of: Partial<Criterion> & Pick<Criterion, 'measure'>, after: Story, ticks: number) {
  const told = tell({ criteria: [criterion({ ...of, name: 'one' })], after: { one: after } });
  told.until(seconds(15 * ticks));
  return told.judgement('one');
}
const at =
  (...ticks: number[]) =>
  (t: number) =>
    ticks.includes(t);

describe('a rule that is broken, in words', () => {
  const pool = { measure: 'gauge', limit: 80, strict: true } as const;
  const workers = { measure: 'gauge', limit: 2, strict: true, worse: 'lower' } as const;
  const errors = { measure: 'rate', limit: 0 } as const;
  const share = { measure: 'rate', limit: 0.01, strict: true } as const;
  const slow = { measure: 'latency', limit: 1, strict: true } as const;
  const site = { measure: 'check', limit: 0 } as const;
  const orphans = { measure: 'check', limit: 0, integrity: true } as const;
  const broken = at(40, 41, 42);

  it.each<[string, Parameters<typeof said>[0], Story, number, string]>([
    [
      'a level that is too high',
      pool,
      (t) => gauge(broken(t) ? 95 : 20),
      43,
      'p95 95: more than is accepted, 3 times in a row since 22:10 UTC (limit p95 80).',
    ],
    [
      'one reading of it is enough',
      { ...pool, confirm: 1 },
      (t) => gauge(t === 40 ? 95 : 20),
      41,
      'p95 95: more than is accepted, 1 time since 22:10 UTC (limit p95 80).',
    ],
    [
      'one is enough, and it is not yet well',
      { ...pool, confirm: 1 },
      (t) => gauge(t === 40 ? 95 : 20),
      42,
      'p95 95: more than is accepted, 1 time or more, last at 22:10 UTC (limit p95 80).',
    ],
    [
      'a level that is too low',
      workers,
      (t) => gauge(broken(t) ? 1 : 5),
      43,
      'p5 1: less than is accepted, 3 times in a row since 22:10 UTC (limit p5 2).',
    ],
    [
      'a time that is too long',
      slow,
      (t) => latency(broken(t) ? 2 : 0.1),
      43,
      'p95 2 s: more than is accepted, 3 times in a row since 22:10 UTC (limit p95 1 s).',
    ],
    [
      'a share that is too high',
      share,
      (t) => rate(broken(t) ? 30 : 0, 1000),
      43,
      '3 % in one reading: more than is accepted, 3 times in a row since 22:10 UTC (limit 1 %).',
    ],
    [
      'one bad request',
      errors,
      (t) => rate(t === 40 ? 1 : 0, 10),
      43,
      '1 request was bad since 22:10 UTC; none is allowed.',
    ],
    [
      'bad requests',
      errors,
      (t) => rate(broken(t) ? 2 : 0, 10),
      43,
      '6 requests were bad since 22:10 UTC; none is allowed.',
    ],
    [
      'looks that fail',
      orphans,
      (t) => check(!broken(t)),
      43,
      'It failed 3 times in a row since 22:10 UTC. Last seen: 503.',
    ],
    [
      'looks that failed, and are not yet well',
      orphans,
      (t) => check(!broken(t)),
      44,
      'It failed 2 times or more in a row, last at 22:10 UTC. Last seen: 503.',
    ],
    [
      'one look that failed, where none may',
      { ...site, confirm: 1 },
      (t) => check(t !== 20),
      22,
      'It failed 1 time, last at 22:05 UTC. Last seen: 503.',
    ],
    [
      'looks that fail now and then',
      site,
      (t) => check(!at(20, 40)(t)),
      43,
      'It failed 2 times, last at 22:10 UTC. Last seen: 503.',
    ],
  ])('%s', (_, of, after, ticks, words) => {
    expect(said(of, after, ticks)).toMatchObject({ state: 'failing', because: words });
  });

  const heartbeat = { measure: 'count', limit: 9, noData: 'failing' } as const;
  it.each<[string, number, number, string]>([
    ['once', 1, 41, 'Nothing was there in 1 reading (no rows), and the plan counts that as failing.'],
    [
      'more often than the plan asks',
      2,
      45,
      'Nothing was there in 5 readings in a row (no rows), and the plan counts that as failing.',
    ],
    [
      'until a moment ago',
      2,
      46,
      'Nothing was there in 2 readings in a row (no rows), and the plan counts that as failing.',
    ],
  ])('nothing there, %s', (_, confirm, ticks, words) => {
    const story: Story = (t) => (t >= 40 && t < 45 ? absent : count(0));
    expect(said({ ...heartbeat, confirm }, story, ticks).because).toBe(words);
  });
});

describe('a rule that holds, or is not surely broken, in words', () => {
  it.each<[string, Parameters<typeof said>[0], Story, string]>([
    [
      'no event',
      { measure: 'count', limit: 0 },
      () => count(0),
      'No event in 32 readings since the deploy; none is allowed.',
    ],
    [
      'no bad request',
      { measure: 'rate', limit: 0 },
      () => rate(0, 10),
      'No bad request in 32 readings since the deploy; none is allowed.',
    ],
    [
      'no failed look',
      { measure: 'check', limit: 0 },
      () => check(true),
      'It held in all 32 readings since the deploy.',
    ],
    [
      'no level that is too high',
      { measure: 'gauge', limit: 80, strict: true },
      () => gauge(20),
      'None of 32 readings since the deploy had more than is accepted (limit p95 80).',
    ],
    [
      'one event',
      { measure: 'count', limit: 0 },
      (t) => count(t === 39 ? 1 : 0),
      '1 event at 22:09 UTC where none is allowed, not confirmed yet (1 of 2).',
    ],
    [
      'bad requests',
      { measure: 'rate', limit: 0, confirm: 3 },
      (t) => rate(t === 38 ? 2 : 0, 10),
      '2 requests bad at 22:09 UTC where none is allowed, not confirmed yet (2 of 3).',
    ],
    [
      'one failed look',
      { measure: 'check', limit: 0 },
      (t) => check(t !== 20),
      'A violation at 22:05 UTC, not confirmed yet (1 of 2). Last seen: 503.',
    ],
    [
      'one reading with nothing there',
      { measure: 'count', limit: 9, noData: 'failing', confirm: 3 },
      (t) => (t < 39 ? count(0) : absent),
      'Nothing was there in 1 reading; 3 in a row count as failing.',
    ],
    [
      'two of them',
      { measure: 'count', limit: 9, noData: 'failing', confirm: 3 },
      (t) => (t < 38 ? count(0) : absent),
      'Nothing was there in 2 readings; 3 in a row count as failing.',
    ],
  ])('%s', (_, of, after, words) => expect(said(of, after, 40).because).toBe(words));
});

describe('what would break it, in words', () => {
  it.each<[string, Parameters<typeof said>[0], Story, string]>([
    ['an event', { measure: 'count', limit: 0, confirm: 1 }, () => count(0), 'failing with the first event'],
    [
      'a bad request',
      { measure: 'rate', limit: 0, confirm: 3 },
      () => rate(0, 10),
      'failing with the first bad request and 2 readings after it',
    ],
    [
      'a second one',
      { measure: 'rate', limit: 0, confirm: 3 },
      (t) => rate(t === 39 ? 1 : 0, 10),
      'failing with 2 more readings',
    ],
    ['failed looks', { measure: 'check', limit: 0 }, () => check(true), 'failing after 2 violating readings'],
    [
      'one more failed look',
      { measure: 'check', limit: 0 },
      (t) => check(t !== 20),
      'failing after 1 more violating reading',
    ],
    [
      'readings in a row',
      { measure: 'gauge', limit: 80, strict: true },
      () => gauge(20),
      'failing after 2 violating readings in a row',
    ],
    [
      'one reading',
      { measure: 'gauge', limit: 80, strict: true, confirm: 1 },
      () => gauge(20),
      'failing after 1 violating reading',
    ],
    [
      'a reading with nothing there',
      { measure: 'count', limit: 9, noData: 'failing' },
      (t) => (t < 39 ? count(0) : absent),
      'failing after 1 more reading with nothing there',
    ],
  ])('%s', (_, of, after, words) => expect(said(of, after, 40).flipsWhen).toBe(words));
});

describe('a level that may not fall, compared with the same hour of five days', () => {
  it('says how low it has been at this hour', () => {
    const level = criterion({ measure: 'gauge', name: 'one', worse: 'lower', tolerance: 0.2, every: minutes(5) });
    // Always about 100, and half of it in the first hour after 22:00.
    const story: Story = (t) => gauge((((t % 288) + 288) % 288 < 12 ? 50 : 100) + (Math.abs(t * 7) % 5));
    const told = tell({
      criteria: [level],
      before: { one: story },
      after: { one: story },
      baseline: minutes(5 * 288 * 6),
    });
    told.until(minutes(50));
    expect(told.judgement('one').because).toContain('at this hour down to');
  });
});
