import * as z from 'zod';
import { formatDuration, type Millis, parseDuration, wholeDuration } from './time.ts';

/** A duration as people write it (`15s`), read into milliseconds. A bare number is refused: nobody could tell its unit. */
export const duration = z
  .union([z.string(), z.number()])
  .meta({
    description: 'A duration: 250ms, 15s, 5m, 24h, 1h30m.',
    examples: ['15s', '24h'],
    // What stands in the JSON Schema; numbers are read only to say how to write them.
    anyOf: undefined,
    type: 'string',
    pattern: wholeDuration.source,
  })
  .transform((text, context): Millis => {
    const span = typeof text === 'string' ? parseDuration(text) : undefined;
    if (span !== undefined) return span;
    context.addIssue(
      typeof text === 'number' || /^\d+(?:\.\d+)?$/.test(text)
        ? {
            code: 'custom',
            message: `${text} has no unit`,
            params: { hint: `Write ${text}s, or another unit: ms, m, h, d.` },
          }
        : {
            code: 'custom',
            message: `"${text}" is not a duration`,
            params: { hint: 'Write it like 15s, 5m, 24h or 1h30m.' },
          },
    );
    return z.NEVER;
  });

/** A duration that is not shorter than `least`. */
export const durationOfAtLeast = (least: Millis) =>
  duration.refine((span) => span >= least, { error: `must be at least ${formatDuration(least)}` });

/** A point in time on the wire. */
export const timestamp = z.iso
  .datetime({ offset: true })
  .meta({ description: 'RFC 3339.', examples: ['2026-12-01T22:05:12Z'] });
