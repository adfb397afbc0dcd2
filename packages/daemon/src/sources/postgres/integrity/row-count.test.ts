import { describe, expect, it } from 'vitest';
import { judgeRowCount, recount } from './row-count.ts';

const quiet = { key: 'before', deployment: undefined };
const second = { key: 'd2 2.0 b', deployment: 'd2' };
const back = { key: 'd2 1.0 a', deployment: 'd2' };
const third = { key: 'd3 3.0 c', deployment: 'd3' };
type Known = ReturnType<typeof recount> | undefined;

describe('the count before the deploy', () => {
  it('is the last one that was made before it', () => {
    const known = [10, 20].reduce<Known>((before, count) => recount(before, quiet, count), undefined);
    expect(recount(recount(known, second, 12), second, 11)).toMatchObject({ before: 20, latest: 11 });
  });

  it('stays with a rollback, and is new with the next deploy', () => {
    const after = recount(recount(undefined, quiet, 20), second, 12);
    expect(recount(after, back, 13)).toMatchObject({ before: 20 });
    expect(recount(after, third, 13)).toMatchObject({ before: 12 });
  });

  it('is not known when nobody counted', () => {
    expect(recount(undefined, second, 12)).toEqual({ era: second.key, deployment: 'd2', latest: 12 });
  });
});

describe('a jump', () => {
  const judged = (latest: number, before: number) =>
    judgeRowCount({ table: 'orders', fallsAtMost: 0.5, growsAtMost: 1 }, { era: '', deployment: 'd2', latest, before });

  it.each([
    [50, 100, true],
    [49, 100, false],
    [200, 100, true],
    [201, 100, false],
    [0, 0, true],
    [1, 0, false],
  ])('%d after %d is accepted: %s', (latest, before, ok) => {
    expect(judged(latest, before)).toMatchObject({ type: 'check', ok });
  });

  it('is told with both numbers', () => {
    expect(judged(1, 0)).toMatchObject({
      because: 'row-count of orders: 1, 0 before the deploy: grew from nothing, at most 100 % is accepted',
    });
  });
});
