import * as z from 'zod';
import { defineSourceKind } from '../ports/kind.ts';
import { durationText, spanOf } from '../web/duration-text.ts';
import { authorization, authorizationOptions, checkAuthorization } from './authorization.ts';
import { checkedSource } from './checked-source.ts';
import { graphiteProvider } from './graphite/graphite-provider.ts';
import { askProvider } from './provider.ts';
import { openTimeseries, timeseriesMeasures, timeseriesOptions } from './timeseries/open-timeseries.ts';

const graphiteOptions = z
  .strictObject({
    url: z.string().min(1).meta({ description: 'Where graphite-web answers: https://graphite.example.com' }),
    resolution: durationText.default('60s').meta({
      description: 'How far apart the points of its finest retention are; 60s when left out, StatsD has 10s.',
    }),
    ...authorizationOptions,
    ...timeseriesOptions({ delay: '60s' }),
  })
  .superRefine(checkAuthorization);

const graphiteQuery = z
  .string()
  .min(1)
  .meta({
    description: 'A target. Counts must be counts of each point, not per second.',
    examples: ['sumSeries(stats_counts.shop.*.errors)'],
  });

/** Events per second, added up, are no events. */
const graphiteCounter = graphiteQuery.refine(
  (query) => !/\bperSecond\s*\(/.test(query) || /\bscaleToSeconds\s*\(/.test(query),
  {
    message: 'perSecond() gives events per second, and their number is asked for',
    params: { hint: 'Write nonNegativeDerivative() instead.' },
  },
);

export const graphite = defineSourceKind({
  type: 'graphite',
  summary: 'Reads targets from Graphite, and from what speaks its render API.',
  options: graphiteOptions,
  measures: timeseriesMeasures(graphiteQuery, graphiteCounter),
  open: (options, tools) =>
    checkedSource(tools.name, graphiteOptions, options, (checked) => {
      const { url, resolution } = checked;
      const provider = graphiteProvider({
        url,
        headers: authorization(checked),
        ask: askProvider(checked, tools.outbound),
      });
      const opened = { type: 'graphite', query: graphiteQuery, countable: graphiteCounter, provider, options: checked };
      return openTimeseries({ ...opened, resolution: spanOf(resolution) }, tools);
    }),
});
