import { formatDuration, instant, millis } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Ask } from '../provider.ts';
import { readJson } from '../timeseries/read-json.ts';
import { notFetched, type TimeSeriesProvider } from '../timeseries/timeseries.ts';

const attributes = z.object({
  times: z.array(z.number()),
  series: z.array(z.object({ group_tags: z.array(z.string()).nullish() })),
  values: z.array(z.array(z.number().nullable())),
});
const answer = z.union([
  // It may say that it failed in an answer of status 200, beside a list of nothing.
  z.object({ errors: z.union([z.string().min(1), z.array(z.string()).min(1)]) }),
  z.object({ data: z.object({ attributes }) }),
]);
const limits = ['x-ratelimit-limit', 'x-ratelimit-period', 'x-ratelimit-reset'];

/** https://docs.datadoghq.com/api/latest/metrics/query-timeseries-data-across-multiple-products/ */
export function datadogProvider(options: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly ask: Ask;
}): TimeSeriesProvider<string> {
  const { url, headers, ask } = options;
  return {
    words: (query) => query,
    async fetch(query, { from, to, step }, signal) {
      const attributes = {
        from,
        to,
        interval: step,
        queries: [{ data_source: 'metrics', name: 'a', query }],
        formulas: [{ formula: 'a' }],
      };
      const request = {
        url: `${url.replace(/\/+$/, '')}/api/v2/query/timeseries`,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ data: { type: 'timeseries_request', attributes } }),
      };
      const read = readJson(await ask(request, signal), answer, { provider: 'Datadog', wait: limits });
      if ('failed' in read) return notFetched(read.failed);
      if ('errors' in read.value) return notFetched(`refused: ${[read.value.errors].flat().join('; ')}`);
      const { times, series, values } = read.value.data.attributes;
      if (values.length !== series.length)
        return notFetched(`answered ${series.length} series with ${values.length} lists of values`);
      // It takes longer intervals than asked for when it thinks the points too many.
      const apart = (times[1] ?? 0) - (times[0] ?? 0);
      if (times.length > 1 && apart !== step)
        return notFetched(
          `answered in intervals of ${formatDuration(millis(apart))} where ${formatDuration(step)} was asked for; write that as every: at the criterion`,
        );
      return {
        type: 'fetched',
        series: series.map(({ group_tags: tags }, i) => ({
          key: tags === null || tags === undefined || tags.length === 0 ? query : `{${tags.join(',')}}`,
          points: times.map((time, place) => ({ at: instant(time), value: values[i]?.[place] ?? null })),
        })),
      };
    },
  };
}
