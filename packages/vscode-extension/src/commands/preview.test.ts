import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import { expect, it } from 'vitest';
import { describeDeploy, describeRollBack } from './preview.ts';

const facts: RunnerPreview = {
  environment: 'production',
  version: '1.4.2',
  commit: '9f8d111aaaabbbb',
  steps: [{ phase: 'deploying', id: 'script', title: './deploy-production.sh' }],
  target: { version: '1.4.1', commit: 'aaa', ref: 'stable/production/1.4.1' },
  commits: ['Faster search', 'Shorter receipts'],
  warnings: [],
};

it('asks for a deploy with commit, steps and rollback target', () => {
  const { question, detail } = describeDeploy('production', facts);
  expect(question).toBe('Deploy 1.4.2 (9f8d111) to production?');
  expect(detail).toBe(
    [
      'A rollback would go to 1.4.1 (stable/production/1.4.1).',
      '',
      'Commits:',
      '  • Faster search',
      '  • Shorter receipts',
      '',
      'Steps:',
      '  • ./deploy-production.sh',
    ].join('\n'),
  );
});

it('says plainly when there would be no way back', () => {
  const { target: _, ...without } = facts;
  expect(describeDeploy('production', without).detail).toContain('No rollback target is known.');
});

it('asks for a rollback with its reasons and what it undoes', () => {
  const { question, detail } = describeRollBack('production', facts, ['p95 is 412 ms']);
  expect(question).toBe('Roll production back from 1.4.2 to 1.4.1?');
  expect(detail).toMatch(/^p95 is 412 ms\n\nThis undoes 2 commits:\n {2}• Faster search/);
});

it('names the first commits of many and counts the rest', () => {
  const commits = Array.from({ length: 30 }, (_, index) => `Change ${index + 1}`);
  expect(describeRollBack('production', { ...facts, commits }, []).detail).toContain('and 22 more');
});
