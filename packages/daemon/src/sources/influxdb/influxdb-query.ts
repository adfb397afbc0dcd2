import * as z from 'zod';

/** Words that Daywatch fills in; those of Flux are the same that InfluxDB's own query builder writes. */
const fluxWords = ['v.timeRangeStart', 'v.timeRangeStop', 'v.windowPeriod'] as const;
const influxqlWords = ['$timeFilter', '$interval'] as const;

export const isFlux = (text: string): boolean => text.includes('|>');

export const influxdbQuery = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    const words = isFlux(text) ? fluxWords : influxqlWords;
    const lacking = words.filter((word) => !text.includes(word));
    if (lacking.length === 0) return;
    context.addIssue({
      code: 'custom',
      message: `the query lacks ${lacking.join(', ')}`,
      params: {
        hint: isFlux(text)
          ? 'Write range(start: v.timeRangeStart, stop: v.timeRangeStop) and aggregateWindow(every: v.windowPeriod, …), as the query builder does.'
          : 'Write … WHERE $timeFilter GROUP BY time($interval).',
      },
    });
  })
  .meta({
    description:
      'Flux with v.timeRangeStart, v.timeRangeStop and v.windowPeriod, or InfluxQL with $timeFilter and $interval; one number for each interval.',
    examples: ['SELECT sum("errors") FROM "http" WHERE $timeFilter GROUP BY time($interval)'],
  });
