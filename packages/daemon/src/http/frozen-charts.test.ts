import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { criterion, watched } from './app.fixture.ts';
import { createFrozenCharts } from './frozen-charts.ts';

const readings = Array.from({ length: 60 }, (_, minute): Observation => {
  const at = plus(instant(Date.parse('2026-12-01T20:00:00Z')), minutes(minute));
  return { criterion: 'api-errors', at, seconds: 60, reading: { type: 'rate', bad: 1, total: 100 } };
});

function counted() {
  const asked: string[] = [];
  const baseline = async (id: string) => {
    asked.push(id);
    return readings;
  };
  return { asked, frozenOf: createFrozenCharts({ baseline }) };
}
const { finishedAt: _, ...deploying } = watched;

it('works a frozen baseline out once for each width', async () => {
  const { asked, frozenOf } = counted();
  const first = await frozenOf(watched, criterion(), minutes(1));
  expect(first.baseline).toBe(0.01);
  expect(first.usual?.[0]).toEqual({ low: 0.01, high: 0.01 });
  expect(await frozenOf(watched, criterion(), minutes(1))).toBe(first);
  await frozenOf(watched, criterion(), minutes(2));
  expect(asked).toHaveLength(2);
});

it('asks again while the deploy is not finished: it may be frozen anew', async () => {
  const { asked, frozenOf } = counted();
  await frozenOf(deploying, criterion(), minutes(1));
  await frozenOf(deploying, criterion(), minutes(1));
  expect(asked).toHaveLength(2);
});

it('keeps what it was asked for last, and not all there ever was', async () => {
  const { asked, frozenOf } = counted();
  for (let width = 1; width <= 601; width += 1) await frozenOf(watched, criterion(), minutes(width));
  await frozenOf(watched, criterion(), minutes(601));
  expect(asked).toHaveLength(601);
  await frozenOf(watched, criterion(), minutes(1));
  expect(asked).toHaveLength(602);
});
