import { describe, expect, it } from 'vitest';
import { defaultTuning as tuning } from '../tuning.ts';
import { bet, type EProcess, openEProcess } from './e-process.ts';
import { type Imagined, ticksUntil } from './ticks-until.ts';

const manner = { phi: 1.5, law: 'binomial' } as const;
const limit = 0.05;
const seconds = 15;

/** A process that has seen so many ticks of 40 units. */
function after(ticks: number, k: (tick: number) => number, against: 'worse' | 'better' = 'worse'): EProcess {
  const process = openEProcess(against, tuning);
  for (let tick = 0; tick < ticks; tick++) {
    bet(process, { at: tick * seconds, seconds, n: 40, k: k(tick), limit }, manner, tuning);
  }
  return process;
}

/** How many such ticks it takes when they are really bet on, one after the other. */
function counted(imagined: readonly Imagined[], target: number, most: number, care = tuning): number | undefined {
  const all = imagined.map(({ process, units, limit, further = [], ...how }) =>
    [{ process, limit, headStart: 0 }, ...further].map((one) => ({
      ...one,
      process: structuredClone(one.process),
      worth: (tick: { n: number; k: number }, to: EProcess) =>
        Math.exp(one.headStart) * bet(to, { at: 0, seconds, ...tick, limit: one.limit }, how, care),
      units,
    })),
  );
  for (let tick = 1; tick <= most; tick++) {
    const least = all.map((ones) => Math.min(...ones.map(({ process, units, worth }) => worth(units, process))));
    if (least.reduce((sum, one) => sum + one, 0) / least.length >= target) return tick;
  }
  return undefined;
}

const bad = (n: number, k: number) => ({ units: { n, k }, limit, ...manner });
const fresh = after(0, () => 0);
const calm = after(400, (tick) => tick % 2);
const busy = after(20, () => 3);
const spent = after(5760, () => 2);
const poor: EProcess = { ...fresh, capital: fresh.capital.map(() => 1e-200), reserve: 0 };

describe('how many ticks in a row it takes', () => {
  it.each<[string, readonly Imagined[], number]>([
    ['nothing was seen yet', [{ process: fresh, ...bad(40, 40) }], 100],
    ['a calm watch', [{ process: calm, ...bad(40, 40) }], 100],
    ['a little worse', [{ process: calm, ...bad(40, 4) }], 100],
    ['where most bets lose and one wins', [{ process: busy, ...bad(40, 3) }], 20],
    ['when no capital is kept any more', [{ process: spent, ...bad(40, 6) }], 100],
    ['when next to none is left, and the search runs past all doubles', [{ process: poor, ...bad(40, 40) }], 100],
    [
      'two tests, of which one wins',
      [
        { process: calm, ...bad(40, 40) },
        { process: calm, ...bad(40, 0) },
      ],
      100,
    ],
    [
      'two tests, of which one wins a little',
      [
        { process: calm, ...bad(40, 4) },
        { process: calm, ...bad(40, 3) },
      ],
      100,
    ],
    ['well again', [{ process: after(3, () => 40, 'better'), ...bad(40, 0) }], 20],
    [
      'the least of several suppositions, each with its head start',
      [
        {
          process: fresh,
          ...bad(40, 12),
          further: [
            { process: calm, limit: 0.08, headStart: 1 },
            { process: fresh, limit: 0.1, headStart: 2.2 },
          ],
        },
      ],
      100,
    ],
  ])('%s: as many as when they are told', (_, imagined, target) => {
    const ticks = ticksUntil({ imagined, seconds, target, most: 10_000, tuning });
    expect(ticks).toBeGreaterThan(1);
    expect(ticks).toBe(counted(imagined, target, 10_000));
  });

  it.each([3, 4, 6])('in a short watch, where what is given out on the way counts as much: %i of 40 bad', (k) => {
    const [short, imagined] = [{ ...tuning, horizonSeconds: 600 }, [{ process: fresh, ...bad(40, k) }]];
    for (const target of [1.001, 1.01, 1.02, 1.05, 1.1, 1.2, 1.5, 2, 3, 10, 100, 1e12]) {
      const ticks = ticksUntil({ imagined, seconds, target, most: 1000, tuning: short });
      expect(ticks).toBeDefined();
      expect(ticks).toBe(counted(imagined, target, 1000, short));
    }
  });

  it('is one where the next is enough', () => {
    const imagined = [{ process: after(20, () => 9), ...bad(40, 40) }];
    expect(ticksUntil({ imagined, seconds, target: imagined[0]?.process.evidence ?? 0, most: 10, tuning })).toBe(1);
  });

  it('is told up to the most that is asked for, and no further', () => {
    const imagined = [{ process: calm, ...bad(40, 4) }];
    const needed = counted(imagined, 100, 10_000) ?? 0;
    expect(ticksUntil({ imagined, seconds, target: 100, most: needed, tuning })).toBe(needed);
    expect(ticksUntil({ imagined, seconds, target: 100, most: needed - 1, tuning })).toBeUndefined();
  });

  it('is never where nothing could win, or nobody bets', () => {
    const imagined = [{ process: calm, ...bad(40, 0) }];
    expect(ticksUntil({ imagined, seconds, target: 100, most: 10_000, tuning })).toBeUndefined();
    expect(ticksUntil({ imagined: [], seconds, target: 0, most: 10, tuning })).toBeUndefined();
  });

  it('a tick that brings no evidence only gives out capital', () => {
    const imagined = [{ process: fresh, ...bad(0, 0) }];
    expect(ticksUntil({ imagined, seconds, target: 1.0001, most: 10_000, tuning })).toBeUndefined();
    expect(ticksUntil({ imagined, seconds, target: 1 - 1e-9, most: 10_000, tuning })).toBe(1);
  });
});
