import type { ChecklistItemView } from '@daywatch/shared/api/views.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { aView } from '../model.fixture.ts';
import { initialModel, reduce } from '../model.ts';
import { preflightContent } from './preflight-content.ts';

const now = instant(1_764_626_400_000);
const tests: ChecklistItemView = {
  id: 'tests',
  title: 'All tests pass',
  type: 'run',
  by: 'runner',
  state: 'passed',
  because: 'it passed',
  lookedAt: '2025-12-01T21:50:00.000Z',
};
const review: ChecklistItemView = {
  id: 'review',
  title: 'Rollback reviewed',
  type: 'sign-off',
  by: 'people',
  role: 'devops-lead',
  state: 'waiting',
  because: 'devops-lead has not signed',
};
const backup: ChecklistItemView = {
  id: 'backup',
  title: 'Backup',
  type: 'backup',
  by: 'runner',
  state: 'failed',
  because: 'the newest is 9h old',
};

function contentOf(checklist: ChecklistItemView[], { phase = 'planned' as 'planned' | 'watching' } = {}) {
  const view = aView(now);
  const { deployment } = view;
  if (deployment === undefined) throw new Error('the sample has a deployment');
  const planned = { ...deployment, id: '02PLANNED', phase, version: '1.5.0', checklist };
  return preflightContent(reduce(initialModel('production'), { type: 'environment', view: { ...view, planned } }));
}

describe('the checklist in the editor', () => {
  it('shows what is planned, what is open, and what waits for a signature', () => {
    const content = contentOf([tests, review, backup]);
    expect(content).toMatchObject({
      description: '1.5.0 · 2 of 3 open',
      badge: { value: 1, tooltip: '1 to sign before the deploy' },
    });
    expect(content.rows.map(({ label, description, icon, box }) => [label, description, icon, box?.ticked])).toEqual([
      ['All tests pass', '', 'pass', undefined],
      ['Rollback reviewed', 'devops-lead has not signed', 'circle-outline', false],
      ['Backup', 'the newest is 9h old', 'error', undefined],
    ]);
  });

  it('is ready when all is fulfilled, signed or overridden', () => {
    const signed = { ...review, state: 'passed', because: 'signed by mia' } as const;
    const override = { by: 'lena', reason: 'taken by hand', at: '2025-12-01T21:59:00.000Z' };
    const content = contentOf([tests, signed, { ...backup, override }]);
    expect(content.description).toBe('1.5.0 · ready');
    expect(content.badge).toBeUndefined();
    expect(
      content.rows.map(({ box, description, spoken }) => [box?.ticked, description, spoken.split(', ')[1]]),
    ).toEqual([
      [undefined, '', 'passed'],
      [true, 'signed by mia', 'passed'],
      [undefined, 'overridden by lena: taken by hand', 'overridden'],
    ]);
  });

  it('tells when it was looked at or signed, to the minute', () => {
    const signed = { ...review, state: 'passed', lookedAt: '2025-12-01T21:52:31.200Z' } as const;
    expect(contentOf([tests, signed]).rows.map(({ tooltip }) => tooltip.at(-1))).toEqual([
      'looked at 2025-12-01 21:50 UTC',
      'signed 2025-12-01 21:52 UTC',
    ]);
  });

  it('says beside its title who signed an item, and when', () => {
    const signed = {
      ...review,
      state: 'passed',
      because: 'signed by mia',
      lookedAt: '2025-12-01T21:52:31.200Z',
    } as const;
    const [row] = contentOf([signed]).rows;
    expect(row?.description).toBe('signed by mia · 2025-12-01 21:52 UTC');
    expect(row?.spoken).toBe('Rollback reviewed, passed, signed by mia, 2025-12-01 21:52 UTC');
  });

  it('has no boxes once the deploy has gone on', () => {
    const { rows, description } = contentOf([review], { phase: 'watching' });
    expect(description).toBe('1.5.0 · deployed');
    expect(rows.map(({ box, context }) => [box, context])).toEqual([[undefined, 'item past']]);
  });

  it('gives its commands the item of this very deployment', () =>
    expect(contentOf([review]).rows[0]?.command?.given).toEqual({ deployment: '02PLANNED', item: 'review' }));
});
