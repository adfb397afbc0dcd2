import type { ChecklistItemView } from '@daywatch/shared/api/views.ts';
import { plannedWords } from '@daywatch/shared/present/planned-words.ts';
import { instant, minutes, rfc3339, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { watched } from '../http/app.fixture.ts';
import { deploymentView } from '../http/views.ts';
import { checklistLines, type ListedDeployment } from './checklist-lines.ts';
import { widthOf } from './terminal/fit.ts';
import { createPaint } from './terminal/paint.ts';

const now = instant(Date.parse('2026-12-01T22:00:00Z'));
const ago = (span: number) => rfc3339(instant(now - span));
const item = (id: string, more: Partial<ChecklistItemView>): ChecklistItemView => ({
  id,
  title: `The ${id}`,
  type: 'run',
  by: 'runner',
  state: 'passed',
  because: 'exit code 0',
  ...more,
});
const checklist: ChecklistItemView[] = [
  item('tests', { lookedAt: ago(seconds(20)) }),
  item('backup', { state: 'failed', because: 'there is no file backups/*.dump', lookedAt: ago(minutes(3)) }),
  item('soaked', {
    by: 'daemon',
    state: 'failed',
    because: 'nothing has been deployed to staging yet',
    override: { by: 'lea', reason: 'staging is broken', at: ago(minutes(1)) },
  }),
  item('review', { by: 'people', type: 'sign-off', role: 'qa', state: 'waiting', because: 'qa has not signed' }),
];

const deployment = (more: Partial<ListedDeployment> = {}): ListedDeployment => {
  const { events: _, ...view } = deploymentView({ ...watched, phase: 'planned' }, [], undefined, now);
  return { ...view, prepared: { state: 'waiting', by: 'dana', at: ago(minutes(9)) }, checklist, ...more };
};
const lines = (of: ListedDeployment, columns?: number) =>
  checklistLines(of, { now, paint: createPaint(false), columns });

describe('a checklist in a terminal', () => {
  it('shows each item with its reason, its age, and what to do about it', () => {
    expect(lines(deployment())).toEqual([
      'shop 1.4.2 is planned for production',
      '9f8d111 · by dana · 01JEDEPLOY',
      '',
      '  ✓ The tests',
      '    exit code 0 · just now',
      '  ✗ The backup',
      '    there is no file backups/*.dump · 3m ago',
      '  ! The soaked',
      '    nothing has been deployed to staging yet',
      '    overridden by lea: staging is broken',
      '  … The review',
      '    qa has not signed',
      '    daywatch sign-off review',
      '',
      '2 of 4 are open.',
    ]);
  });

  it('says how the last attempt ended, what else was overridden, and when nothing is open', () => {
    const told = lines(
      deployment({
        checklist: [item('tests', {})],
        prepared: { state: 'waiting', by: 'dana', at: ago(0), lastAttempt: 'Tests: exit code 1' },
        overrides: [{ what: 'window', by: 'lea', reason: 'a hotfix', at: ago(0) }],
      }),
    );
    expect(told).toContain('  last attempt: Tests: exit code 1');
    expect(told).toContain('  ! the window was overridden by lea: a hotfix');
    expect(told.at(-1)).toBe('✓ Nothing is open. Deploy it: daywatch deploy production');
  });

  it.each([40, 80])('fits into %i columns', (columns) => {
    expect(Math.max(...lines(deployment(), columns).map(widthOf))).toBeLessThanOrEqual(columns);
  });
});

it('a planned deployment in a sentence', () => {
  expect(plannedWords({})).toBeUndefined();
  expect(plannedWords({ planned: deployment() })).toBe(
    '1.4.2 (9f8d111) is planned; 2 of 4 items of its checklist are open',
  );
  expect(plannedWords({ planned: deployment({ checklist: [] }) })).toBe(
    '1.4.2 (9f8d111) is planned; it has no checklist',
  );
});
