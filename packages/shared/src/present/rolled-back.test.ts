import { describe, expect, it } from 'vitest';
import type { EnvironmentView } from '../api/views.ts';
import { instant } from '../vocabulary/time.ts';
import { statusLine } from './status-line.ts';

const at = '2026-12-01T22:00:00.000Z';
type Rollback = NonNullable<NonNullable<EnvironmentView['deployment']>['rollback']>;

const rolledBack = (watch?: Rollback['watch']): EnvironmentView => ({
  name: 'production',
  service: 'shop',
  revision: 1,
  planHash: 'p',
  planFile: 'daywatch.yaml',
  verdict: {
    service: 'shop',
    environment: 'production',
    verdict: 'no-go',
    final: true,
    certified: false,
    recommendation: 'hold',
    rule: 'it was rolled back',
    because: ['1.4.2 was rolled back to 1.4.1'],
    asOf: at,
    validUntil: '2026-12-01T22:01:00.000Z',
    criteria: [],
    silences: [],
    links: { dashboard: '/', dashboards: [] },
  },
  deployment: {
    id: 'D1',
    environment: 'production',
    service: 'shop',
    phase: 'rolled-back',
    version: '1.4.2',
    commit: 'bbb',
    deployedBy: 'devops',
    requestedAt: at,
    planHash: 'p',
    steps: [],
    checklist: [],
    blindGaps: [],
    decisions: [],
    rollback: {
      target: { version: '1.4.1', commit: 'aaa' },
      requestedBy: 'devops',
      requestedAt: at,
      finishedAt: at,
      ...(watch && { watch }),
    },
  },
});
const watch = { startedAt: at, for: '15m', first: [] };
const ended = (outcome: 'recovered' | 'not-recovered' | 'undecided') => ({
  ...watch,
  ended: { at, outcome, because: [] },
});

describe('after a rollback the status line says whether the version before is well', () => {
  it.each([
    ['no watch', undefined, 'Rolled back · 1.4.1', 'caution'],
    ['it is watched', watch, 'Rolled back · 1.4.1 · watching', 'caution'],
    ['it has recovered', ended('recovered'), 'Rolled back · 1.4.1', 'caution'],
    ['too little was seen', ended('undecided'), 'Rolled back · 1.4.1', 'caution'],
    ['it has not recovered', ended('not-recovered'), 'NOT recovered · 1.4.1', 'bad'],
  ])('%s', (_, of, text, tone) => {
    expect(statusLine(rolledBack(of), instant(Date.parse(at)))).toMatchObject({ text, tone });
  });
});
