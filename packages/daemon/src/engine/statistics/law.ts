/**
 * How bad units arise. `binomial`: each of n units is bad or it is not. `poisson`: bad events fall into n minutes,
 * and there may be more of them than minutes.
 */
export type Law = 'binomial' | 'poisson';

/** k bad units out of n. Both may be fractions: buckets are interpolated, burstiness divides both. */
export interface Count {
  readonly n: number;
  readonly k: number;
}

export const nothing: Count = { n: 0, k: 0 };
