import { instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Judgement } from '@daywatch/shared/vocabulary/verdict.ts';
import { expect, it } from 'vitest';
import { aView } from './model.fixture.ts';
import { initialModel, reduce } from './model.ts';

const start = 1_764_626_400_000;
const judgement = (name: string, value?: number): Judgement => ({
  name,
  title: name,
  severity: 'blocking',
  integrity: false,
  dryRun: false,
  state: 'passing',
  because: 'all is well',
  unit: 's',
  coverage: 1,
  ...(value !== undefined && { value }),
});

/** The model after verdicts, one a second. */
const after = (verdicts: readonly (readonly Judgement[])[]) =>
  verdicts.reduce(
    (model, criteria, second) =>
      reduce(model, {
        type: 'environment',
        view: aView(instant(start + second * 1_000), { verdict: { criteria: [...criteria] } }),
      }),
    initialModel('production'),
  );

it('remembers what each criterion was', () => {
  const { history } = after([
    [judgement('a', 1), judgement('b', 9)],
    [judgement('a', 2), judgement('b')],
  ]);
  expect(history).toEqual({ production: { a: [1, 2], b: [9] } });
});

it('counts a verdict that is told twice once', () => {
  const once = after([[judgement('a', 1)]]);
  const view = once.views.production;
  expect(view && reduce(once, { type: 'environment', view }).history).toEqual({ production: { a: [1] } });
});

it('keeps the newest forty', () => {
  const values = after(Array.from({ length: 50 }, (_, at) => [judgement('a', at)])).history.production?.a;
  expect([values?.length, values?.[0], values?.at(-1)]).toEqual([40, 10, 49]);
});

it('forgets a criterion that the plan has lost, and all of them with another daemon', () => {
  const model = after([[judgement('a', 1), judgement('b', 2)], [judgement('b', 3)]]);
  expect(model.history).toEqual({ production: { b: [2, 3] } });
  const other = reduce(model, { type: 'connection', connection: { state: 'connecting' } });
  expect(other.history).toEqual({});
});
