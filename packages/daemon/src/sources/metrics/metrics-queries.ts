import * as z from 'zod';
import { selectorSchema } from '../promql/selector-schema.ts';

const selector = selectorSchema({
  description: 'Series of the page, as PromQL selects them.',
  examples: ['http_requests_total{status=~"5.."}'],
});

export const rateQuery = z.strictObject({
  bad: selector.meta({ description: 'Counters of what went wrong; a part of the other.' }),
  of: selector.meta({ description: 'Counters of everything.' }),
});
export type RateQuery = z.infer<typeof rateQuery>;

export const latencyQuery = z.union([
  selector.meta({ description: 'A histogram, by its name without _bucket. Its unit is read from its name.' }),
  z.strictObject({
    histogram: selector.meta({ description: 'A histogram, by its name without _bucket.' }),
    in: z.enum(['s', 'ms', 'us', 'ns']).meta({ description: 'The unit of its bounds.' }),
  }),
]);
export type LatencyQuery = z.infer<typeof latencyQuery>;

export const countQuery = selector.meta({ description: 'Counters; the increase of all of them together is counted.' });

export const gaugeQuery = z.union([
  selector.meta({ description: 'Exactly one series.' }),
  z.strictObject({ sum: selector }),
  z.strictObject({ max: selector }),
  z.strictObject({ min: selector }),
]);
export type GaugeQuery = z.infer<typeof gaugeQuery>;
