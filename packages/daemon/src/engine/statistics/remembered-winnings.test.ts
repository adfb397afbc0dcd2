import { describe, expect, it } from 'vitest';
import { referenceTuning, defaultTuning as tuning } from '../tuning.ts';
import { openEProcess } from './e-process.ts';
import { winningsOf } from './remembered-winnings.ts';
import { stakesAt, winningsFrom } from './winnings.ts';

const manner = { phi: 1, law: 'binomial' } as const;
const askedOf =
  (process = openEProcess('worse')) =>
  (of: Partial<{ n: number; k: number; limit: number }> = {}) =>
    winningsOf(process, { n: 10, k: 1, limit: 0.02, ...of }, manner, tuning);

describe('what a tick wins is worked out once', () => {
  it('where the same reading comes again, with some others of its size between', () => {
    const asked = askedOf();
    const before = [0, 1, 2, 3].map((k) => asked({ k }));
    for (const [k, one] of before.entries()) expect(asked({ k })).toBe(one);
    asked({ n: 11 });
    expect(asked()).not.toBe(before[1]);
    expect(asked()).toEqual(before[1]);
  });

  it.each([
    ['of many bad units, which seldom come twice', { k: 4 }],
    ['of fractions, which buckets give', { k: 0.5 }],
  ])('but not %s: that is told until the next question', (_, of) => {
    const [asked, fresh] = [askedOf(), askedOf()];
    const told = asked(of);
    expect(told).toEqual(fresh(of));
    asked({ k: 17 });
    expect(told).toEqual(fresh({ k: 17 }));
  });

  it('of the limit that holds, and anew when it changes', () => {
    const asked = askedOf();
    const before = asked();
    expect(asked({ limit: 0.5 })).not.toEqual(before);
    expect(asked()).toEqual(before);
    expect(asked()).not.toBe(before);
  });

  it('of each process by itself', () => {
    const [one, other] = [askedOf(), askedOf()];
    const before = one();
    other({ limit: 0.5 });
    expect(one()).toBe(before);
  });
});

it('what is remembered never changes an answer, whichever reading came before', () => {
  const manners = [
    { phi: 1, law: 'binomial' },
    { phi: 2, law: 'binomial' },
    { phi: 2, law: 'poisson' },
    { phi: 2, law: 'binomial', inBursts: true },
  ] as const;
  const questions = manners.flatMap((manner) =>
    [10, 20].flatMap((n) =>
      [1, 7].flatMap((k) => [tuning, referenceTuning].map((care) => [{ n, k, limit: 0.02 }, manner, care] as const)),
    ),
  );
  for (const against of ['worse', 'better'] as const) {
    const process = openEProcess(against);
    for (const before of questions) {
      for (const [units, manner, care] of questions) {
        winningsOf(process, ...before);
        const { won } = winningsFrom(stakesAt(units.limit, against, manner.law), against, units, manner, care);
        expect(winningsOf(process, units, manner, care).won).toEqual(won);
      }
    }
  }
});
