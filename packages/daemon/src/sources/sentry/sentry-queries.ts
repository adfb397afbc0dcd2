import * as z from 'zod';
import { sentryLevel } from './sentry-options.ts';

const counted = z.enum(['new-issues', 'regressed-issues', 'events']).meta({
  description:
    'new-issues: faults first seen since the deploy, each counted once. regressed-issues: resolved ones that came back since the deploy. events: all events.',
});

export const sentryCount = z.union([
  counted,
  z.strictObject({
    of: counted,
    level: sentryLevel.optional().meta({ description: "Of this level or worse, instead of the source's." }),
    search: z
      .string()
      .min(1)
      .optional()
      .meta({
        description: "Further terms of Sentry's search: transaction:/checkout.",
        examples: ['transaction:/checkout'],
      }),
  }),
]);
export type SentryCount = z.infer<typeof sentryCount>;

export const sentryRate = z
  .enum(['sessions'])
  .meta({ description: 'Sessions that crashed, out of all that began: what crash-free sessions lack to 100 %.' });
