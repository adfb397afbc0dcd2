import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { encodedPage, labelPairs, nativeHistogram } from '../protobuf/encoded-page.fixture.ts';
import { parseProtobuf } from '../protobuf/parse-protobuf.ts';
import { NativeMemory } from './native-memory.ts';

type Options = Parameters<typeof nativeHistogram>[1] & {
  readonly labels?: Readonly<Record<string, string>>;
  created?: number;
};
type Series = readonly [values: readonly number[], options?: Options];

/** What came to each look: how many observations in buckets that end about here. */
function growths(looks: readonly { readonly start?: number; readonly series: readonly Series[] }[]) {
  const memory = new NativeMemory();
  return looks.map(({ start, series }, i) => {
    const look = {
      at: instant(1_000_000 + 15_000 * i),
      processStart: start,
      series: series.map(([values, { labels = {}, created, ...options } = {}]) => {
        const metric = [{ label: labelPairs(labels), histogram: nativeHistogram(values, options) }];
        const [native] = parseProtobuf(encodedPage([{ name: 'x', type: 'HISTOGRAM', metric }])).natives ?? [];
        if (native === undefined) throw new Error('no native histogram');
        return { key: JSON.stringify(labels), ...native, ...(created === undefined ? {} : { created }) };
      }),
    };
    const growth = memory.grown(look);
    memory.remember(look);
    if (growth.type === 'first') return growth.because;
    const sorted = [...growth.buckets].sort((a, b) => a.to - b.to);
    return sorted.map(({ to, count }) => `${count} up to ${Number(to.toPrecision(3))}`);
  });
}
const times = (count: number, value: number): readonly number[] => new Array<number>(count).fill(value);
const usual = [...times(5, 0.1), ...times(3, 2)];

describe('what native histograms grew by', () => {
  it('is known from the second look on, of all series together', () => {
    const [a, b] = [{ labels: { route: '/a' } }, { labels: { route: '/b' } }];
    expect(
      growths([
        {
          series: [
            [usual, a],
            [[], b],
          ],
        },
        {
          series: [
            [[...usual, 0.1, 8], a],
            [[0.1], b],
          ],
        },
      ]),
    ).toEqual([expect.stringContaining('first scrape'), ['2 up to 0.105', '1 up to 8']]);
  });

  it('of a series that appears is all of it', () => {
    const [a, b] = [{ labels: { route: '/a' } }, { labels: { route: '/b' } }];
    expect(
      growths([
        { series: [[usual, a]] },
        {
          series: [
            [usual, a],
            [[0.1], b],
          ],
        },
      ])[1],
    ).toEqual(['1 up to 0.105']);
  });

  it('counts from 0 when any bucket went back, though there are more observations than before', () => {
    expect(growths([{ series: [[usual]] }, { series: [[times(20, 0.1)]] }])[1]).toEqual(['20 up to 0.105']);
  });

  it('counts from 0 when the process or the series says that it began anew', () => {
    const more = [...usual, ...usual];
    expect(
      growths([
        { start: 10, series: [[usual]] },
        { start: 1_010, series: [[more]] },
      ])[1],
    ).toEqual(['10 up to 0.105', '6 up to 2']);
    expect(growths([{ series: [[usual, { created: 5 }]] }, { series: [[more, { created: 6 }]] }])[1]).toEqual([
      '10 up to 0.105',
      '6 up to 2',
    ]);
  });

  it('carries on when buckets become wider, and counts from 0 when they become finer', () => {
    const more = [...usual, 0.1];
    expect(growths([{ series: [[usual, { schema: 3 }]] }, { series: [[more, { schema: 0 }]] }])[1]).toEqual([
      '1 up to 0.125',
    ]);
    expect(growths([{ series: [[usual, { schema: 0 }]] }, { series: [[more, { schema: 3 }]] }])[1]).toEqual([
      '6 up to 0.105',
      '3 up to 2',
    ]);
  });

  it('carries on when the zero bucket becomes wider, and counts from 0 when it becomes narrower', () => {
    const [narrow, wide] = [{ zeroThreshold: 2 ** -128 }, { zeroThreshold: 0.1 }];
    const more = [...usual, 0.05, 2];
    expect(growths([{ series: [[usual, narrow]] }, { series: [[more, wide]] }])[1]).toEqual([
      '1 up to 0.105',
      '1 up to 2',
    ]);
    expect(growths([{ series: [[usual, wide]] }, { series: [[more, narrow]] }])[1]).toHaveLength(3);
  });

  it('loses nothing to a look without the series', () => {
    expect(growths([{ series: [[usual]] }, { series: [] }, { series: [[[...usual, 2]]] }])).toEqual([
      expect.anything(),
      [],
      ['1 up to 2'],
    ]);
  });

  it('carries on where a label was added, also with other buckets', () => {
    const [before, after] = [{ labels: { route: '/' } }, { labels: { route: '/', zone: 'a' }, schema: 2 }];
    expect(growths([{ series: [[usual, before]] }, { series: [[[...usual, 2], after]] }])[1]).toEqual(['1 up to 2']);
  });

  it('is not told where another process answers', () => {
    expect(
      growths([
        { start: 500, series: [[usual]] },
        { start: 300, series: [[usual]] },
      ])[1],
    ).toContain('several processes');
  });

  it('counts what is below 0 too', () => {
    expect(growths([{ series: [[[-1]]] }, { series: [[[-1, -1, -2]]] }])[1]).toEqual(['2 up to -2.94e-39']);
  });
});
