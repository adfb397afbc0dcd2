import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { instant, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { deploymentOf } from './deployment.fixture.ts';
import { rolledBackSince } from './stable-versions.ts';

const at = (hour: number) => `2026-12-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
const back = (id: string, commit: string, hour: number): Deployment =>
  deploymentOf({
    id,
    phase: 'rolled-back',
    version: { version: commit, commit },
    requestedAt: at(hour - 1),
    rollback: {
      target: { version: 'old', commit: 'old' },
      requestedBy: 'x',
      requestedAt: at(hour),
      finishedAt: at(hour),
    },
  });
const stable = (deployment: string, commit: string, hour: number) => ({
  deployment,
  commit,
  at: parseRfc3339(at(hour)) ?? instant(0),
});

describe('a commit counts as rolled back', () => {
  it.each([
    ['once it was', [back('D2', 'bad', 5)], [], ['bad']],
    ['although it had its GO before', [back('D2', 'bad', 5)], [stable('D1', 'bad', 3)], ['bad']],
    ['although the same deployment had its GO', [back('D1', 'bad', 5)], [stable('D1', 'bad', 4)], ['bad']],
    ['but not when a later deployment of it had its GO', [back('D1', 'bad', 5)], [stable('D2', 'bad', 9)], []],
    ['and no other one does', [back('D1', 'bad', 5)], [stable('D2', 'good', 9)], ['bad']],
    ['once, however often', [back('D2', 'bad', 8), back('D1', 'bad', 5)], [], ['bad']],
    ['also while it is on its way back', [{ ...back('D1', 'bad', 5), phase: 'interrupted' as const }], [], ['bad']],
    ['not when all went well', [deploymentOf({ requestedAt: at(1) })], [], []],
  ])('%s', (_, deployments, stables, expected) => {
    expect(rolledBackSince(deployments, stables)).toEqual(expected);
  });
});
