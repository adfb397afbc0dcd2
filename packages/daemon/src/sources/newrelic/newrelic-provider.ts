import { inSeconds, instant } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Ask } from '../provider.ts';
import { readJson } from '../timeseries/read-json.ts';
import { notFetched, type Point, type TimeSeriesProvider } from '../timeseries/timeseries.ts';

const result = z.looseObject({
  beginTimeSeconds: z.number(),
  endTimeSeconds: z.number(),
  facet: z.union([z.string(), z.array(z.string().nullable()), z.null()]).optional(),
});
const answer = z.object({
  data: z
    .object({
      actor: z
        .object({
          account: z.object({ nrql: z.object({ results: z.array(result) }).nullable() }).nullable(),
        })
        .nullable(),
    })
    .nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});
type Result = z.infer<typeof result>;

const document =
  'query ($account: Int!, $nrql: Nrql!) { actor { account(id: $account) { nrql(query: $nrql, timeout: 30) { results } } } }';
const notValues: ReadonlySet<string> = new Set(['beginTimeSeconds', 'endTimeSeconds', 'facet', 'timestamp']);

/** https://docs.newrelic.com/docs/apis/nerdgraph/examples/nerdgraph-nrql-tutorial/ */
export function newrelicProvider(options: {
  readonly url: string;
  readonly account: number;
  readonly key: string;
  readonly ask: Ask;
}): TimeSeriesProvider<string> {
  const { url, account, key, ask } = options;
  return {
    words: (query) => query,
    // TIMESERIES has at most 366 buckets.
    stepsAtOnce: 366,
    async fetch(query, { from, to, step }, signal) {
      const nrql = `${query} SINCE ${from} UNTIL ${to} TIMESERIES ${inSeconds(step)} seconds`;
      const request = {
        url,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'api-key': key },
        body: JSON.stringify({ query: document, variables: { account, nrql } }),
      };
      const read = readJson(await ask(request, signal), answer, { provider: 'NerdGraph' });
      if ('failed' in read) return notFetched(read.failed);
      const { data, errors = [] } = read.value;
      // GraphQL answers 200 to what it refuses.
      if (errors.length > 0) return notFetched(`refused: ${errors.map(({ message }) => message).join('; ')}`);
      const results = data?.actor?.account?.nrql?.results;
      if (results === undefined) return notFetched(`gives nothing for the account ${account}; may the key read it?`);
      const byFacet = new Map<string, Point[]>();
      for (const one of results) {
        const value = numberOf(one);
        if (typeof value === 'string') return notFetched(value);
        const facet = [one.facet ?? query].flat().join(', ');
        const point = { at: instant(one.beginTimeSeconds * 1_000), value };
        const points = byFacet.get(facet);
        if (points === undefined) byFacet.set(facet, [point]);
        else points.push(point);
      }
      return { type: 'fetched', series: [...byFacet].map(([facet, points]) => ({ key: facet, points })) };
    },
  };
}

/** The one number of a bucket, or what is wrong with it. A percentile is an object with its percentage. */
function numberOf(of: Result): number | null | string {
  const facets = Array.isArray(of.facet) ? of.facet : [of.facet];
  const values = Object.entries(of).flatMap(([name, value]): (readonly [string, unknown])[] => {
    if (notValues.has(name)) return [];
    // The attribute that FACET is by stands there too.
    if (typeof value === 'string' && facets.includes(value)) return [];
    if (typeof value !== 'object' || value === null) return [[name, value]];
    return Object.entries(value).map(([inner, number]) => [`${name}.${inner}`, number] as const);
  });
  const [first, second] = values;
  if (first === undefined) return 'gives no number';
  if (second !== undefined)
    return `gives ${values.length} numbers where one is expected: ${values.map(([name]) => name).join(', ')}`;
  const [name, value] = first;
  if (value === null || typeof value === 'number') return value;
  return `gives ${name} as a ${typeof value}, not as a number`;
}
