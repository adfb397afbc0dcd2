import { type Instant, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { type One, oneOfSeveral, type SeveralPolicy } from './one-of-several.ts';
import type { TimeSeries, Window } from './timeseries.ts';

type Span = Pick<Window, 'from' | 'to'>;
const within = (at: Instant, { from, to }: Span): boolean => at >= from && at < to;

/** Two values for one time are two series that the provider gives one name: neither is the value. */
function mixedUp(series: readonly TimeSeries[], span: Span): One | undefined {
  for (const { key, points } of series) {
    const times = new Set<Instant>();
    for (const { at, value } of points) {
      if (value === null || !within(at, span)) continue;
      if (times.has(at))
        return { type: 'error', because: `${key} has several values at ${rfc3339(at)}: series of the same name` };
      times.add(at);
    }
  }
  return undefined;
}

/** What the points of a span come to together, by the policy for several series. */
export function totalIn(series: readonly TimeSeries[], span: Span, policy: SeveralPolicy): One {
  const totals = series.flatMap(({ key, points }) => {
    const values = points.flatMap(({ at, value }) => (value !== null && within(at, span) ? [value] : []));
    return values.length === 0 ? [] : [{ key, value: values.reduce((sum, value) => sum + value, 0) }];
  });
  return mixedUp(series, span) ?? oneOfSeveral(totals, policy, 'higher');
}

/** The newest value of a span, by the policy for several series. */
export function lastIn(
  series: readonly TimeSeries[],
  span: Span,
  policy: SeveralPolicy,
  worse: 'higher' | 'lower',
): One {
  const last = series.flatMap(({ key, points }) => {
    let newest: { readonly at: Instant; readonly value: number } | undefined;
    for (const { at, value } of points)
      if (value !== null && within(at, span) && (newest === undefined || at >= newest.at)) newest = { at, value };
    return newest === undefined ? [] : [{ key, value: newest.value }];
  });
  return mixedUp(series, span) ?? oneOfSeveral(last, policy, worse);
}
