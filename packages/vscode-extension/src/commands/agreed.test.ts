import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import { expect, it } from 'vitest';
import { agreed } from './agreed.ts';
import { aPreview } from './preview.fixture.ts';

const later: RunnerPreview = { ...aPreview, version: '1.4.3', commit: 'ccccccc' };

/** Answers each question in turn; at each look there is the next of `then`, at last always the same. */
async function answering(answers: readonly boolean[], then: readonly (RunnerPreview | string)[]) {
  const asked: [version: string, changed: boolean][] = [];
  let looks = 0;
  const result = await agreed({
    first: aPreview,
    ask: async ({ version }, changed) => answers[asked.push([version, changed]) - 1] === true,
    look: async () => {
      const now = then[Math.min(looks++, then.length - 1)] ?? aPreview;
      return typeof now === 'string' ? { problem: now } : { facts: now };
    },
  });
  return { result, asked };
}

it('does what was agreed to', async () =>
  expect(await answering([true], [aPreview])).toEqual({ result: { facts: aPreview }, asked: [['1.4.2', false]] }));

it('does nothing without a yes', async () =>
  expect(await answering([false], [aPreview])).toEqual({ result: 'no', asked: [['1.4.2', false]] }));

it('asks again when another commit would be deployed by now', async () => {
  const asked = [
    ['1.4.2', false],
    ['1.4.3', true],
  ];
  expect(await answering([true, true], [later])).toEqual({ result: { facts: later }, asked });
  expect(await answering([true, false], [later])).toEqual({ result: 'no', asked });
});

it('does not ask again because a warning tells another time', async () => {
  const aMinuteOn = { ...aPreview, warnings: ['the window closes in 4 minutes'] };
  expect((await answering([true], [aMinuteOn])).asked).toHaveLength(1);
});

it('does nothing when it cannot be told any more what would be done', async () =>
  expect((await answering([true], ['not a repository'])).result).toEqual({ problem: 'not a repository' }));
