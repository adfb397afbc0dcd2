import { instant, millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { countedOver } from './counted-over.ts';

const at = (second: number) => instant(1_764_626_400_000 + second * 1_000);

describe('in how many seconds was counted', () => {
  it('is the interval, and not told, from one look to the next', () => {
    const lookedAt = countedOver(seconds(15));
    expect([0, 15, 30.4, 44.2, 66].map((second) => lookedAt(at(second)))).toEqual([{}, {}, {}, {}, {}]);
  });

  it('is all the time since the last look that succeeded, in whole intervals', () => {
    const lookedAt = countedOver(seconds(15));
    expect([0, 30.7, 45, 195.2, 210].map((second) => lookedAt(at(second)))).toEqual([
      {},
      { over: 30 },
      {},
      { over: 150 },
      {},
    ]);
    const often = countedOver(millis(500));
    often(at(0));
    expect(often(at(2))).toEqual({ over: 2 });
  });

  it('is only the time since what is counted began anew', () => {
    const lookedAt = countedOver(seconds(15));
    lookedAt(at(0));
    expect(lookedAt(at(150), at(100))).toEqual({ over: 45 });
    expect(lookedAt(at(300), at(295))).toEqual({});
    expect(lookedAt(at(450), at(450))).toEqual({});
    expect(lookedAt(at(480), at(100))).toEqual({ over: 30 });
  });

  it('is not known of a count that began anew where nobody says when', () => {
    const lookedAt = countedOver(seconds(15));
    lookedAt(at(0));
    expect(lookedAt(at(150), true)).toEqual({});
    expect(lookedAt(at(180), false)).toEqual({ over: 30 });
  });

  it('is not known where nobody says how often is looked', () => {
    const lookedAt = countedOver(undefined);
    lookedAt(at(0));
    expect(lookedAt(at(600))).toEqual({});
  });
});
