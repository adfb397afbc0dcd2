import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { aView } from './model.fixture.ts';
import { type Connection, type Happened, initialModel, reduce } from './model.ts';
import { situationOf } from './situation.ts';

const now = instant(1_764_626_400_000);
const after = (...happened: readonly Happened[]) => situationOf(happened.reduce(reduce, initialModel('production')));

it.each([
  { state: 'no-plan' },
  { state: 'connecting' },
  { state: 'offline', because: 'gone', local: true },
  { state: 'refused', because: 'token' },
] satisfies Connection[])('is the connection until there is one: %j', (connection) =>
  expect(after({ type: 'environment', view: aView(now) }, { type: 'connection', connection })).toBe(connection.state),
);

it('is an environment that the daemon does not know', () =>
  expect(after({ type: 'environment', view: aView(now) }, { type: 'chosen', environment: 'prod' })).toBe(
    'unknown-environment',
  ));

it('is nothing before the first deployment', () =>
  expect(after({ type: 'environment', view: aView(now, { none: true }) })).toBe('nothing-deployed'));

it.each([
  ['preflight', 'at-work'],
  ['deploying', 'at-work'],
  ['verifying', 'at-work'],
  ['rolling-back', 'at-work'],
  ['watching', 'deployed'],
  ['interrupted', 'deployed'],
  ['failed', 'deployed'],
  ['rolled-back', 'deployed'],
] as const)('in phase %s it is %s', (phase, situation) =>
  expect(after({ type: 'environment', view: aView(now, { deployment: { phase } }) })).toBe(situation),
);
