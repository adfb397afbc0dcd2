/**
 * The bets. Nobody knows how bad a regression will be, so the capital is spread evenly over these sizes
 * (Robbins' mixture): "the odds of a bad unit are theta times what the limit allows".
 */
export interface EffectSizes {
  readonly theta: readonly number[];
  readonly logTheta: readonly number[];
}

const effectSizes = (theta: readonly number[]): EffectSizes => ({
  theta,
  logTheta: theta.map(Math.log),
});

/** 1.1, 1.2, 1.4, 1.8 ... 52.2: from barely over the limit to broken. */
export const worse = effectSizes(Array.from({ length: 10 }, (_, step) => 1 + 0.1 * 2 ** step));

/** The other way round: evidence that the rate lies under the limit. */
export const better = effectSizes([0.9, 0.8, 0.65, 0.5, 0.3, 0.1, 0.01]);
