import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { type Baseline, baselineOf } from './baseline.ts';
import { absent, count, criterion, deployedAt, error, gauge, latency, rate } from './scenario.fixture.ts';
import { inOneGo } from './slow-work.ts';
import { histogram, samples } from './statistics/distribution.ts';

/** A reading that began so many seconds before the deploy. */
const read = (before: number, reading: Reading, seconds = 15): Observation => ({
  criterion: 'one',
  at: instant(deployedAt - before * 1000),
  seconds,
  reading,
});
/** Readings one after the other, the last of them until the deploy. */
const inARow = (length: number, reading: (i: number) => Reading, seconds = 15) =>
  Array.from({ length }, (_, i) => read((length - i) * seconds, reading(i), seconds));

const errors = criterion({ measure: 'rate', name: 'one' });
const times = criterion({ measure: 'latency', name: 'one' });
const found = (observations: readonly Observation[], of: Criterion = errors): Baseline | undefined =>
  inOneGo(baselineOf(of, observations, deployedAt));
/** What was counted, slot by slot. */
const counts = (observations: readonly Observation[], of?: Criterion) =>
  found(observations, of)?.counts.map(({ n, k }) => [n, k]);

describe('there is nothing to compare with', () => {
  it.each<[string, readonly Observation[]]>([
    ['when nothing was read', []],
    ['when every reading failed or found nothing there', [read(30, error), read(15, absent)]],
    ['when nobody made a request', inARow(4, () => rate(0, 0))],
    ['when all of it was read with the deploy or later', [read(0, rate(1, 10)), read(-15, rate(1, 10))]],
  ])('%s', (_, observations) => expect(found(observations)).toBeUndefined());
});

describe('what is compared with', () => {
  it('are readings of before the deploy that are sound, and of a time and a length', () => {
    const sound = [read(60, rate(1, 10)), read(15, rate(2, 10))];
    expect(
      counts([
        read(Number.POSITIVE_INFINITY, rate(9, 9)),
        ...sound.slice(0, 1),
        read(45, error),
        read(45, absent),
        read(45, rate(11, 10)),
        read(45, rate(9, 9), 0),
        read(30, rate(9, 9), -15),
        ...sound.slice(1),
        read(0, rate(9, 9)),
        read(-15, rate(9, 9)),
      ]),
    ).toEqual([
      [10, 1],
      [0, 0],
      [0, 0],
      [10, 2],
    ]);
  });

  it('is the first of two readings of one interval', () => {
    expect(counts([read(30, rate(1, 10)), read(29, rate(9, 9)), read(15, rate(2, 10))])).toEqual([
      [10, 1],
      [10, 2],
    ]);
  });

  it('are values as they came last: one by one, or in the same buckets', () => {
    const old: Reading = { type: 'histogram', bounds: [1, 2], counts: [5, 5, 5] };
    const last: Reading = { type: 'histogram', bounds: [1, 3], counts: [3, 2, 1] };
    const mixed = [read(60, latency(7)), read(45, old), read(30, last), read(15, error)];
    expect(found(mixed, times)).toMatchObject({
      shape: { type: 'histogram', bounds: [1, 3] },
      values: [histogram([1, 3], [3, 2, 1]), null],
    });
    expect(found([read(30, old), read(15, latency(7))], times)).toMatchObject({
      shape: { type: 'samples' },
      values: [samples([7])],
    });
  });

  it('no matter how they come later, or in a reading that cannot be judged', () => {
    const last: Reading = { type: 'histogram', bounds: [1, 3], counts: [3, 2, 1] };
    const later = [read(30, last), read(15, { ...last, bounds: [1] }), read(0, latency(7)), read(-15, latency(7))];
    expect(found(later, times)?.shape).toEqual({ type: 'histogram', bounds: [1, 3] });
    // One without a value fits both.
    expect(found([read(30, last), read(15, latency())], times)?.shape).toEqual({ type: 'histogram', bounds: [1, 3] });
  });

  it('has no shape where it is counted', () => expect(found([read(15, rate(1, 10))])?.shape).toBeNull());
});

describe('the slots', () => {
  it('of less than half an hour are as long as the last reading', () => {
    const slots = found([read(90, rate(1, 10), 15), read(60, rate(1, 10), 30), read(30, rate(2, 10), 30)]);
    expect(slots).toMatchObject({ slotSeconds: 30, counts: [{ n: 10 }, { n: 10 }, { n: 10 }] });
    expect(found(inARow(119, () => rate(1, 10)))).toMatchObject({ slotSeconds: 15 });
  });

  it('of half an hour and more are a minute, or as long as a reading that is longer', () => {
    const minutes = found(inARow(120, (i) => rate(i < 4 ? 2 : 1, 10)));
    expect(minutes?.slotSeconds).toBe(60);
    expect(minutes?.counts).toHaveLength(30);
    expect(minutes?.counts.slice(0, 2)).toEqual([
      { n: 40, k: 8 },
      { n: 40, k: 4 },
    ]);
    expect(found(inARow(10, () => rate(1, 10), 300))).toMatchObject({ slotSeconds: 300, counts: { length: 10 } });
  });

  it('end with the deploy: what is older than the first whole one is left out', () => {
    const observations = [read(40, rate(9, 9)), read(30, rate(1, 10)), read(15, rate(2, 10))];
    expect(counts(observations)).toEqual([
      [10, 1],
      [10, 2],
    ]);
  });

  it('are one at least, however short the time was', () => {
    expect(counts([read(5, rate(1, 10))])).toEqual([[10, 1]]);
  });

  it('hold events against the minutes they were looked for', () => {
    expect(counts([read(30, count(3)), read(15, count(0))], criterion({ measure: 'count', name: 'one' }))).toEqual([
      [0.25, 3],
      [0.25, 0],
    ]);
  });

  it('hold values together, and nothing where there was none', () => {
    const values = inARow(124, (i) => (i < 4 ? latency(i) : i < 8 ? latency() : latency(0.1)));
    const slots = found(values, times);
    expect(slots?.values.slice(0, 3)).toEqual([samples([0, 1, 2, 3]), null, samples([0.1, 0.1, 0.1, 0.1])]);
    expect(slots?.counts[0]).toEqual({ n: 0, k: 0 });
    expect(
      found(
        inARow(2, () => gauge(5)),
        criterion({ measure: 'gauge', name: 'one' }),
      )?.values,
    ).toEqual([samples([5]), samples([5])]);
    expect(found(inARow(2, () => rate(1, 10)))?.values).toEqual([null, null]);
  });
});

describe('the longest quiet of before', () => {
  const quiet = (...totals: readonly (number | undefined)[]) =>
    found(totals.flatMap((total, i) => (total === undefined ? [] : [read((totals.length - i) * 15, rate(0, total))])))
      ?.longestQuietSeconds;

  it.each([
    ['is none where there was always a request', [10, 10, 10], 0],
    ['is the longest row of empty readings', [10, 0, 10, 0, 0, 10, 0], 30],
    ['may reach up to the deploy', [10, 0, 0], 30],
    ['ends where nobody looked', [10, 0, undefined, 0, 10], 15],
  ])('%s', (_, totals, seconds) => expect(quiet(...totals)).toBe(seconds));

  it('is of whole slots: one request in a minute is enough', () => {
    const observations = inARow(128, (i) => rate(0, i >= 8 && i < 16 && i !== 12 ? 0 : 1));
    expect(found(observations)?.longestQuietSeconds).toBe(60);
  });
});
