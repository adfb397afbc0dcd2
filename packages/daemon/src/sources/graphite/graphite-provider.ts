import { type Instant, instant, minus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Ask } from '../provider.ts';
import { readJson } from '../timeseries/read-json.ts';
import { notFetched, type TimeSeriesProvider } from '../timeseries/timeseries.ts';

const answer = z.array(
  z.object({ target: z.string(), datapoints: z.array(z.tuple([z.number().nullable(), z.number()])) }),
);

/** https://graphite.readthedocs.io/en/stable/render_api.html */
export function graphiteProvider(options: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly ask: Ask;
}): TimeSeriesProvider<string> {
  const { url, headers, ask } = options;
  return {
    words: (query) => query,
    async fetch(query, { from, to }, signal) {
      // It begins after `from`, and ends with `until`.
      const form = new URLSearchParams({
        target: query,
        from: unix(minus(from, seconds(1))),
        until: unix(minus(to, seconds(1))),
        format: 'json',
      });
      const request = { url: `${url.replace(/\/+$/, '')}/render?${form}`, headers };
      const read = readJson(await ask(request, signal), answer, { provider: 'Graphite' });
      if ('failed' in read) return notFetched(read.failed);
      return {
        type: 'fetched',
        series: read.value.map(({ target, datapoints }) => ({
          key: target,
          points: datapoints.map(([value, time]) => ({ at: instant(time * 1_000), value })),
        })),
      };
    },
  };
}

const unix = (at: Instant): string => String(Math.floor(at / 1_000));
