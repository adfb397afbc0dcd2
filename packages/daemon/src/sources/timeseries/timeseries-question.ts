import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { SeveralPolicy } from './one-of-several.ts';
import { lastIn, totalIn } from './points-of.ts';
import type { TimeSeries, TimeSeriesProvider, Window } from './timeseries.ts';
import type { CountedQuery } from './timeseries-queries.ts';

type Span = Pick<Window, 'from' | 'to'>;

/** One criterion's question: which queries to send, and what their points mean over a span. */
export interface TimeSeriesQuestion<Query> {
  readonly queries: readonly Query[];
  /** Whether it adds up all steps since the last look, or reads the newest. */
  readonly adds: boolean;
  read(answers: readonly (readonly TimeSeries[])[], span: Span): Reading;
}

type Words<Query> = TimeSeriesProvider<Query>['words'];
type Total = { readonly count: number; readonly because?: string } | { readonly reading: Reading };

const inWords = ({ from, to }: Span): string => `from ${rfc3339(from)} to ${rfc3339(to)}`;

export function askedRate<Query>(
  bad: CountedQuery<Query>,
  of: CountedQuery<Query>,
  words: Words<Query>,
): TimeSeriesQuestion<Query> {
  return {
    queries: [bad.query, of.query],
    adds: true,
    read([some = [], all = []], span) {
      const total = totalOf(of, all, span, words);
      if ('reading' in total) return total.reading;
      const wrong = totalOf(bad, some, span, words);
      if ('reading' in wrong) return wrong.reading;
      if (wrong.count > total.count)
        return {
          type: 'error',
          because: `${words(bad.query)} comes to ${wrong.count}, ${words(of.query)} only to ${total.count} ${inWords(span)}: the first must be a part of the second`,
        };
      const told = [wrong.because, total.because].filter((because) => because !== undefined).join('; ');
      return { type: 'rate', bad: wrong.count, total: total.count, ...(told === '' ? {} : { because: told }) };
    },
  };
}

export function askedCount<Query>(query: CountedQuery<Query>, words: Words<Query>): TimeSeriesQuestion<Query> {
  return {
    queries: [query.query],
    adds: true,
    read([series = []], span) {
      const total = totalOf(query, series, span, words);
      return 'reading' in total ? total.reading : { type: 'count', ...total };
    },
  };
}

export function askedGauge<Query>(
  { query, series: policy }: { readonly query: Query; readonly series: SeveralPolicy },
  worse: 'higher' | 'lower',
  words: Words<Query>,
): TimeSeriesQuestion<Query> {
  return {
    queries: [query],
    adds: false,
    read([series = []], span) {
      const one = lastIn(series, span, policy, worse);
      if (one.type === 'none') return { type: 'absent', because: `${words(query)} ${inWords(span)}: no points` };
      if (one.type === 'error') return { type: 'error', because: `${words(query)} ${inWords(span)}: ${one.because}` };
      return { type: 'gauge', value: one.value, ...(one.because === undefined ? {} : { because: one.because }) };
    },
  };
}

function totalOf<Query>(
  { query, series: policy, empty }: CountedQuery<Query>,
  series: readonly TimeSeries[],
  span: Span,
  words: Words<Query>,
): Total {
  const asked = `${words(query)} ${inWords(span)}`;
  const one = totalIn(series, span, policy);
  if (one.type === 'error') return { reading: { type: 'error', because: `${asked}: ${one.because}` } };
  if (one.type === 'none') {
    if (empty === 'zero') return { count: 0, because: `no points, which the plan takes for 0` };
    return { reading: { type: 'absent', because: `${asked}: no points; write empty: zero where that means 0` } };
  }
  if (one.value < 0) return { reading: { type: 'error', because: `${asked}: ${one.value} is no count` } };
  const count = Math.round(one.value);
  if (count === 0 && one.value > 0) {
    const because = `${asked}: ${one.value} is no count; ask for how many there were, not for a rate or an average`;
    return { reading: { type: 'error', because } };
  }
  // Providers that keep rates give counts like 2.9999.
  return { count, ...(one.because === undefined ? {} : { because: one.because }) };
}
