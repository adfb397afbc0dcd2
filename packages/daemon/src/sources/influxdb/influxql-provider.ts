import { inSeconds, instant } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Ask } from '../provider.ts';
import { readJson } from '../timeseries/read-json.ts';
import { notFetched, type Point, type TimeSeries, type TimeSeriesProvider } from '../timeseries/timeseries.ts';
import { isFlux } from './influxdb-query.ts';

const series = z.object({
  name: z.string().default(''),
  tags: z.record(z.string(), z.string()).optional(),
  columns: z.array(z.string()),
  values: z.array(z.array(z.unknown())).default([]),
  partial: z.boolean().optional(),
});
const answer = z.union([
  z.object({ error: z.string() }),
  z.object({
    results: z
      .array(
        z.object({
          error: z.string().optional(),
          partial: z.boolean().optional(),
          series: z.array(series).optional(),
          messages: z.array(z.object({ text: z.string() })).optional(),
        }),
      )
      // One statement is sent.
      .min(1),
  }),
]);

/** https://docs.influxdata.com/influxdb/v1/tools/api/#query-http-endpoint */
export function influxqlProvider(options: {
  readonly url: string;
  readonly database: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly ask: Ask;
}): TimeSeriesProvider<string> {
  const { url, database, headers, ask } = options;
  return {
    words: (query) => query.replace(/\s+/g, ' '),
    async fetch(query, { from, to, step }, signal) {
      if (isFlux(query)) return notFetched('is Flux; the source has a database, and asks in InfluxQL');
      const q = query
        .replaceAll('$timeFilter', `time >= ${from}ms AND time < ${to}ms`)
        .replaceAll('$interval', `${inSeconds(step)}s`);
      const form = new URLSearchParams({ db: database, q, epoch: 'ms' });
      const request = { url: `${url.replace(/\/+$/, '')}/query?${form}`, headers };
      const read = readJson(await ask(request, signal), answer, { provider: 'InfluxDB' });
      if ('failed' in read) return notFetched(read.failed);
      if ('error' in read.value) return notFetched(`refused: ${read.value.error}`);
      const { results } = read.value;
      const fault = results.find((result) => result.error !== undefined)?.error;
      if (fault !== undefined) return notFetched(`refused: ${fault}`);
      const all: TimeSeries[] = [];
      const remarks = results.flatMap(({ messages = [] }) => messages.map(({ text }) => text)).join('; ');
      for (const { partial, series: found = [] } of results) {
        if (partial === true || found.some((one) => one.partial === true))
          return notFetched('answered only a part of the data');
        for (const one of found) {
          const points = pointsOf(one);
          if (typeof points === 'string') return notFetched(points);
          all.push({ key: keyOf(one), points });
        }
      }
      return { type: 'fetched', series: all, ...(remarks === '' ? {} : { remarks }) };
    },
  };
}

type Series = z.infer<typeof series>;

function pointsOf({ columns, values }: Series): readonly Point[] | string {
  const [time, value, ...more] = columns;
  if (time !== 'time' || value === undefined)
    return `gives the columns ${columns.join(', ')}; time and a number are expected`;
  if (more.length > 0)
    return `gives ${columns.length - 1} numbers where one is expected: ${columns.slice(1).join(', ')}`;
  const points: Point[] = [];
  for (const [at, number] of values) {
    if (typeof at !== 'number') return `gives ${JSON.stringify(at)} as a time`;
    if (number !== null && typeof number !== 'number')
      return `gives ${JSON.stringify(number)} as ${value}, not a number`;
    points.push({ at: instant(at), value: number });
  }
  return points;
}

function keyOf({ name, tags = {} }: Series): string {
  const pairs = Object.entries(tags).map(([tag, value]) => `${tag}=${value}`);
  return pairs.length === 0 ? name : `${name} {${pairs.join(', ')}}`;
}
