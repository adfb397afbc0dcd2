import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { aView } from './model.fixture.ts';
import { type Happened, initialModel, reduce } from './model.ts';
import { situationOf } from './situation.ts';

const now = instant(1_764_626_400_000);
const after = (...happened: readonly Happened[]) => happened.reduce(reduce, initialModel('production'));
const environment = (name: string): Happened => ({ type: 'environment', view: { ...aView(now), name } });
const online: Happened = { type: 'connection', connection: { state: 'online' } };

it('is connecting until its environment has come', () => {
  expect(situationOf(after(environment('staging')))).toBe('connecting');
  expect(situationOf(after(environment('staging'), environment('production')))).toBe('deployed');
});

it('knows that nobody watches its environment once all have come', () => {
  expect(situationOf(after(environment('staging'), online))).toBe('unknown-environment');
  expect(situationOf(after(online))).toBe('unknown-environment');
});
