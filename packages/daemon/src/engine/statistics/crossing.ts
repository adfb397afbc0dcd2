const precision = 1e-13;

/**
 * Where a continuous `height` that rises from under 0 at `low` to over 0 at `high` crosses 0: the nearest that was found
 * over it, 1e-13 of itself off at most. `high` where it stays under, `low` where it is over from the beginning. Mostly a
 * fifth of the steps that halving takes. Source: Dowell, Jarratt 1971 (the Illinois method).
 */
export function crossing(low: number, high: number, height: (x: number) => number): number {
  let below = low;
  let above = high;
  let under = height(low);
  let over = height(high);
  if (over <= 0) return high;
  if (under > 0) return low;
  /** The end that stayed in the last step. Should it stay again, the chord is drawn as if it were only half as far off. */
  let stayed: 'below' | 'above' | undefined;
  for (let step = 1; above - below > precision * above; step += 1) {
    const chord = (below * over - above * under) / (over - under);
    // Where it bends too sharply for chords, halving goes on.
    const x = step % 4 > 0 && below < chord && chord < above ? chord : 0.5 * (below + above);
    // No double lies between.
    if (x <= below || x >= above) return above;
    const at = height(x);
    if (at > 0) {
      above = x;
      over = at;
      if (stayed === 'below') under /= 2;
      stayed = 'below';
    } else {
      below = x;
      under = at;
      if (stayed === 'above') over /= 2;
      stayed = 'above';
    }
  }
  return above;
}
