import { describe, expect, it } from 'vitest';
import { packNumbers, unpackNumbers } from './pack-numbers.ts';

const long = [0, -0, 1 / 3, 1e-300, Number.MAX_VALUE, -7];
const through = (value: unknown): unknown => unpackNumbers(JSON.parse(JSON.stringify(packNumbers(value))));

describe('long lists of numbers', () => {
  it('are written as their bits and come back the same to the last one', () => {
    expect(packNumbers(long)).toEqual({ doubles: expect.any(String) });
    expect(through(long)).toEqual(long);
  });

  it('are shorter so than as digits', () => {
    const thirds = Array.from({ length: 50 }, (_, i) => Math.sqrt(i + 2));
    expect(JSON.stringify(packNumbers(thirds)).length).toBeLessThan(0.75 * JSON.stringify(thirds).length);
  });

  it.each<[string, unknown]>([
    ['short lists', [1, 2, 3, 4, 5]],
    ['lists of anything else', ['a', 1, 2, 3, 4, 5, 6]],
    ['words, numbers, truth and nothing', { a: 'text', b: 1.5, c: true, d: null }],
    ['lists in lists', [[1], [2, { x: [] }]]],
  ])('%s stay as they are', (_, value) => {
    expect(packNumbers(value)).toEqual(value);
    expect(through(value)).toEqual(value);
  });

  it('are found wherever they are', () => {
    const value = { a: [{ b: long }], c: { d: long, doubles: 3 } };
    expect(through(value)).toEqual(value);
    expect(packNumbers(value)).toMatchObject({ a: [{ b: { doubles: expect.any(String) } }] });
  });

  it('that are cut short are refused', () => {
    expect(() => unpackNumbers({ doubles: 'AAAA' })).toThrow('a list of numbers is cut short');
  });

  it('come back as a copy that shares nothing', () => {
    const value = { a: [1, 2] };
    const copy = unpackNumbers(value) as typeof value;
    copy.a.push(3);
    expect(value).toEqual({ a: [1, 2] });
  });
});
