import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { CounterMemory, type Look } from './counter-memory.ts';

const start = 1_800_000_000;
/** A look `second` seconds after the start. */
const look = (second: number, values: Readonly<Record<string, number>>, processStart?: number): Look => ({
  at: instant((start + second) * 1_000),
  processStart,
  counters: Object.entries(values).map(([key, value]) => ({ key, group: key.replace(/\d$/, ''), value })),
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
});
