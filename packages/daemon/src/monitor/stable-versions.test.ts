import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DecisionWord } from '@daywatch/shared/vocabulary/deployment-words.ts';
import { instant, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { deploymentOf } from './deployment.fixture.ts';
import { foundBadSince } from './stable-versions.ts';

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
const decided = (id: string, commit: string, hour: number, ...words: readonly DecisionWord[]): Deployment =>
  deploymentOf({
    id,
    phase: 'failed',
    version: { version: commit, commit },
    requestedAt: at(hour - 1),
    decisions: words.map((decision) => ({ decision, reason: 'seen', by: 'lena', at: at(hour) })),
  });
const stable = (deployment: string, commit: string, hour: number) => ({
  deployment,
  commit,
  at: parseRfc3339(at(hour)) ?? instant(0),
});

describe('a commit counts as bad', () => {
  it.each([
    ['once it was rolled back', [back('D2', 'bad', 5)], [], ['bad']],
    ['although it had its GO before', [back('D2', 'bad', 5)], [stable('D1', 'bad', 3)], ['bad']],
    ['although the same deployment had its GO', [back('D1', 'bad', 5)], [stable('D1', 'bad', 4)], ['bad']],
    ['but not when a later deployment of it had its GO', [back('D1', 'bad', 5)], [stable('D2', 'bad', 9)], []],
    ['and no other one does', [back('D1', 'bad', 5)], [stable('D2', 'good', 9)], ['bad']],
    ['once, however often', [back('D2', 'bad', 8), back('D1', 'bad', 5)], [], ['bad']],
    ['also while it is on its way back', [{ ...back('D1', 'bad', 5), phase: 'interrupted' as const }], [], ['bad']],
    [
      'when a person decided so, though its watch had ended well',
      [decided('D1', 'bad', 5, 'no-go')],
      [stable('D1', 'bad', 4)],
      ['bad'],
    ],
    [
      'though another deployment of it had its GO before',
      [decided('D2', 'bad', 5, 'roll-back')],
      [stable('D1', 'bad', 4)],
      ['bad'],
    ],
    ['and not when the person decided GO at last', [decided('D1', 'good', 5, 'no-go', 'go')], [], []],
    ['not when all went well', [deploymentOf({ requestedAt: at(1) })], [], []],
  ])('%s', (_, deployments, stables, expected) => {
    expect(foundBadSince(deployments, stables)).toEqual(expected);
  });
});
