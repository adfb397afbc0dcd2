import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { lastIn, totalIn } from './points-of.ts';
import { askedCount } from './timeseries-question.ts';

const span = { from: instant(0), to: instant(60_000) };
const at = (time: number, value: number | null) => ({ at: instant(time), value });

describe('two series of the same name', () => {
  const mixed = [{ key: 'errors', points: [at(15_000, 9), at(15_000, 0)] }];

  it('are neither summed nor is the last of them the value', () => {
    const because = 'errors has several values at 1970-01-01T00:00:15.000Z: series of the same name';
    expect(totalIn(mixed, span, 'error')).toEqual({ type: 'error', because });
    expect(lastIn(mixed, span, 'each', 'higher')).toEqual({ type: 'error', because });
  });

  it('are not seen in what is empty or lies outside', () => {
    const apart = [{ key: 'errors', points: [at(15_000, null), at(15_000, 2), at(60_000, 1), at(60_000, 3)] }];
    expect(lastIn(apart, span, 'error', 'higher')).toEqual({ type: 'one', value: 2 });
  });
});

describe('a count', () => {
  const count = (value: number) =>
    askedCount({ query: 'errors', series: 'error', empty: 'absent' }, (query: string) => query).read(
      [[{ key: 'errors', points: [at(0, value)] }]],
      span,
    );

  it.each([
    [0, 0],
    [2.9999, 3],
    [0.6, 1],
  ])('of %d is %i', (value, whole) => {
    expect(count(value)).toEqual({ type: 'count', count: whole });
  });

  it('is not rounded away: what is more than nothing is not nothing', () => {
    expect(count(0.2)).toMatchObject({
      type: 'error',
      because: expect.stringMatching(/^errors from .*: 0\.2 is no count; ask for how many there were/),
    });
  });
});
