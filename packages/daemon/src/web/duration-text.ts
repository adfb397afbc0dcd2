import { type Millis, parseDuration } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';

/** A duration that stays as it was written, so that options can be checked again after their secrets were put in. */
export const durationText = z.string().superRefine((text, context) => {
  if (parseDuration(text) !== undefined) return;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is not a duration`,
    params: { hint: 'Write it like 15s, 5m or 1h30m.' },
  });
});

/** The span that a checked text stands for. */
export function spanOf(text: string): Millis {
  const span = parseDuration(text);
  if (span === undefined) throw new Error(`"${text}" was not checked as a duration`);
  return span;
}
