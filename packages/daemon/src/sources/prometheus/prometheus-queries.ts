import * as z from 'zod';
import { parseSelector, SelectorError } from '../promql/selector.ts';
import { selectorSchema } from '../promql/selector-schema.ts';
import { severalPolicy } from '../timeseries/one-of-several.ts';

export const intervalMark = '$interval';

/** Whether a text is a plain selector of series; anything else is left to Prometheus to understand. */
export function isSelector(text: string): boolean {
  try {
    parseSelector(text);
    return true;
  } catch (error) {
    if (error instanceof SelectorError) return false;
    throw error;
  }
}

const expression = z
  .string()
  .min(1)
  .meta({ description: 'PromQL that gives one number.', examples: ['max(pg_stat_activity_count)'] });

/** Events per second, rounded to whole ones, would be none. */
const perSecond = /\b(?:i?rate|deriv|idelta)\s*\(/;

const increase = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    if (isSelector(text)) return;
    if (perSecond.test(text))
      return context.addIssue({
        code: 'custom',
        message: `"${text}" gives events per second, and their number is asked for`,
        params: { hint: 'Write increase() instead of rate().' },
      });
    if (text.includes(intervalMark)) return;
    context.addIssue({
      code: 'custom',
      message: `"${text}" does not say over which time it counts`,
      params: {
        hint: `Write the counter alone, such as http_requests_total{status=~"5.."}, or ${intervalMark} where PromQL wants a range: sum(increase(jobs_failed[${intervalMark}])).`,
      },
    });
  })
  .meta({
    description: `Counters, as PromQL selects them: their exact increase is taken. Or PromQL with ${intervalMark} in the place of its range.`,
    examples: ['http_requests_total{status=~"5.."}'],
  });

const selector = selectorSchema({
  description: 'A histogram, as PromQL selects it, by its name without _bucket. Its unit is read from its name.',
  examples: ['http_request_duration_seconds{route="/checkout"}'],
});

export const rateQuery = z.union([
  z.strictObject({
    bad: increase.meta({ description: 'Counters of what went wrong; a part of the other.' }),
    of: increase.meta({ description: 'Counters of everything.' }),
  }),
  z.strictObject({
    ratio: expression.meta({ description: 'PromQL for the bad part, from 0 to 1.', examples: ['shop:errors:ratio'] }),
    of: increase.meta({ description: 'Counters of everything: how much the ratio is worth.' }),
  }),
]);
export type RateQuery = z.infer<typeof rateQuery>;

export const latencyQuery = z.union([
  selector,
  z.strictObject({
    histogram: selector.meta({ description: 'A histogram, by its name without _bucket.' }),
    in: z.enum(['s', 'ms', 'us', 'ns']).meta({ description: 'The unit of its bounds.' }),
  }),
]);
export type LatencyQuery = z.infer<typeof latencyQuery>;

export const countQuery = increase;

export const levelQuery = z.union([
  expression,
  z.strictObject({ query: expression, series: severalPolicy.default('error') }),
]);
export type LevelQuery = z.infer<typeof levelQuery>;
