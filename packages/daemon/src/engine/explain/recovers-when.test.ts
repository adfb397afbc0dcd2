import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { hours, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { check, count, criterion, gauge, latency, rate, type Story, tell } from '../scenario.fixture.ts';

type Of = Partial<Criterion> & Pick<Criterion, 'measure'>;

/** A criterion that is bad for a quarter of an hour from the deploy on, and `after` when that is over. */
function failed(of: Of, bad: Story, { before, after = bad }: { before?: Story; after?: Story } = {}) {
  const told = tell({
    criteria: [criterion({ ...of, name: 'one' })],
    ...(before && { before: { one: before } }),
    baseline: hours(2),
    after: { one: (t) => (t < 60 ? bad(t) : after(t)) },
  });
  return (ticks = 0) => {
    told.until(seconds(900 + 15 * ticks));
    return told.judgement('one');
  };
}

describe('what would make a criterion well again that failed by evidence', () => {
  const values = (value: number) => latency(...Array.from({ length: 20 }, () => value));
  it.each<[string, Of, Story, RegExp]>([
    ['a rate', { measure: 'rate', limit: 0.01 }, () => rate(30, 100), /in a row without a bad request$/],
    ['a count', { measure: 'count', limit: 0.5 }, () => count(9), /in a row without an event$/],
    ['a check', { measure: 'check', limit: 0.05 }, () => check(false), /in a row without a failed look$/],
    ['a time', { measure: 'latency', limit: 0.4 }, () => values(2), /in a row with no request over 400 ms$/],
    ['a level', { measure: 'gauge', limit: 80 }, () => gauge(95), /in a row not over 80$/],
    ['a low level', { measure: 'gauge', limit: 10, worse: 'lower' }, () => gauge(2), /in a row not under 10$/],
  ])('%s: so many readings without what is bad', (_, of, bad, words) => {
    const { state, flipsWhen } = failed(of, bad)();
    expect(state).toBe('failing');
    expect(flipsWhen).toMatch(/^recovered after \d+ readings /);
    expect(flipsWhen).toMatch(words);
  });

  it.each<[string, Of, Story, Story]>([
    ['requests', { measure: 'rate', limit: 0.01 }, () => rate(30, 100), () => rate(0, 100)],
    ['looks', { measure: 'check', limit: 0.2 }, () => check(false), () => check(true)],
  ])('and after that many %s it is', (_, of, bad, afterwards) => {
    const looking = failed(of, bad, { after: afterwards });
    const needed = Number(/after (\d+) readings/.exec(looking().flipsWhen ?? '')?.[1]);
    expect(looking(needed - 1)).not.toHaveProperty('recoveredSince');
    expect(looking(needed - 1).flipsWhen).toMatch(/^recovered after 1 reading without a/);
    const well = looking(needed);
    expect(well.recoveredSince).toBeDefined();
    expect(well).not.toHaveProperty('flipsWhen');
  });

  it('of several limits the strictest: nothing over any of them', () => {
    const before: Story = (t) => gauge(40 + (Math.abs(t) % 10));
    const { flipsWhen } = failed({ measure: 'gauge', limit: 90, tolerance: 0.2 }, () => gauge(95), { before })();
    expect(flipsWhen).toMatch(/in a row not over 5\d(\.\d+)?$/);
  });

  it('is nothing that anybody waits for, where one of its limits is that small', () => {
    const strict = { measure: 'rate', limit: 1e-7 } as const;
    expect(failed(strict, () => rate(30, 100))().state).toBe('failing');
    expect(failed(strict, () => rate(30, 100))()).not.toHaveProperty('flipsWhen');
    const compared = failed({ ...strict, tolerance: 0.25 }, () => rate(30, 100), { before: () => rate(1, 100) })();
    expect(compared.state).toBe('failing');
    expect(compared).not.toHaveProperty('flipsWhen');
  });
});

describe('what failed with nothing to count', () => {
  const heartbeat = { measure: 'rate', noData: 'failing' } as const;
  const gone: Story = () => ({ type: 'absent', because: 'no rows' });

  it.each<[string, Of, Story]>([
    ['because nobody made a request since', { ...heartbeat, limit: 0.01 }, () => rate(0, 0)],
    ['because it has no limit', heartbeat, () => rate(1, 100)],
  ])('%s says only when it was well again', (_, of, after) => {
    const well = failed(of, gone, { after })(8);
    expect(well.because).toBe('It failed at 22:02 UTC and is well again since 22:15 UTC.');
  });

  it('else also what was counted', () => {
    const well = failed({ ...heartbeat, limit: 0.01 }, gone, { after: () => rate(1, 1000) })(8);
    expect(well.because).toBe(
      'It failed at 22:02 UTC and is well again since 22:15 UTC: 0.1 %, 8 of 8,000 requests bad since the deploy (limit 1 %).',
    );
  });
});
