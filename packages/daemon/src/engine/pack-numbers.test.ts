import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packNumbers, unpackNumbers } from './pack-numbers.ts';

const long = [0, -0, 1 / 3, 1e-300, Number.MAX_VALUE, -7];
const through = (value: unknown): unknown => unpackNumbers(JSON.parse(JSON.stringify(packNumbers(value))));

describe('long lists of numbers', () => {
  it('are written as their bits and come back the same to the last one', () => {
    expect(packNumbers(long)).toEqual({ packed: expect.any(String) });
    expect(through(long)).toEqual(long);
  });

  it('come back the same whatever they are', () => {
    const number = fc.oneof(
      fc.double(),
      fc.nat(),
      fc.maxSafeInteger(),
      fc.nat().map((millionths) => millionths / 1e6),
      fc.constantFrom(-0, 0.1 + 0.2, 2 ** 51, 2 ** 53, 1e250, Number.NaN, Number.NEGATIVE_INFINITY),
    );
    const repeating = fc.array(number, { minLength: 3 }).map((some) => [...some, ...some]);
    fc.assert(
      fc.property(repeating, (list) => {
        expect(through(list)).toEqual(list);
      }),
    );
  });

  const bytesEach = (list: readonly number[]) => JSON.stringify(packNumbers(list)).length / list.length;

  it.each<[string, number, (i: number) => number]>([
    ['of any size', 12, (i) => Math.sqrt(i + 2)],
    ['whole', 3, (i) => i],
    ['in millionths', 6, (i) => (211_443 + 31 * i) / 1e6],
    ['told again and again', 2.5, (i) => Math.sqrt(2 + (i % 3))],
  ])('that are %s take at most %f characters each', (_, most, number) => {
    expect(bytesEach(Array.from({ length: 100 }, (_, i) => number(i)))).toBeLessThanOrEqual(most);
  });

  it('in rows are told column by column', () => {
    const rows = Array.from({ length: 24 }, (_, hour) => ({ threshold: Math.sqrt(hour + 2), share: hour / 100 }));
    expect(packNumbers(rows)).toEqual({
      columns: { threshold: { packed: expect.any(String) }, share: { packed: expect.any(String) } },
    });
    expect(through(rows)).toEqual(rows);
  });

  it.each<[string, unknown]>([
    ['short lists', [1, 2, 3, 4, 5]],
    ['lists of anything else', ['a', 1, 2, 3, 4, 5, 6]],
    ['words, numbers, truth and nothing', { a: 'text', b: 1.5, c: true, d: null }],
    ['lists in lists', [[1], [2, { x: [] }]]],
    ['rows of different keys', [{ a: 1 }, { a: 1 }, { a: 1 }, { a: 1 }, { a: 1 }, { b: 1 }]],
    ['rows with words', Array.from({ length: 6 }, () => ({ a: 'text' }))],
    ['lists of short lists', Array.from({ length: 6 }, (_, i) => [i, 2 * i])],
    ['rows with nothing in them', Array.from({ length: 6 }, () => ({}))],
  ])('%s stay as they are', (_, value) => {
    expect(packNumbers(value)).toEqual(value);
    expect(through(value)).toEqual(value);
  });

  it('are found wherever they are', () => {
    const value = { a: [{ b: long }], c: { d: long, packed: 3 } };
    expect(through(value)).toEqual(value);
    expect(packNumbers(value)).toMatchObject({ a: [{ b: { packed: expect.any(String) } }] });
  });

  it('that are cut short are refused', () => {
    const { packed } = packNumbers([0.1, Math.PI, 1, 2, 3, 4]) as { readonly packed: string };
    expect(() => unpackNumbers({ packed: packed.slice(0, 8) })).toThrow(RangeError);
  });

  it('that repeat what was never told are refused', () => {
    const again = (distance: number) => ({ packed: Buffer.from([1 * 4, distance * 4 + 2]).toString('base64') });
    expect(unpackNumbers(again(1))).toEqual([1, 1]);
    for (const distance of [0, 2])
      expect(() => unpackNumbers(again(distance))).toThrow('repeats one that is not there');
  });

  it('come back as a copy that shares nothing', () => {
    const value = { a: [1, 2] };
    const copy = unpackNumbers(value) as typeof value;
    copy.a.push(3);
    expect(value).toEqual({ a: [1, 2] });
  });
});
