import * as z from 'zod';
import { severalPolicy } from './one-of-several.ts';

const empty = z.enum(['absent', 'zero']).meta({
  description:
    'What it means when no points come. absent (when left out): nobody knows; zero: nothing happened, where the provider writes nothing when nothing happens. A misspelt query has no points either.',
});

/** The queries of the measures, over the queries that a provider has; `countable` are those that can be added up. */
export function timeseriesQueries<Query>(query: z.ZodType<Query>, countable: z.ZodType<Query> = query) {
  const counted = z.union([
    countable,
    z.strictObject({
      query: countable,
      series: severalPolicy.default('error'),
      empty: empty.default('absent'),
    }),
  ]);
  return {
    rate: z.strictObject({
      bad: counted.meta({ description: 'How often it went wrong; a part of the other.' }),
      of: counted.meta({ description: 'How often in all.' }),
    }),
    count: counted,
    gauge: z.union([query, z.strictObject({ query, series: severalPolicy.default('error') })]),
  };
}

export interface CountedQuery<Query> {
  readonly query: Query;
  readonly series: z.infer<typeof severalPolicy>;
  readonly empty: 'absent' | 'zero';
}

type Written<Query> =
  | Query
  | { readonly query: Query; readonly series: CountedQuery<Query>['series']; readonly empty?: 'absent' | 'zero' };

/** A query with its policies, however it was written. A provider's own queries are texts, or objects without `query`. */
export function withPolicies<Query>(written: Written<Query>): CountedQuery<Query> {
  if (typeof written === 'object' && written !== null && 'query' in written)
    return { query: written.query, series: written.series, empty: written.empty ?? 'absent' };
  return { query: written as Query, series: 'error', empty: 'absent' };
}
