import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { distinctReadings } from './distinct-readings.ts';
import { deployedAt, rate } from './scenario.fixture.ts';

/** Readings of so many seconds that begin so many seconds before the deploy. */
const told = (...readings: readonly (readonly [before: number, seconds: number])[]) =>
  readings.map(([before, seconds]) => ({
    criterion: 'errors',
    at: instant(deployedAt - before * 1000),
    seconds,
    reading: rate(1, 100),
  }));

it.each([
  { title: 'one after the other', all: told([60, 15], [45, 15], [30, 15]), kept: [0, 1, 2] },
  { title: 'with gaps', all: told([600, 15], [45, 15]), kept: [0, 1] },
  { title: 'a little early', all: told([60, 15], [46, 15], [38.5, 15]), kept: [0, 1, 2] },
  { title: 'twice at one time', all: told([60, 15], [60, 15], [45, 15], [45, 15]), kept: [0, 2] },
  {
    title: 'read by two, a third of an interval apart',
    all: told([60, 15], [55, 15], [45, 15], [40, 15]),
    kept: [0, 2],
  },
  {
    title: 'minutes inside an hour that was told as one',
    all: told([3660, 3600], [3600, 60], [120, 60], [60, 60]),
    kept: [0, 3],
  },
])('of readings that come $title each interval is told once', ({ all, kept }) => {
  expect(distinctReadings(all)).toEqual(kept.map((i) => all[i]));
});
