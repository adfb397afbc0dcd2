import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import snapshot from './golden/snapshot-3.json' with { type: 'json' };
import { criterion, deployedAt, latency, rate, tell } from './scenario.fixture.ts';
import { fromVersion3 } from './snapshot-3.ts';
import { restoreWatch } from './watch.ts';

const buckets = (slow: number): Reading => ({
  type: 'histogram',
  bounds: [0.05, 0.1, 0.25, 0.5, 1],
  counts: [9, 20, 8, 3, slow, 0],
});
const time = (t: number) => latency(0.1 + (Math.abs(t) % 9) / 50);
/** What the last engine that wrote version 3 was told; its snapshot after `left` is the file. */
const story = {
  criteria: [
    criterion({ measure: 'rate', name: 'errors', tolerance: 0.25 }),
    criterion({ measure: 'latency', name: 'slow', limit: 0.8, tolerance: 0.1 }),
    criterion({ measure: 'latency', name: 'checkout', tolerance: 0.1 }),
  ],
  before: {
    errors: (t: number) => rate(Math.abs(t) % 3, 500),
    slow: time,
    checkout: (t: number) => buckets(Math.abs(t) % 2),
  },
  after: { errors: (t: number) => rate(t < 60 ? t % 3 : 40, 500), slow: time, checkout: (t: number) => buckets(t % 2) },
  baseline: hours(2),
};
const left = minutes(45);

it('a watch that a program of version 3 left goes on as if it had been this one', () => {
  const told = tell(story);
  const restored = restoreWatch(told.setup, snapshot);
  const now = (span = left) => plus(deployedAt, span);
  const { judgements, ...verdict } = told.until(left);
  const again = restored.assess(now());
  expect({ ...again, judgements: undefined }).toEqual({ ...verdict, judgements: undefined });
  // It kept more of the last values, so what is shown of them differs a little for some minutes.
  const withoutValue = (list: typeof judgements) => list.map(({ value, interval, because, ...rest }) => rest);
  expect(withoutValue(again.judgements)).toEqual(withoutValue(judgements));

  const later = hours(4);
  const wanted = told.until(later);
  for (const observation of told.told(later)) restored.observe(observation);
  expect(restored.assess(now(later))).toEqual(wanted);
  expect(JSON.stringify(restored.snapshot())).toBe(JSON.stringify(told.watch.snapshot()));
});

it('is refused when it is of another plan, or has no limits for one of its criteria', () => {
  const { setup } = tell(story);
  const other = { ...setup, startedAt: plus(setup.startedAt, minutes(1)) };
  expect(() => restoreWatch(other, snapshot)).toThrow('another plan');
  expect(() => restoreWatch(setup, { ...snapshot, frozen: [] })).toThrow('no limits for errors');
});

it('brings its last values with it, however they came', () => {
  const doubles = (...numbers: number[]) => ({
    doubles: Buffer.from(Float64Array.from(numbers).buffer).toString('base64'),
  });
  const part = { readings: 2, stride: 1, skipped: 0 };
  const { criteria } = fromVersion3({
    setup: 1,
    frozen: [[], []],
    criteria: [
      {
        tests: [],
        recent: {
          parts: [
            { ...part, values: { type: 'samples', sorted: doubles(0.1, 0.7) } },
            { ...part, values: { type: 'histogram', counts: [5, 0, 3] } },
            { ...part, values: null },
          ],
        },
      },
      { tests: [], recent: null },
    ],
  });
  expect(criteria).toEqual([
    { tests: [], recent: [2, 1, 0, 2, 0.1, 0.7, 2, 1, 0, 3, 5, 0, 3, 2, 1, 0, 0] },
    { tests: [], recent: null },
  ]);
});
