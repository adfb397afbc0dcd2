import { anEnvironment } from '@daywatch/shared/present/environment.fixture.ts';
import { instant, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { createPaint } from './terminal/paint.ts';
import { watchSummary } from './watch-summary.ts';

const lines = (undo: boolean) =>
  watchSummary({
    view: anEnvironment({}),
    url: 'http://127.0.0.1:4790',
    now: instant(Date.parse('2026-12-01T22:00:00Z')),
    took: seconds(12),
    undo,
    paint: createPaint(false),
    columns: undefined,
  });

it('says how to undo the deploy, where the plan has a rollback', () => {
  expect(lines(true).at(-1)).toBe('  Undo       daywatch rollback production');
  expect(lines(false).join('\n')).not.toContain('Undo');
  expect(lines(false).at(-1)).toBe('  Follow     daywatch status production --watch');
});
