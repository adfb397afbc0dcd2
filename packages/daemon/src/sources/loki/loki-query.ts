import { inSeconds, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';

export const lokiQuery = z.union([
  z
    .string()
    .min(1)
    .superRefine((text, context) => {
      if (text.includes('$interval')) return;
      context.addIssue({
        code: 'custom',
        message: `"${text}" does not say over which time it counts`,
        params: {
          hint: 'Write $interval for its range, as in sum(count_over_time({app="shop"} |= "error" [$interval])); or lines: \'{app="shop"} |= "error"\'.',
        },
      });
    })
    .meta({
      description: 'A LogQL metric query with $interval in the place of its range.',
      examples: ['sum(count_over_time({app="shop"} | json | status >= 500 [$interval]))'],
    }),
  z.strictObject({
    lines: z
      .string()
      .regex(/^\s*\{/, 'a stream selector such as {app="shop"} comes first')
      .meta({
        description:
          'A LogQL log query whose lines are counted. None is 0 as long as its streams have any lines at all.',
        examples: ['{app="shop"} |= "error"'],
      }),
  }),
]);
export type LokiQuery = z.infer<typeof lokiQuery>;

/** Lines per second, added up, are no lines. */
export const lokiCounter = lokiQuery.refine(
  (query) => typeof query !== 'string' || !/\b(?:bytes_)?rate(?:_counter)?\s*\(/.test(query),
  {
    message: 'rate() gives lines per second, and their number is asked for',
    params: { hint: 'Write count_over_time() instead, or lines.' },
  },
);

const streamSelector = /^\s*\{(?:[^"`}]|"(?:[^"\\]|\\.)*"|`[^`]*`)*\}/;

/** LogQL as it is written for people: with `$interval` still in it. */
export function logqlOf(query: LokiQuery): string {
  if (typeof query === 'string') return query;
  const lines = query.lines.trim();
  const streams = streamSelector.exec(lines)?.[0] ?? lines;
  const count = (of: string) => `sum(count_over_time(${of} [$interval]))`;
  return streams === lines ? count(lines) : `${count(lines)} or ${count(streams)} * 0`;
}

export const logqlFor = (query: LokiQuery, interval: Millis): string =>
  logqlOf(query).replaceAll('$interval', `${inSeconds(interval)}s`);
