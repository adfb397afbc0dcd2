import { hours, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { criterion, settingsFor } from '../engine/scenario.fixture.ts';
import { tooShortToJudge } from './replay-watch-plan.ts';

const watchOf = (length: Parameters<typeof settingsFor>[0]) => ({
  watch: {
    criteria: [
      criterion({ measure: 'rate', name: 'errors' }),
      criterion({ measure: 'check', name: 'sign-in', every: seconds(300) }),
    ],
    settings: settingsFor(length),
    rollback: { blocking: 1, critical: 2, integrity: 1 },
  },
});

it.each([
  [
    seconds(30),
    'A watch of 30s has fewer than 10 readings of errors and sign-in: nothing but an outage can be found in it.',
  ],
  [seconds(150), 'A watch of 2m30s has fewer than 10 readings of sign-in: nothing but an outage can be found in it.'],
  [hours(1), undefined],
])('a watch of %i ms is told to be too short for what it reads seldom', (length, words) => {
  expect(tooShortToJudge(watchOf(length))).toBe(words);
});
