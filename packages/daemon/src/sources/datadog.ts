import * as z from 'zod';
import { defineSourceKind } from '../ports/kind.ts';
import { checkedSource } from './checked-source.ts';
import { datadogProvider } from './datadog/datadog-provider.ts';
import { askProvider } from './provider.ts';
import { openTimeseries, timeseriesMeasures, timeseriesOptions } from './timeseries/open-timeseries.ts';

const datadogOptions = z.strictObject({
  url: z
    .string()
    .min(1)
    .default('https://api.datadoghq.com')
    .meta({ description: 'The API of your site: https://api.datadoghq.eu, https://api.us3.datadoghq.com, …' }),
  'api-key': z.string().min(1).meta({ description: 'Of the organization.' }),
  'application-key': z.string().min(1).meta({ description: 'With the scope timeseries_query.' }),
  ...timeseriesOptions({ delay: '60s' }),
});

const datadogQuery = z
  .string()
  .min(1)
  .meta({
    description: 'A metrics query. Counters need as_count(), else Datadog gives them per second.',
    examples: ['sum:trace.express.request.errors{service:shop}.as_count()'],
  });

/** Events per second, added up, are not events. */
const datadogCounter = datadogQuery
  .refine((query) => !/\.\s*as_rate\s*\(/.test(query), {
    message: 'as_rate() gives events per second, and their number is asked for',
    params: { hint: 'Write as_count() instead.' },
  })
  .refine((query) => !/\b(?:avg|min|max)\s*:/.test(query), {
    message: 'avg:, min: and max: give what one host has, and the number of all is asked for',
    params: { hint: 'Write sum: instead.' },
  });

export const datadog = defineSourceKind({
  type: 'datadog',
  summary: 'Reads metrics from Datadog.',
  options: datadogOptions,
  measures: timeseriesMeasures(datadogQuery, datadogCounter),
  open: (options, tools) =>
    checkedSource(tools.name, datadogOptions, options, (checked) => {
      const provider = datadogProvider({
        url: checked.url,
        headers: { 'dd-api-key': checked['api-key'], 'dd-application-key': checked['application-key'] },
        ask: askProvider(checked, tools.outbound),
      });
      return openTimeseries(
        { type: 'datadog', query: datadogQuery, countable: datadogCounter, provider, options: checked },
        tools,
      );
    }),
});
