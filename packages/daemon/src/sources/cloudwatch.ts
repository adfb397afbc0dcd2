import * as z from 'zod';
import { defineSourceKind } from '../ports/kind.ts';
import { durationText, spanOf } from '../web/duration-text.ts';
import { checkedSource } from './checked-source.ts';
import { cloudwatchProvider } from './cloudwatch/cloudwatch-provider.ts';
import { cloudwatchCounter, cloudwatchQuery } from './cloudwatch/cloudwatch-query.ts';
import { askProvider } from './provider.ts';
import { openTimeseries, timeseriesMeasures, timeseriesOptions } from './timeseries/open-timeseries.ts';

const cloudwatchOptions = z.strictObject({
  region: z.string().min(1).meta({ description: 'Where the metrics are: eu-central-1' }),
  url: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'An endpoint of your own; else https://monitoring.REGION.amazonaws.com' }),
  'access-key': z.string().min(1).meta({ description: 'Its user needs cloudwatch:GetMetricData, nothing else.' }),
  'secret-key': z.string().min(1).meta({ description: 'That belongs to the access key.' }),
  'session-token': z.string().min(1).optional().meta({ description: 'With temporary credentials.' }),
  period: durationText.default('60s').meta({
    description: 'The finest that the metrics are kept in; 60s when left out, 1s to 30s with high resolution.',
  }),
  ...timeseriesOptions({ delay: '2m' }),
});

export const cloudwatch = defineSourceKind({
  type: 'cloudwatch',
  summary: 'Reads metrics, metric math and Metrics Insights from Amazon CloudWatch.',
  options: cloudwatchOptions,
  measures: timeseriesMeasures(cloudwatchQuery, cloudwatchCounter),
  open: (options, tools) =>
    checkedSource(tools.name, cloudwatchOptions, options, (checked) => {
      const provider = cloudwatchProvider({
        url: checked.url ?? `https://monitoring.${checked.region}.amazonaws.com/`,
        region: checked.region,
        credentials: {
          accessKey: checked['access-key'],
          secretKey: checked['secret-key'],
          ...(checked['session-token'] === undefined ? {} : { sessionToken: checked['session-token'] }),
        },
        ask: askProvider(checked, tools.outbound),
        now: () => tools.clock.now(),
      });
      const opened = {
        type: 'cloudwatch',
        query: cloudwatchQuery,
        countable: cloudwatchCounter,
        provider,
        options: checked,
      };
      return openTimeseries({ ...opened, resolution: spanOf(checked.period) }, tools);
    }),
});
