import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Phase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import { days, instant } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { watched } from '../http/app.fixture.ts';
import { findVerdict } from './verdict.ts';

const wanted = { version: '1.4.2', commit: '9f8d1110000' };
const there = (phase: Phase, more: Partial<Deployment> = {}): Deployment => ({
  ...watched,
  environment: 'staging',
  version: wanted,
  runnerPhase: 'verifying',
  phase,
  endedAt: '2026-11-30T22:00:00.000Z',
  ...more,
});
const find = (...newest: readonly Deployment[]) =>
  findVerdict({
    newest,
    environment: 'staging',
    within: days(2),
    wanted,
    now: instant(Date.parse('2026-12-01T22:00:00Z')),
  });

describe('the verdict of another environment', () => {
  it.each<[string, readonly Deployment[], 'passed' | 'failed' | 'waiting', string]>([
    [
      'a GO for the same commit',
      [there('succeeded')],
      'passed',
      'staging has had its GO for 1.4.2 (9f8d111) at 2026-11-30 22:00 UTC',
    ],
    [
      'a GO that is too old',
      [there('succeeded', { endedAt: '2026-11-29T21:59:59.000Z' })],
      'failed',
      'the GO of staging for 1.4.2 (9f8d111) is of 2026-11-29 21:59 UTC, older than 2d',
    ],
    [
      'a GO for another commit',
      [there('succeeded', { version: { version: '1.4.1', commit: 'aaaaaaa0000' } })],
      'failed',
      'staging runs 1.4.1 (aaaaaaa); 1.4.2 (9f8d111) is to be deployed',
    ],
    [
      'a GO that was for it, before something else came there',
      [there('watching', { version: { version: '1.5.0', commit: 'bbbbbbb0000' } }), there('succeeded')],
      'failed',
      'staging runs 1.5.0 (bbbbbbb); 1.4.2 (9f8d111) is to be deployed',
    ],
    [
      'a watch that goes on',
      [there('watching')],
      'waiting',
      'staging is watching 1.4.2 (9f8d111); there is no final verdict yet',
    ],
    ['a NO-GO', [there('failed')], 'failed', '1.4.2 (9f8d111) is failed in staging: it has no GO'],
    ['a rollback', [there('rolled-back')], 'failed', '1.4.2 (9f8d111) is rolled-back in staging: it has no GO'],
    ['nothing there', [], 'failed', 'nothing has been deployed to staging yet'],
    [
      'only what never got there',
      [there('cancelled'), there('planned', { runnerPhase: 'preflight' })],
      'failed',
      'nothing has been deployed to staging yet',
    ],
  ])('%s', (_what, newest, state, because) => {
    expect(find(...newest)).toEqual({ state, because });
  });
});
