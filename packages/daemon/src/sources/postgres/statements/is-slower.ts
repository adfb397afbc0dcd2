import { type Counters, meanOf, varianceOf } from './counters.ts';

/**
 * Standard errors beyond the factor before one counts as slower. What did not change is far under the factor, so it is
 * much rarer by chance than three standard errors suggest; and it has to be slower twice in a row.
 */
const needed = 3;
/** Of fewer calls the spread is not known; it is taken to be as large as the mean, as of waiting times. */
const fewCalls = 10;

interface Bar {
  readonly factor: number;
  /** Milliseconds that the mean must have grown by. */
  readonly atLeast: number;
}

/** Whether the mean time is more than `factor` times what it was, and by enough to speak of. */
export function seemsSlower(now: Counters, before: Counters, { factor, atLeast }: Bar): boolean {
  const [mean, usual] = [meanOf(now), meanOf(before)];
  return mean > factor * usual && mean - usual >= atLeast;
}

/** Whether it is so beyond what chance does (Welch's test of two means). */
export function isSlower(now: Counters, before: Counters, bar: Bar): boolean {
  if (!seemsSlower(now, before, bar)) return false;
  const { factor } = bar;
  const error = Math.sqrt(spread(now) + factor * factor * spread(before));
  return meanOf(now) - factor * meanOf(before) >= needed * error;
}

/** Variance of the mean. */
function spread(counters: Counters): number {
  const variance = varianceOf(counters);
  const [calls] = counters;
  return (calls < fewCalls ? Math.max(variance, meanOf(counters) ** 2) : variance) / calls;
}
