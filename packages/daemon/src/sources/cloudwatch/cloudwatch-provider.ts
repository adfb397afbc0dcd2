import { type Instant, inSeconds, instant } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Ask } from '../provider.ts';
import { readJson } from '../timeseries/read-json.ts';
import { notFetched, type Point, type TimeSeriesProvider } from '../timeseries/timeseries.ts';
import { type CloudwatchQuery, cloudwatchWords } from './cloudwatch-query.ts';
import { type Credentials, signed } from './signed.ts';

const message = z.object({ Code: z.string().optional(), Value: z.string().optional() });
const answer = z.object({
  MetricDataResults: z.array(
    z.object({
      Label: z.string().default(''),
      StatusCode: z.enum(['Complete', 'PartialData', 'InternalError', 'Forbidden']).optional(),
      Timestamps: z.array(z.number()).default([]),
      Values: z.array(z.number()).default([]),
      Messages: z.array(message).nullish(),
    }),
  ),
  Messages: z.array(message).nullish(),
  NextToken: z.string().nullish(),
});

const longestChain = 20;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export function cloudwatchProvider(options: {
  readonly url: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly ask: Ask;
  now(): Instant;
}): TimeSeriesProvider<CloudwatchQuery> {
  const { url, region, credentials, ask, now } = options;
  return {
    words: cloudwatchWords,
    async fetch(query, { from, to, step }, signal) {
      const series = new Map<string, Point[]>();
      const remarks = new Set<string>();
      let token: string | undefined;
      for (let page = 0; page < longestChain; page++) {
        const body = JSON.stringify({
          MetricDataQueries: [{ Id: 'q', ReturnData: true, ...metricQuery(query, inSeconds(step)) }],
          StartTime: from / 1_000,
          EndTime: to / 1_000,
          ScanBy: 'TimestampAscending',
          ...(token === undefined ? {} : { NextToken: token }),
        });
        if (!URL.canParse(url)) return notFetched(`"${url}" is not an address`);
        const headers = {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData',
        };
        const request = signed(
          { method: 'POST', url, headers, body },
          { region, service: 'monitoring', credentials, at: now() },
        );
        const read = readJson(await ask(request, signal), answer, { provider: 'CloudWatch' });
        if ('failed' in read) return notFetched(read.failed);
        const { MetricDataResults: results, Messages: messages, NextToken: next } = read.value;
        for (const { Value: value, Code: code } of messages ?? [])
          remarks.add(value ?? code ?? 'a message without words');
        for (const { Label: label, StatusCode: status, Timestamps: times, Values: values, Messages: own } of results) {
          const said = (own ?? []).map(({ Value: value, Code: code }) => value ?? code).join('; ');
          const words = said === '' ? '' : `: ${said}`;
          if (status === 'InternalError' || status === 'Forbidden')
            return notFetched(`answered ${status} for ${label}${words}`);
          if (status === 'PartialData' && (next === undefined || next === null))
            return notFetched(`answered only a part of the data for ${label}${words}`);
          if (said !== '') remarks.add(said);
          const points = series.get(label) ?? [];
          for (const [i, time] of times.entries()) points.push({ at: instant(time * 1_000), value: values[i] ?? null });
          series.set(label, points);
        }
        if (next === undefined || next === null) {
          const told = [...remarks].join('; ');
          return {
            type: 'fetched',
            series: [...series].map(([key, points]) => ({ key, points })),
            ...(told === '' ? {} : { remarks: told }),
          };
        }
        token = next;
      }
      return notFetched(`has more than ${longestChain} pages; ask for fewer metrics`);
    },
  };
}

const metricQuery = (query: CloudwatchQuery, period: number) =>
  'expression' in query
    ? { Expression: query.expression, Period: period }
    : {
        MetricStat: {
          Metric: {
            Namespace: query.namespace,
            MetricName: query.metric,
            Dimensions: Object.entries(query.dimensions).map(([Name, Value]) => ({ Name, Value })),
          },
          Period: period,
          Stat: query.stat,
        },
      };
