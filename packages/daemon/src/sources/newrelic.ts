import * as z from 'zod';
import { defineSourceKind } from '../ports/kind.ts';
import { checkedSource } from './checked-source.ts';
import { newrelicProvider } from './newrelic/newrelic-provider.ts';
import { askProvider } from './provider.ts';
import { openTimeseries, timeseriesMeasures, timeseriesOptions } from './timeseries/open-timeseries.ts';

const newrelicOptions = z.strictObject({
  url: z
    .string()
    .min(1)
    .default('https://api.newrelic.com/graphql')
    .meta({ description: 'NerdGraph of your region; in Europe https://api.eu.newrelic.com/graphql' }),
  account: z.int().positive().meta({ description: 'The number of the account.' }),
  'api-key': z.string().min(1).meta({ description: 'A user key: NRAK-…' }),
  ...timeseriesOptions({ delay: '60s' }),
});

const ours = /\b(?:SINCE|UNTIL|TIMESERIES|COMPARE\s+WITH)\b/i;

const nrql = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    const [word] = ours.exec(text) ?? [];
    if (word === undefined) return;
    context.addIssue({
      code: 'custom',
      message: `"${text}" brings its own ${word}`,
      params: { hint: 'Leave SINCE, UNTIL and TIMESERIES away: Daywatch says which time it asks about.' },
    });
  })
  .meta({
    description: 'NRQL with one number, without SINCE, UNTIL and TIMESERIES.',
    examples: ["SELECT count(*) FROM TransactionError WHERE appName = 'shop'"],
  });

/** Events per minute, added up, are no events. */
const counter = nrql.refine((query) => !/\b(?:rate|average|percentile|percentage|derivative)\s*\(/i.test(query), {
  message:
    'rate(), average(), percentile(), percentage() and derivative() give no number of events, which is asked for',
  params: { hint: 'Write count(*) or sum(…) instead.' },
});

export const newrelic = defineSourceKind({
  type: 'newrelic',
  summary: 'Asks New Relic in NRQL.',
  options: newrelicOptions,
  measures: timeseriesMeasures(nrql, counter),
  open: (options, tools) =>
    checkedSource(tools.name, newrelicOptions, options, (checked) => {
      const { url, account } = checked;
      const provider = newrelicProvider({
        url,
        account,
        key: checked['api-key'],
        ask: askProvider(checked, tools.outbound),
      });
      return openTimeseries({ type: 'newrelic', query: nrql, countable: counter, provider, options: checked }, tools);
    }),
});
