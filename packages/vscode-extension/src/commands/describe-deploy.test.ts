import { expect, it } from 'vitest';
import { describeDeploy } from './describe-deploy.ts';
import { aPreview } from './preview.fixture.ts';

it('asks with commit, rollback target and every step in its place', () => {
  const { question, detail } = describeDeploy('production', aPreview);
  expect(question).toBe('Deploy 1.4.2 (9f8d111) to production?');
  expect(detail).toBe(
    [
      'A rollback would go to 1.4.1 (stable/production/1.4.1).',
      '',
      '2 commits:',
      '  • Faster search',
      '  • Shorter receipts',
      '',
      'Checked first:',
      '  • All tests pass',
      '',
      'Steps:',
      '  • ./deploy-production.sh',
      '',
      'Verified then:',
      '  • npm run test:production',
    ].join('\n'),
  );
});

it('says plainly when there would be no way back', () => {
  const { target: _, ...without } = aPreview;
  expect(describeDeploy('production', without).detail).toContain('No rollback target is known.');
});

it('puts what is to be minded before all lists', () => {
  const { detail } = describeDeploy('production', { ...aPreview, warnings: ['The tag has no script.'] });
  expect(detail.indexOf('The tag has no script.')).toBeLessThan(detail.indexOf('2 commits:'));
});
