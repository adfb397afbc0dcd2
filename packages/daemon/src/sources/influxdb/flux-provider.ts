import { inSeconds, minus, parseRfc3339, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { excerpt } from '../../web/excerpt.ts';
import { jsonOf } from '../../web/json-of.ts';
import { readNumber } from '../promql/read-number.ts';
import type { Ask } from '../provider.ts';
import { notGood } from '../timeseries/read-json.ts';
import { notFetched, type Point, type TimeSeriesProvider } from '../timeseries/timeseries.ts';
import { annotatedTables, type CsvRow } from './annotated-csv.ts';
import { isFlux } from './influxdb-query.ts';

const fault = z.object({ code: z.string(), message: z.string() });
/** `aggregateWindow` labels an interval with its end, unless it is told otherwise. */
const labelsStart = /timeSrc\s*:\s*"_start"/;
const notNaming: ReadonlySet<string> = new Set(['_start', '_stop', '_time', '_value', 'table', 'result']);

/** https://docs.influxdata.com/influxdb/v2/api/#operation/PostQuery */
export function fluxProvider(options: {
  readonly url: string;
  readonly org: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly ask: Ask;
}): TimeSeriesProvider<string> {
  const { url, org, headers, ask } = options;
  return {
    words: (query) => query.replace(/\s+/g, ' '),
    async fetch(query, { from, to, step }, signal) {
      if (!isFlux(query)) return notFetched('is InfluxQL; the source has an org, and asks in Flux');
      const times = `option v = {timeRangeStart: ${rfc3339(from)}, timeRangeStop: ${rfc3339(to)}, windowPeriod: ${inSeconds(step)}s}\n`;
      const exchange = await ask(
        {
          url: `${url.replace(/\/+$/, '')}/api/v2/query?${new URLSearchParams({ org })}`,
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/csv', ...headers },
          body: JSON.stringify({
            query: `${times}${query}`,
            type: 'flux',
            dialect: { header: true, annotations: ['datatype', 'group', 'default'], dateTimeFormat: 'RFC3339' },
          }),
        },
        signal,
      );
      if (exchange.type === 'failed') return notFetched(exchange.because);
      const { status, headers: answered, body } = exchange;
      const refused = fault.safeParse(jsonOf(body));
      if (refused.success) return notFetched(`answered ${status} ${refused.data.code}: ${refused.data.message}`);
      if (status !== 200) return notFetched(notGood(status, answered, body, []));
      const series = new Map<string, Point[]>();
      for (const { columns, group, rows } of annotatedTables(body)) {
        // A page of a proxy has no rows either, if it is read as CSV.
        if (rows.length === 0 && !columns.includes('_value') && !columns.includes('error'))
          return notFetched(`answered 200, but not as InfluxDB does: "${excerpt(body)}"`);
        for (const row of rows) {
          // A query that fails on the way says so in a table of its own.
          if (row.error !== undefined && row._value === undefined) return notFetched(`failed on the way: ${row.error}`);
          const time = parseRfc3339(row._time);
          if (time === undefined || row._value === undefined)
            return notFetched(`gives rows without _time and _value: "${excerpt(JSON.stringify(row))}"`);
          const value = row._value === '' ? null : readNumber(row._value);
          if (value === undefined) return notFetched(`gives "${excerpt(row._value)}", not a number`);
          const key = keyOf(row, group);
          const at = labelsStart.test(query) ? time : minus(time, step);
          const points = series.get(key);
          if (points === undefined) series.set(key, [{ at, value }]);
          else points.push({ at, value });
        }
      }
      return { type: 'fetched', series: [...series].map(([key, points]) => ({ key, points })) };
    },
  };
}

const keyOf = (row: CsvRow, group: ReadonlySet<string>): string => {
  const pairs = [...group].filter((column) => !notNaming.has(column)).map((column) => `${column}=${row[column]}`);
  return `{${pairs.join(', ')}}`;
};
