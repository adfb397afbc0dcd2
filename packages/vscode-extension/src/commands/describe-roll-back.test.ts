import { expect, it } from 'vitest';
import { describeRollBack } from './describe-roll-back.ts';
import { aPreview } from './preview.fixture.ts';

it('asks with its reasons and what it undoes', () => {
  const { question, detail } = describeRollBack('production', aPreview, ['p95 is 412 ms']);
  expect(question).toBe('Roll production back from 1.4.2 to 1.4.1?');
  expect(detail).toMatch(/^p95 is 412 ms\n\nThis undoes 2 commits:\n {2}• Faster search/);
});

it('names the first commits of many and counts the rest', () => {
  const commits = Array.from({ length: 30 }, (_, index) => `Change ${index + 1}`);
  expect(describeRollBack('production', { ...aPreview, commits }, []).detail).toContain('and 22 more');
});

it('shortens a whole commit hash in a step', () => {
  const commit = '301b9b4faf78eb80e14a2605170ea70e7b87f6c0';
  const steps = [{ phase: 'rolling-back' as const, id: 'checkout', title: `git checkout ${commit}` }];
  expect(describeRollBack('production', { ...aPreview, steps }, []).detail).toContain('• git checkout 301b9b4');
});
