import { describe, expect, it } from 'vitest';
import { eachSlowly, inOneGo } from './slow-work.ts';

const list = (length: number) => Array.from({ length }, (_, i) => i);

/** How much was visited before each stop, and by the end. */
function visited(length: number): number[] {
  const seen: number[] = [];
  const work = eachSlowly(list(length), (item) => seen.push(item));
  const stops: number[] = [];
  while (!work.next().done) stops.push(seen.length);
  expect(seen).toEqual(list(length));
  return [...stops, seen.length];
}

describe('work on a long list', () => {
  it.each([
    [250, [0, 100, 200, 250]],
    [200, [0, 100, 200]],
    [1, [0, 1]],
    [0, [0]],
  ])('of %i visits each once and in order, and stops before each hundred', (length, stops) => {
    expect(visited(length)).toEqual(stops);
  });

  it('is done in one go for who has nobody waiting', () => {
    function* total() {
      let sum = 0;
      yield* eachSlowly(list(250), (item) => {
        sum += item;
      });
      return sum;
    }
    expect(inOneGo(total())).toBe(31_125);
  });
});
