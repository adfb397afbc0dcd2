import * as z from 'zod';

export const cloudwatchQuery = z.union([
  z.strictObject({
    namespace: z.string().min(1).meta({ description: 'AWS/ApplicationELB' }),
    metric: z.string().min(1).meta({ description: 'HTTPCode_Target_5XX_Count' }),
    dimensions: z
      .record(z.string().min(1), z.string().min(1))
      .default({})
      .meta({ description: 'Exactly those that the metric is kept by: LoadBalancer: app/shop/50dc6c495c0c9188' }),
    stat: z.string().min(1).meta({ description: 'Sum for counts; Average, Maximum, p95, … for levels.' }),
  }),
  z.strictObject({
    expression: z
      .string()
      .min(1)
      .meta({
        description: 'Metric math that needs no other metric (SEARCH), or Metrics Insights SQL.',
        examples: ['SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName)'],
      }),
  }),
]);
export type CloudwatchQuery = z.infer<typeof cloudwatchQuery>;

/** Sums, numbers of samples, and both of them trimmed. The average of a count of errors is 1 however many there are. */
export const cloudwatchCounter = cloudwatchQuery.refine(
  (query) => 'expression' in query || /^(?:Sum|SampleCount|TC|TS)\b/i.test(query.stat),
  {
    path: ['stat'],
    message: 'is a level, and a number of events is asked for',
    params: { hint: 'Write Sum, or SampleCount.' },
  },
);

export function cloudwatchWords(query: CloudwatchQuery): string {
  if ('expression' in query) return query.expression;
  const dimensions = Object.entries(query.dimensions).map(([name, value]) => `${name}=${value}`);
  return `${query.stat} of ${query.namespace} ${query.metric}${dimensions.length === 0 ? '' : ` {${dimensions.join(', ')}}`}`;
}
