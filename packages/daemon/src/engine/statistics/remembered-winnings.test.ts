import { describe, expect, it } from 'vitest';
import { referenceTuning, defaultTuning as tuning } from '../tuning.ts';
import { winningsOf } from './remembered-winnings.ts';
import { stakesAt, winningsFrom } from './winnings.ts';

const manner = { phi: 1, law: 'binomial' } as const;
const asked = (of: Partial<{ n: number; k: number; limit: number }> = {}) =>
  winningsOf('worse', { n: 10, k: 1, limit: 0.02, ...of }, manner, tuning);

describe('what a tick wins is worked out once', () => {
  it('where the same reading comes again, with some others of its size between', () => {
    const before = [0, 1, 2, 3].map((k) => asked({ k }));
    for (const [k, one] of before.entries()) expect(asked({ k })).toBe(one);
  });

  it.each([
    ['of many bad units, which seldom come twice', { k: 4 }],
    ['of fractions, which buckets give', { k: 0.5 }],
  ])('but not %s', (_, of) => {
    expect(asked(of)).not.toBe(asked(of));
    expect(asked(of)).toEqual(asked(of));
  });

  it('of each limit by itself, and of very many limits only the latest', () => {
    const before = asked({ limit: 0.5 });
    for (let i = 1; i <= 100; i++) asked({ limit: i / 10_000 });
    expect(asked({ limit: 0.5 })).toBe(before);
    for (let i = 1; i <= 5000; i++) asked({ limit: i / 20_000 });
    expect(asked({ limit: 0.5 })).not.toBe(before);
    expect(asked({ limit: 0.5 })).toEqual(before);
  });
});

it('what is remembered never changes an answer, whichever reading came before', () => {
  const manners = [
    { phi: 1, law: 'binomial' },
    { phi: 2, law: 'binomial' },
    { phi: 2, law: 'poisson' },
    { phi: 2, law: 'binomial', inBursts: true },
  ] as const;
  const questions = (['worse', 'better'] as const).flatMap((against) =>
    manners.flatMap((manner) =>
      [10, 20].flatMap((n) =>
        [tuning, referenceTuning].map((care) => [against, { n, k: 1, limit: 0.02 }, manner, care] as const),
      ),
    ),
  );
  for (const before of questions) {
    for (const [against, units, manner, care] of questions) {
      winningsOf(...before);
      const { won } = winningsFrom(stakesAt(units.limit, against, manner.law), against, units, manner, care);
      expect(winningsOf(against, units, manner, care).won).toEqual(won);
    }
  }
});
