import { instant } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Ask } from '../provider.ts';
import { readJson } from '../timeseries/read-json.ts';
import { notFetched, type TimeSeriesProvider } from '../timeseries/timeseries.ts';
import { aggregationOf, type ElasticsearchQuery, elasticsearchWords, whereOf } from './elasticsearch-query.ts';

const number = z.union([
  z.object({ value: z.number().nullable() }),
  z.object({ values: z.array(z.object({ value: z.number().nullable() })).length(1) }),
]);
const bucket = z.object({
  key: z.number(),
  doc_count: z.number(),
  wanted: z.object({ doc_count: z.number(), number: number.optional() }),
});
const answer = z.object({
  timed_out: z.boolean(),
  _shards: z.object({
    total: z.number(),
    failed: z.number(),
    failures: z.array(z.object({ reason: z.object({ reason: z.string() }).optional() })).optional(),
  }),
  /** Of an index on other clusters. */
  _clusters: z
    .object({
      total: z.number(),
      skipped: z.number().default(0),
      partial: z.number().default(0),
      failed: z.number().default(0),
    })
    .optional(),
  aggregations: z.object({ steps: z.object({ buckets: z.array(bucket) }) }).optional(),
});

/** https://www.elastic.co/guide/en/elasticsearch/reference/current/search-aggregations-bucket-datehistogram-aggregation.html */
export function elasticsearchProvider(options: {
  readonly url: string;
  readonly index: string;
  readonly time: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly ask: Ask;
}): TimeSeriesProvider<ElasticsearchQuery> {
  const { url, index, time, headers, ask } = options;
  return {
    words: (query) => `${index}: ${elasticsearchWords(query)}`,
    async fetch(query, { from, to, step }, signal) {
      const computed = aggregationOf(query);
      const body = {
        size: 0,
        track_total_hits: false,
        query: { range: { [time]: { gte: from, lt: to, format: 'epoch_millis' } } },
        aggs: {
          steps: {
            date_histogram: {
              field: time,
              fixed_interval: `${step}ms`,
              min_doc_count: 0,
              extended_bounds: { min: from, max: to - 1 },
            },
            // All documents are counted beside the wanted ones: only where there are any, none of the wanted means 0.
            aggs: {
              wanted: {
                filter: { query_string: { query: whereOf(query) } },
                ...(computed === undefined ? {} : { aggs: { number: computed } }),
              },
            },
          },
        },
      };
      const request = {
        url: `${url.replace(/\/+$/, '')}/${index}/_search?allow_partial_search_results=false`,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      };
      const read = readJson(await ask(request, signal), answer, { provider: 'Elasticsearch' });
      if ('failed' in read) return notFetched(read.failed);
      const { timed_out: timedOut, _shards: shards, _clusters: clusters, aggregations } = read.value;
      if (timedOut) return notFetched('answered with what it had found when its time was over');
      if (shards.failed > 0) {
        const why = shards.failures?.[0]?.reason?.reason;
        return notFetched(`${shards.failed} of ${shards.total} shards failed${why === undefined ? '' : `: ${why}`}`);
      }
      const lacking = clusters === undefined ? 0 : clusters.skipped + clusters.partial + clusters.failed;
      if (lacking > 0) return notFetched(`${lacking} of ${clusters?.total} clusters did not answer`);
      if (shards.total === 0 || aggregations === undefined) return notFetched(`no index is called ${index}`);
      const points = aggregations.steps.buckets.map(({ key, doc_count: all, wanted }) => ({
        at: instant(key),
        value: all === 0 ? null : computed === undefined ? wanted.doc_count : numberOf(wanted.number),
      }));
      return { type: 'fetched', series: [{ key: whereOf(query), points }] };
    },
  };
}

const numberOf = (of: z.infer<typeof number> | undefined): number | null => {
  if (of === undefined) return null;
  return 'value' in of ? of.value : (of.values[0]?.value ?? null);
};
