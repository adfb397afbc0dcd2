import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { CounterMemory, type Look } from './counter-memory.ts';

const start = 1_800_000_000;
/** A look `second` seconds after the start. */
const look = (second: number, values: Readonly<Record<string, number>>, processStart?: number): Look => ({
  at: instant((start + second) * 1_000),
  processStart,
  counters: Object.entries(values).map(([key, value]) => ({ key, group: key.replace(/\d$/, ''), labels: [], value })),
});
const after = (...looks: readonly Look[]): CounterMemory => {
  const memory = new CounterMemory();
  for (const each of looks) memory.remember(each);
  return memory;
};
const growthOf = (memory: CounterMemory, next: Look) => {
  const growth = memory.grown(next);
  return growth.type === 'grown' ? Object.fromEntries(growth.by) : growth.type;
};

describe('what counters grew by', () => {
  it('is not known at the first look', () => {
    expect(growthOf(after(), look(0, { a: 5 }))).toBe('first');
  });

  it('is the difference of two looks', () => {
    expect(growthOf(after(look(0, { a: 5, b: 1 })), look(15, { a: 7, b: 1 }))).toEqual({ a: 2, b: 0 });
  });

  it('counts from 0 where a counter went back', () => {
    expect(growthOf(after(look(0, { a: 5, b: 1 })), look(15, { a: 3, b: 4 }))).toEqual({ a: 3, b: 3 });
  });

  it('counts a whole histogram from 0 when one of its buckets went back', () => {
    expect(growthOf(after(look(0, { h1: 5, h2: 100 })), look(15, { h1: 7, h2: 10 }))).toEqual({ h1: 7, h2: 10 });
  });

  it('counts a series from 0 that appears later: its first event made it', () => {
    expect(growthOf(after(look(0, { a: 5 })), look(15, { a: 5, b: 2 }))).toEqual({ a: 0, b: 2 });
    expect(growthOf(after(look(0, {})), look(15, { a: 1 }))).toEqual({ a: 1 });
  });

  it('does not count again what was missing on one page', () => {
    const memory = after(look(0, { a: 5, b: 900 }), look(15, { a: 6 }));
    expect(growthOf(memory, look(30, { a: 6, b: 903 }))).toEqual({ a: 0, b: 3 });
  });

  it('counts from 0 after a restart, even when the new process is ahead already', () => {
    const memory = after(look(0, { a: 5 }, start - 900));
    expect(growthOf(memory, look(15, { a: 40 }, start + 3))).toEqual({ a: 40 });
    memory.remember(look(15, { a: 40 }, start + 3));
    expect(growthOf(memory, look(30, { a: 41 }, start + 3))).toEqual({ a: 1 });
  });

  it('takes a start that wavers by a second for the same', () => {
    expect(growthOf(after(look(0, { a: 5 }, start - 900)), look(15, { a: 7 }, start - 899))).toEqual({ a: 2 });
  });

  it.each([
    ['older', start - 90_000],
    ['younger, but running long before the last look', start - 600],
  ])('begins anew when another process answers that is %s', (_, other) => {
    const memory = after(look(0, { a: 5 }, start - 900));
    const growth = memory.grown(look(15, { a: 7_000 }, other));
    expect(growth).toMatchObject({
      type: 'first',
      because: expect.stringContaining('point the source at one of them'),
    });
  });

  it('counts from 0 when the series says that it began anew', () => {
    const began = (second: number, value: number, created: number): Look => ({
      at: instant((start + second) * 1_000),
      processStart: undefined,
      counters: [{ key: 'a', group: 'a', labels: [], value, created }],
    });
    const memory = after(began(0, 5, start - 900));
    expect(growthOf(memory, began(15, 8, start - 900))).toEqual({ a: 3 });
    expect(growthOf(memory, began(15, 8, start + 3))).toEqual({ a: 8 });
  });

  describe('when a label comes or goes while the process runs', () => {
    const labelled = (
      second: number,
      series: readonly (readonly [labels: readonly string[], value: number])[],
    ): Look => ({
      at: instant((start + second) * 1_000),
      processStart: start - 900,
      counters: series.map(([labels, value]) => ({ key: labels.join(), group: labels.join(), labels, value })),
    });
    const total = (memory: CounterMemory, look: Look): number => {
      const growth = memory.grown(look);
      return growth.type === 'grown' ? [...growth.by.values()].reduce((sum, by) => sum + by, 0) : Number.NaN;
    };
    const routes = [[['route', '/'], 100] as const, [['route', '/x'], 7] as const];

    it.each([
      [
        'added',
        [
          [['route', '/', 'zone', 'a'], 60],
          [['route', '/', 'zone', 'b'], 43],
          [['route', '/x', 'zone', 'a'], 8],
        ],
        4,
      ],
      ['taken away', [[[], 110]], 3],
    ] as const)('carries on: %s', (_, then, by) => {
      expect(total(after(labelled(0, routes)), labelled(15, then))).toBe(by);
    });

    it.each([
      ['another label instead', [[['path', '/'], 104]], 104],
      ['a series beside the old ones', [...routes, [['route', '/', 'zone', 'a'], 4]], 4],
      ['less than before', [[['route', '/', 'zone', 'a'], 4]], 4],
    ] as const)('is not the same with %s', (_, then, by) => {
      expect(total(after(labelled(0, routes)), labelled(15, then))).toBe(by);
    });
  });
});
