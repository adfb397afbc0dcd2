import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { aView } from '../model.fixture.ts';
import { nothingToRollBack } from './nothing-to-roll-back.ts';

const now = instant(1_764_626_400_000);

it('lets a rollback of what is there go on', () => {
  expect(nothingToRollBack(aView(now))).toBeUndefined();
  expect(nothingToRollBack(aView(now), '01DEPLOYMENT')).toBeUndefined();
});

it('does not roll back another deployment than the one the notification was about', () =>
  expect(nothingToRollBack(aView(now, { deployment: { id: '02NEWER', version: '1.5.0' } }), '01DEPLOYMENT')).toBe(
    'The recommendation was for an earlier deployment; 1.5.0 is on production by now.',
  ));

it('says that somebody else was quicker', () => {
  const rollback = {
    target: { version: '1.4.1', commit: 'a' },
    requestedBy: 'me',
    requestedAt: '2026-01-01T00:00:00Z',
  };
  expect(nothingToRollBack(aView(now, { deployment: { phase: 'rolling-back' } }))).toContain('already');
  expect(nothingToRollBack(aView(now, { deployment: { phase: 'rolled-back', rollback } }))).toBe(
    'production was rolled back already, to 1.4.1.',
  );
});

it('knows that nothing was deployed', () =>
  expect(nothingToRollBack(aView(now, { none: true }))).toBe('Nothing has been deployed to production yet.'));
