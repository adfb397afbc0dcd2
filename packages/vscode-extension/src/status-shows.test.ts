import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { aView } from './model.fixture.ts';
import { type Happened, initialModel, reduce } from './model.ts';
import { statusShows } from './status-shows.ts';

const now = instant(1_764_626_400_000);
const during = (...happened: readonly Happened[]) =>
  statusShows(happened.reduce(reduce, initialModel('production')), 'duringWatch');
const environment = (facts: Parameters<typeof aView>[1]): Happened => ({
  type: 'environment',
  view: aView(now, facts),
});

it.each([
  ['deploying', true],
  ['watching', true],
  ['rolling-back', true],
  ['succeeded', false],
  ['rolled-back', false],
] as const)('during a watch: %s is %s', (phase, shown) =>
  expect(during(environment({ deployment: { phase } }))).toBe(shown),
);

it('keeps a watch that is out of sight', () => {
  const offline = { state: 'offline', because: 'gone', local: true } as const;
  expect(during(environment({}), { type: 'connection', connection: offline })).toBe(true);
  expect(during({ type: 'connection', connection: offline })).toBe(false);
  expect(during(environment({ none: true }))).toBe(false);
});

it('is always, or never', () => {
  const model = initialModel('production');
  expect([statusShows(model, 'always'), statusShows(model, 'never')]).toEqual([true, false]);
});
