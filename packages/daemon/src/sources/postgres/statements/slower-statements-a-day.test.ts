import { hours, instant, minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { Counters } from './counters.ts';
import { firstLook, nextLook } from './history.ts';
import { findSlower, type Suspicion } from './slower-statements.ts';

/** Mulberry32: the same numbers each time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Day {
  readonly statements: number;
  /** Calls of each, a minute. */
  readonly calls: number;
  /** Of the logarithm of the times: 1.2 has a p99 of 16 times the median. */
  readonly spread: number;
  /** Once an hour, for a minute, everything takes so many times longer. */
  readonly stall: number;
  /** What the deploy does to the first statement. */
  readonly factor: number;
}

/** A day before the deploy and one after it, looked at every minute. What was found, and after how many minutes. */
function twoDays({ statements, calls, spread, stall, factor }: Day, seed: number): readonly [string, number][] {
  const next = random(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const counters = new Map<string, Counters>();
  const began = instant(0);
  const quiet = { key: 'before', deployment: undefined };
  const bar = { factor: 2, atLeast: 5, calls: 50, span: minutes(4) };
  const found: [string, number][] = [];
  let suspicion: Suspicion | undefined;
  let history = firstLook({ at: began, counted: new Map(), countsSince: began }, quiet);
  for (let minute = 1; minute <= 2 * 24 * 60; minute++) {
    const after = minute > 24 * 60;
    for (let i = 0; i < statements; i++) {
      const id = `q${i}`;
      let [n, time, squares] = counters.get(id) ?? [0, 0, 0];
      const slow = (after && i === 0 ? factor : 1) * (minute % 60 === 30 ? stall : 1);
      for (let call = 0; call < calls; call++) {
        const took = 10 * slow * Math.exp(spread * normal());
        n++;
        time += took;
        squares += took * took;
      }
      counters.set(id, [n, time, squares]);
    }
    const era = after ? { key: 'd2', deployment: 'd2' } : quiet;
    const look = { at: plus(began, minutes(minute)), counted: new Map(counters), countsSince: began };
    history = nextLook(history, look, era);
    const answer = findSlower(suspicion, history, bar);
    suspicion = answer.suspicion;
    for (const { id } of answer.found) found.push([id, minute - hours(24) / minutes(1)]);
  }
  return found;
}

describe('over a day, statement by statement', () => {
  const usual: Day = { statements: 40, calls: 6, spread: 1.2, stall: 1, factor: 1 };

  it.each([
    ['times with a long tail', usual],
    ['many calls', { ...usual, statements: 10, calls: 60 }],
    ['a stall of a minute every hour', { ...usual, stall: 10 }],
  ])('nothing is found where nothing changed: %s', (_, day) => {
    expect(twoDays(day, 7)).toEqual([]);
  });

  it.each([
    [10, 20],
    [4, 60],
  ])('what became %d times slower is found within %d minutes, and nothing else', (factor, within) => {
    const [first, ...others] = twoDays({ ...usual, statements: 10, factor }, 11);
    expect(first?.[0]).toBe('q0');
    expect(first?.[1]).toBeLessThanOrEqual(within);
    expect(others).toEqual([]);
  });
});
