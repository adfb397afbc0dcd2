import type { Phase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import { describe, expect, it } from 'vitest';
import { deploymentOf } from '../monitor/deployment.fixture.ts';
import { askRollback } from './ask-rollback.ts';

describe('asking the people for a rollback', () => {
  it.each<Phase>(['watching', 'succeeded', 'failed', 'interrupted'])('is possible while it is %s', (phase) => {
    expect(
      askRollback({ reason: 'checkout fails' }, deploymentOf({ requestedAt: '2026-12-01T22:00:00Z', phase })),
    ).toEqual({
      events: [{ type: 'rollback-asked', reason: 'checkout fails' }],
    });
  });

  it.each<Phase>(['planned', 'preflight', 'deploying', 'rolling-back', 'rolled-back', 'superseded', 'cancelled'])(
    'is refused while it is %s',
    (phase) => {
      expect(
        askRollback({ reason: 'checkout fails' }, deploymentOf({ requestedAt: '2026-12-01T22:00:00Z', phase })),
      ).toMatchObject({
        refused: { code: 'wrong-phase' },
      });
    },
  );

  it('is heard once, however often the same is said', () => {
    const asked = deploymentOf({
      requestedAt: '2026-12-01T22:00:00Z',
      phase: 'watching',
      rollbackAsked: { by: 'agent', at: 'now', reason: 'checkout fails' },
    });
    expect(askRollback({ reason: 'checkout fails' }, asked)).toEqual({ events: [] });
    expect(askRollback({ reason: 'sign-in fails too' }, asked)).toMatchObject({ events: [{ type: 'rollback-asked' }] });
  });
});
