import { expect, it } from 'vitest';
import { defaultTuning, referenceTuning } from '../tuning.ts';
import { worstHourNats } from './worst-hour.ts';

it.each([
  [0, 0.5],
  [1, 0.5],
  [24, 0.5 + 0.4 * Math.log(24)],
  [168, 0.5 + 0.4 * Math.log(168)],
])('of %i hours that are alike the worst is believed with %d nats: the more there are, the later', (hours, nats) => {
  expect(worstHourNats(hours, defaultTuning)).toBeCloseTo(nats, 12);
  expect(worstHourNats(hours, referenceTuning)).toBe(0.5);
});
