import { type Instant, inSeconds, instant, minus, plus } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { readNumber } from '../promql/read-number.ts';
import type { Ask } from '../provider.ts';
import { readJson } from '../timeseries/read-json.ts';
import { notFetched, type TimeSeriesProvider } from '../timeseries/timeseries.ts';
import { type LokiQuery, logqlFor, logqlOf } from './loki-query.ts';

const answer = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({
      resultType: z.literal('matrix'),
      result: z.array(
        z.object({ metric: z.record(z.string(), z.string()), values: z.array(z.tuple([z.number(), z.string()])) }),
      ),
    }),
    z.object({ resultType: z.literal('streams') }),
  ]),
  warnings: z.array(z.string()).nullish(),
});

/** https://grafana.com/docs/loki/latest/reference/loki-http-api/ */
export function lokiProvider(options: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly ask: Ask;
}): TimeSeriesProvider<LokiQuery> {
  const { url, headers, ask } = options;
  return {
    words: logqlOf,
    async fetch(query, { from, to, step }, signal) {
      // A point speaks of the interval that ends at its time.
      const form = new URLSearchParams({
        query: logqlFor(query, step),
        start: nanoseconds(plus(from, step)),
        end: nanoseconds(to),
        step: `${inSeconds(step)}s`,
      });
      const request = { url: `${url.replace(/\/+$/, '')}/loki/api/v1/query_range?${form}`, headers };
      const read = readJson(await ask(request, signal), answer, { provider: 'Loki' });
      if ('failed' in read) return notFetched(read.failed);
      const { data, warnings } = read.value;
      if (data.resultType === 'streams')
        return notFetched('gives log lines, not numbers; count them with lines:, or with count_over_time');
      const series = data.result.map(({ metric, values }) => ({
        key: `{${Object.entries(metric)
          .map(([label, value]) => `${label}="${value}"`)
          .join(',')}}`,
        points: values.map(([time, value]) => ({
          at: minus(instant(Math.round(time * 1_000)), step),
          value: readNumber(value) ?? Number.NaN,
        })),
      }));
      const partial = warnings?.find((warning) => /\bpartial\b/i.test(warning));
      if (partial !== undefined) return notFetched(`answered only a part of the data: ${partial}`);
      const remarks = (warnings ?? []).join('; ');
      return { type: 'fetched', series, ...(remarks === '' ? {} : { remarks }) };
    },
  };
}

const nanoseconds = (at: Instant): string => `${at}000000`;
