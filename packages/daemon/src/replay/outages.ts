import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { type Millis, millis } from '@daywatch/shared/vocabulary/time.ts';
import { confirmationOf, isDeciding } from '../engine/measures.ts';
import { canBeOut, outageInARow } from '../engine/violation.ts';
import { outside, type Series, type Span } from './series.ts';

/** What the rule of the outage, which is no statistics, would have cost: a NO-GO each time it came true. */
export interface Outages {
  readonly name: string;
  /** How often the check failed so many times in a row, in all that is known of it. */
  readonly times: number;
  readonly span: Millis;
  /** How long a watch is. */
  readonly watch: Millis;
  /** Share of watches with one in them, if they come at random and as often as they did. */
  readonly share: number;
}

/** For each check that the rule is about; none that nothing is known of. */
export function countOutages({
  criteria,
  series,
  leaveOut,
  watch,
}: {
  readonly criteria: readonly Criterion[];
  readonly series: Series;
  readonly leaveOut: readonly Span[];
  readonly watch: Millis;
}): readonly Outages[] {
  return criteria.filter(isForIt).flatMap(({ name }): Outages[] => {
    let times = 0;
    let inARow = 0;
    let span = 0;
    for (const { seconds, reading } of outside(series.get(name) ?? [], leaveOut)) {
      const failed = failedIn(reading);
      if (failed === undefined) continue;
      span += seconds * 1000;
      inARow = failed ? inARow + 1 : 0;
      if (inARow === outageInARow) times += 1;
    }
    if (span === 0) return [];
    const share = times === 0 ? 0 : -Math.expm1((-times * watch) / span);
    return [{ name, times, span: millis(span), watch, share }];
  });
}

/** What fails at its first confirmed violation anyway needs no such rule. */
const isForIt = (of: Criterion): boolean => canBeOut(of) && isDeciding(of) && confirmationOf(of) === undefined;

/** Undefined where nobody could look: that ends no row. */
function failedIn(reading: Reading): boolean | undefined {
  if (reading.type === 'check') return !reading.ok;
  return reading.type === 'rate' ? reading.bad > 0 : undefined;
}
