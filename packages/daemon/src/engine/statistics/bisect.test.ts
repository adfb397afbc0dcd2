import { describe, expect, it } from 'vitest';
import { bisect } from './bisect.ts';

describe('halving', () => {
  it('ends with two neighbours among the doubles, the upper of which is the first over the edge', () => {
    const { below, above } = bisect(0, 1, (q) => q * q >= 0.5);
    expect(below).toBeLessThan(above);
    expect((below + above) / 2 === below || (below + above) / 2 === above).toBe(true);
    expect([below ** 2 >= 0.5, above ** 2 >= 0.5]).toEqual([false, true]);
  });

  it('stays at an end where everything lies on one side of the edge', () => {
    expect(bisect(1, 2, () => false).above).toBe(2);
    expect(bisect(1, 2, () => true).below).toBe(1);
  });

  it('leaves alone what has no middle', () => {
    expect(bisect(2, 2, () => true)).toEqual({ below: 2, above: 2 });
  });
});
