import { instant, millis } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import type { Clock } from '../ports/clock.ts';
import { inSlices } from './in-slices.ts';

/** A clock on which each step of the work takes so long; it tells when others have their turn. */
function clockOf(told: string[]) {
  let elapsed = 0;
  const clock: Clock = {
    now: () => instant(elapsed),
    elapsed: () => millis(elapsed),
    sleep: async () => {
      told.push('others');
    },
    timeout: () => new AbortController().signal,
    alarm: () => () => undefined,
  };
  return { clock, pass: (span: number) => (elapsed += span) };
}

it.each([
  { title: 'others have their turn after ten milliseconds of work', takes: 4, turns: [3, 6, 9] },
  { title: 'and after each step that takes longer', takes: 25, turns: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
  { title: 'work that is done soon waits for nobody', takes: 1, turns: [] },
])('$title', async ({ takes, turns }) => {
  const told: string[] = [];
  const { clock, pass } = clockOf(told);
  function* work() {
    for (let step = 1; step <= 9; step++) {
      pass(takes);
      told.push(`${step}`);
      yield;
    }
    return 'done';
  }
  expect(await inSlices(work(), clock)).toBe('done');
  const expected = Array.from({ length: 9 }, (_, i) => i + 1).flatMap((step) =>
    turns.includes(step) ? [`${step}`, 'others'] : [`${step}`],
  );
  expect(told).toEqual(expected);
});
