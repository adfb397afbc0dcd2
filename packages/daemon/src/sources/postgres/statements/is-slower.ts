import { type Counters, meanOf, varianceOf } from './counters.ts';

/**
 * Standard errors between the two means before one counts as slower. Each statement is asked about again and again,
 * and twice in a row before it is told.
 */
const needed = 4;
/** Of fewer calls the spread is not known; it is taken to be as large as the mean, as of waiting times. */
const fewCalls = 10;

interface Bar {
  readonly factor: number;
  /** Milliseconds that the mean must have grown by. */
  readonly atLeast: number;
}

/** Whether the mean time is more than `factor` times what it was, beyond what chance does (Welch's test of two means). */
export function isSlower(now: Counters, before: Counters, { factor, atLeast }: Bar): boolean {
  const [mean, usual] = [meanOf(now), meanOf(before)];
  if (!(mean - usual >= atLeast) || mean <= factor * usual) return false;
  const error = Math.sqrt(spread(now) + factor * factor * spread(before));
  return mean - factor * usual >= needed * error;
}

/** Variance of the mean. */
function spread(counters: Counters): number {
  const variance = varianceOf(counters);
  const [calls] = counters;
  return (calls < fewCalls ? Math.max(variance, meanOf(counters) ** 2) : variance) / calls;
}
