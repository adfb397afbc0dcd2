import { hourAfter } from '../statistics/baseline-blocks.ts';
import type { TestLimit } from '../test-limit.ts';

/**
 * The limit that is shown, of the test's own sign: the plan's, or the baseline made worse by the tolerance, which a
 * reader can work out. The limit that is tested lies a little further: it adds what the baseline leaves unsure and, at
 * hours that it did not see, tolerates more. With little to compare with that would be a share that nobody accepts (30
 * good looks do not exclude a fifth of failures), and it would move through the watch.
 */
export function shownLimit(limit: TestLimit, at: number): number {
  switch (limit.type) {
    case 'rate-limit':
      return limit.rate;
    case 'value-limit':
      return limit.threshold;
    case 'rate-baseline': {
      const { sums, hourly, tolerance, okBelow } = limit.reference;
      return Math.max((hourly?.[hourAfter(at)] ?? sums.k / sums.n) * (1 + tolerance), okBelow);
    }
    case 'value-baseline': {
      const { hourly, flat, tolerance } = limit.reference;
      const { threshold } = hourly?.[hourAfter(at)] ?? flat;
      return threshold >= 0 ? threshold * (1 + tolerance) : threshold * (1 - Math.min(tolerance, 0.9));
    }
  }
}
